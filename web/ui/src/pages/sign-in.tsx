import { useState } from 'preact/hooks';
import { ApiError, type FieldError, request } from '../api';
import { Page, backAddress, href, main, useApp } from '../app';
import { CodeField, asksForCode, codePointer, focusCode } from '../access/code-field';
import { SignOnButtons } from '../access/sign-on';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { invitations } from '../navigation';
import { PlainField } from '../plain-field';

// Some accounts that every demonstration has, and the password of all of them.
const demo = { users: 'kitakyushu-mayor, kitakyushu-officer, kitakyushu-chamber, secretariat', password: 'only-for-demonstration', file: 'demo-accounts.json' };

function SignIn() {
  const { meta } = useApp();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  // Of the second factor; asked for once the password was right and there is one.
  const [code, setCode] = useState<string | null>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const missing: FieldError[] = [];
    if (!user.trim()) missing.push({ pointer: '/user', detail: t('signIn.enterUser') });
    if (!password) missing.push({ pointer: '/password', detail: t('signIn.enterPassword') });
    setErrors(missing);
    setGeneral(null);
    if (missing.length) return;
    setBusy(true);
    try {
      await request('POST', '/api/v1/session', { user: user.trim(), password, ...(code ? { code } : {}) });
      location.assign(backAddress() ?? href(''));
    } catch (error) {
      setBusy(false);
      const rule = error instanceof ApiError ? error.problem.rule : undefined;
      if (asksForCode(error, code)) {
        setCode('');
        focusCode();
      } else if (rule === 'second_factor_needed' || rule === 'second_factor_wrong') setErrors([{ pointer: codePointer, detail: (error as ApiError).message }]);
      else if (error instanceof ApiError && error.status === 401) setGeneral(t('signIn.wrong'));
      else if (error instanceof ApiError && error.status === 429) setGeneral(t('signIn.tooMany'));
      else setGeneral(error instanceof ApiError ? error.message : t('error.offlineKept'));
    }
  };
  return (
    <div class="narrow">
      <ErrorSummary errors={errors} general={general} />
      <Page title={t('page.signIn')}>
        {meta.demo && <p class="govuk-inset-text">{t('signIn.demo', demo)}</p>}
        <form method="post" noValidate onSubmit={(event) => void submit(event)}>
          <PlainField pointer="/user" label={t('signIn.user')} autoComplete="username" value={user} errors={errors} onInput={setUser} />
          <PlainField pointer="/password" label={t('signIn.password')} type="password" autoComplete="current-password" value={password} errors={errors} onInput={setPassword} />
          {code !== null && <CodeField code={code} errors={errors} onInput={setCode} />}
          <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
            {t('action.signIn')}
          </button>
        </form>
        <SignOnButtons />
        {invitations(meta).map(({ path, title }) => (
          <p class="govuk-body" key={path}>
            <a class="govuk-link" href={href(path)}>
              {title}
            </a>
          </p>
        ))}
      </Page>
    </div>
  );
}

main(<SignIn />);
