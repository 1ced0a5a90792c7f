// The account that somebody was invited to make, behind a link that counts once.
import { useState } from 'preact/hooks';
import { type RoleIn, request } from '../api';
import { Page, href, main, useApp, useLoaded } from '../app';
import { useOutcome } from '../access/common';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { PlainField } from '../plain-field';

// The key stands behind the # of the address, which no browser sends to a server or tells another page.
const token = location.hash.slice(1);

function JoinPage() {
  const { titles } = useApp();
  const outcome = useOutcome();
  const [user, setUser] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const loaded = useLoaded(() => {
    if (!token) return Promise.reject(new Error(t('join.noToken')));
    return request<{ name: string; roles: RoleIn[] }>('POST', '/api/v1/invitations/accept', { token });
  });
  if (done) {
    return (
      <Page title={t('firstAdministrator.done')}>
        <a class="govuk-button" href={href('sign-in')}>
          {t('action.signIn')}
        </a>
      </Page>
    );
  }
  const invitation = loaded.value;
  if (!invitation) {
    return (
      <Page title={t('page.join')}>
        <p class="govuk-body">{loaded.error ? (loaded.error as Error).message : t('page.loading')}</p>
      </Page>
    );
  }
  const submit = async (press: Event) => {
    press.preventDefault();
    const wanted = { token, user: user.trim(), name: (name ?? invitation.name).trim(), password };
    const missing = [
      ...(wanted.user ? [] : [{ pointer: '/user', detail: t('signIn.enterUser') }]),
      ...(wanted.name ? [] : [{ pointer: '/name', detail: t('firstAdministrator.enterName') }]),
      ...(password ? [] : [{ pointer: '/password', detail: t('signIn.enterPassword') }]),
    ];
    if (missing.length) return outcome.say(missing);
    if (await outcome.run(() => request('POST', '/api/v1/invitations/accept', wanted))) setDone(true);
  };
  return (
    <div class="narrow">
      <ErrorSummary errors={outcome.errors} general={outcome.general} />
      <Page title={t('page.join')}>
        <p class="govuk-body">{t('join.lead')}</p>
        <ul class="govuk-list govuk-list--bullet">
          {invitation.roles.map((role) => (
            <li key={`${role.role}@${role.organisation}`}>{titles.actor(role)}</li>
          ))}
        </ul>
        <form method="post" noValidate onSubmit={(press) => void submit(press)}>
          <PlainField pointer="/user" label={t('signIn.user')} autoComplete="username" value={user} errors={outcome.errors} onInput={setUser} />
          <PlainField pointer="/name" label={t('firstAdministrator.name')} autoComplete="name" value={name ?? invitation.name} errors={outcome.errors} onInput={setName} />
          <PlainField pointer="/password" label={t('firstAdministrator.newPassword')} type="password" autoComplete="new-password" value={password} errors={outcome.errors} onInput={setPassword} />
          <p class="govuk-body">{t('join.passwordHint')}</p>
          <button class="govuk-button" type="submit" data-does="join">
            {t('firstAdministrator.make')}
          </button>
        </form>
      </Page>
    </div>
  );
}

main(<JoinPage />);
