// A person's own access: the role to act in, sessions, password, second factor, tokens for programs.
import { useState } from 'preact/hooks';
import { type RoleIn, get, request } from '../api';
import { Page, Pending, announce, href, main, roleTitle, useApp, useLoaded } from '../app';
import { SmallButton, Time, sameRole, useOutcome } from '../access/common';
import { SecondFactor } from '../access/second-factor';
import { SignOnLinks } from '../access/sign-on';
import { Tokens } from '../access/tokens';
import { deviceOf } from '../access/device';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { PlainField } from '../plain-field';

interface OwnSession extends RoleIn {
  id: string;
  current: boolean;
  created_at: string;
  used_at: string;
  remote: string;
  agent: string;
}

function AccountPage() {
  const { session, meta } = useApp();
  if (!session) return <Pending error={{ status: 401 }} />;
  return (
    <Page title={t('page.account')} caption={meta.demo ? session.user : (session.name ?? session.user)}>
      <p class="govuk-body" data-account={session.user}>
        {t('signIn.user')}
        {t('colon')}
        {session.user}
      </p>
      {session.roles.length > 1 && <ActIn />}
      <Sessions />
      <Password />
      <SecondFactor />
      <SignOnLinks />
      <Tokens />
    </Page>
  );
}

function ActIn() {
  const app = useApp();
  const outcome = useOutcome();
  const session = app.session;
  if (!session) return null;
  const act = (role: RoleIn) =>
    void outcome.run(async () => {
      await request('PUT', '/api/v1/session/acting', { role: role.role, organisation: role.organisation });
      location.assign(href(''));
    });
  return (
    <section>
      <h2 class="govuk-heading-m">{t('account.actIn')}</h2>
      <p class="govuk-body">{t('account.actInWhy')}</p>
      <ErrorSummary errors={[]} general={outcome.general} />
      <ul class="cards">
        {session.roles.map((role) => (
          <li class="card" key={`${role.role}@${role.organisation}`}>
            <div class="card__text">{roleTitle(app, role)}</div>
            {sameRole(role, session.acting) ? (
              <strong class="govuk-tag">{t('account.now')}</strong>
            ) : (
              <SmallButton name="act" about={roleTitle(app, role)} onClick={() => act(role)}>
                {t('account.act')}
              </SmallButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sessions() {
  const app = useApp();
  const outcome = useOutcome();
  const loaded = useLoaded(() => get<{ items: OwnSession[] }>('/api/v1/sessions'));
  const end = (id: string) =>
    void outcome.run(async () => {
      await request('DELETE', `/api/v1/sessions/${id}`);
      loaded.reload();
      announce(t('account.sessionEnded'));
    });
  return (
    <section>
      <h2 class="govuk-heading-m">{t('account.sessions')}</h2>
      <p class="govuk-body">{t('account.sessionsWhy')}</p>
      <ErrorSummary errors={[]} general={outcome.general} />
      <ul class="cards" data-sessions={loaded.value?.items.length ?? ''}>
        {(loaded.value?.items ?? []).map((each) => (
          <li class="card" key={each.id} data-session={each.id}>
            <div class="card__text">
              {deviceOf(each.agent) || t('account.unknownDevice')}
              <span class="id">
                {each.remote} · {roleTitle(app, each)} · {t('account.since')} <Time at={each.created_at} /> · {t('account.lastUsed')} <Time at={each.used_at} />
              </span>
            </div>
            {each.current ? (
              <strong class="govuk-tag">{t('account.thisOne')}</strong>
            ) : (
              <SmallButton name="end-session" about={deviceOf(each.agent)} onClick={() => end(each.id)}>
                {t('account.endSession')}
              </SmallButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Password() {
  const outcome = useOutcome();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const submit = async (press: Event) => {
    press.preventDefault();
    const missing = [
      ...(current ? [] : [{ pointer: '/current', detail: t('signIn.enterPassword') }]),
      ...(password ? [] : [{ pointer: '/password', detail: t('account.enterNew') }]),
    ];
    if (missing.length) return outcome.say(missing);
    if (await outcome.run(() => request('PUT', '/api/v1/password', { current, password }))) location.assign(href('sign-in'));
  };
  return (
    <section class="narrow">
      <h2 class="govuk-heading-m">{t('account.password')}</h2>
      <p class="govuk-body">{t('account.passwordWhy')}</p>
      <ErrorSummary errors={outcome.errors} general={outcome.general} />
      <form method="post" noValidate onSubmit={(press) => void submit(press)}>
        <PlainField pointer="/current" label={t('account.currentPassword')} type="password" autoComplete="current-password" value={current} errors={outcome.errors} onInput={setCurrent} />
        <PlainField pointer="/password" label={t('firstAdministrator.newPassword')} type="password" autoComplete="new-password" value={password} errors={outcome.errors} onInput={setPassword} />
        <button class="govuk-button" type="submit" data-does="change-password">
          {t('account.changePassword')}
        </button>
      </form>
    </section>
  );
}

main(<AccountPage />);
