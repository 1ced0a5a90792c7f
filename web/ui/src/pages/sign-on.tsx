// Where a browser comes back to from an identity provider, with a code or an error in the address.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, request } from '../api';
import { Page, href, main, useApp } from '../app';
import { CodeField, asksForCode, codePointer, focusCode } from '../access/code-field';
import { takeBack } from '../access/sign-on';
import { ErrorSummary } from '../form';
import { t } from '../i18n';

const brought = Object.fromEntries(new URLSearchParams(location.search));
// The code counts once; neither the history nor a bookmark needs it.
history.replaceState(null, '', location.pathname);

function SignOnPage() {
  const { session } = useApp();
  const [code, setCode] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(brought['state'] ? null : t('signOn.nothing'));
  const [busy, setBusy] = useState(Boolean(brought['state']));
  const finish = async (body: Record<string, string>) => {
    setBusy(true);
    setWrong(null);
    try {
      await request('POST', '/api/v1/sign-on/finish', body);
      location.assign(takeBack());
    } catch (error) {
      setBusy(false);
      if (asksForCode(error, code)) {
        setCode('');
        return focusCode();
      }
      const rule = error instanceof ApiError ? error.problem.rule : undefined;
      if (!rule?.startsWith('second_factor') && rule !== 'login_delay') setCode(null);
      setWrong(error instanceof ApiError ? error.message : t('error.offlineKept'));
    }
  };
  useEffect(() => {
    const { state, code: given, iss, error } = brought;
    if (state) void finish({ state, ...(given ? { code: given } : {}), ...(iss ? { iss } : {}), ...(error ? { error } : {}) });
  }, []);
  const submit = (press: Event) => {
    press.preventDefault();
    if (!busy && brought['state']) void finish({ state: brought['state'], second_factor: code ?? '' });
  };
  const errors = code !== null && wrong ? [{ pointer: codePointer, detail: wrong }] : [];
  return (
    <div class="narrow">
      <ErrorSummary errors={errors} general={code === null ? wrong : null} />
      <Page title={t('page.signOn')}>
        {busy && (
          <p class="govuk-body" role="status">
            {t('signOn.busy')}
          </p>
        )}
        {code !== null && (
          <form method="post" noValidate onSubmit={submit}>
            <CodeField code={code} errors={errors} onInput={setCode} />
            <button class="govuk-button" type="submit">
              {t('action.signIn')}
            </button>
          </form>
        )}
        {!busy && code === null && (
          <p class="govuk-body">
            <a class="govuk-link" href={href(session ? 'account' : 'sign-in')}>
              {t(session ? 'page.account' : 'page.signIn')}
            </a>
          </p>
        )}
      </Page>
    </div>
  );
}

main(<SignOnPage />);
