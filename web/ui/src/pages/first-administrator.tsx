import { useState } from 'preact/hooks';
import { ApiError, type FieldError, request } from '../api';
import { Page, href, main } from '../app';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { PlainField } from '../plain-field';

// The one-time key stands behind the # of the address, which no browser sends to a server or tells another page.
const token = location.hash.slice(1);

function FirstAdministrator() {
  const [user, setUser] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const missing: FieldError[] = [];
    if (!user.trim()) missing.push({ pointer: '/user', detail: t('signIn.enterUser') });
    if (!name.trim()) missing.push({ pointer: '/name', detail: t('firstAdministrator.enterName') });
    if (!password) missing.push({ pointer: '/password', detail: t('signIn.enterPassword') });
    setErrors(missing);
    setGeneral(null);
    if (missing.length) return;
    setBusy(true);
    try {
      await request('POST', '/api/v1/first-administrator', { token, user: user.trim(), name: name.trim(), password });
      setDone(true);
    } catch (error) {
      const wrong = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      setErrors(wrong);
      if (!wrong.length) setGeneral(error instanceof ApiError ? error.message : t('error.offlineKept'));
    } finally {
      setBusy(false);
    }
  };
  if (done) {
    return (
      <Page title={t('firstAdministrator.done')}>
        <a class="govuk-button" href={href('sign-in')}>
          {t('action.signIn')}
        </a>
      </Page>
    );
  }
  return (
    <div class="narrow">
      <ErrorSummary errors={errors} general={general} />
      <Page title={t('page.firstAdministrator')}>
        <p class="govuk-body">{t(token ? 'firstAdministrator.lead' : 'firstAdministrator.noToken')}</p>
        {token && (
          <form method="post" noValidate onSubmit={(event) => void submit(event)}>
            <PlainField pointer="/user" label={t('signIn.user')} autoComplete="username" value={user} errors={errors} onInput={setUser} />
            <PlainField pointer="/name" label={t('firstAdministrator.name')} autoComplete="name" value={name} errors={errors} onInput={setName} />
            <PlainField
              pointer="/password"
              label={t('firstAdministrator.newPassword')}
              type="password"
              autoComplete="new-password"
              value={password}
              errors={errors}
              onInput={setPassword}
            />
            <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
              {t('firstAdministrator.make')}
            </button>
          </form>
        )}
      </Page>
    </div>
  );
}

main(<FirstAdministrator />);
