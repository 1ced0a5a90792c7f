// Accounts, for those who administer: inviting by a link, roles, closing accounts, and what waits for a second person.
import { useState } from 'preact/hooks';
import { type RoleIn, get, request } from '../api';
import { Page, Pending, announce, href, main, useApp, useLoaded } from '../app';
import { RolesInput, SmallButton, Time, useOutcome } from '../access/common';
import { InviteSignOn, type InvitedSignOn } from '../access/sign-on';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { PlainField } from '../plain-field';

interface Account {
  user: string;
  name: string;
  roles: RoleIn[];
  disabled: boolean;
  second_factor: boolean;
  sessions: number;
  last_seen: string | null;
}

interface Accounts {
  items: Account[];
  grants: { id: number; user: string | null; role: RoleIn; asked_by: string | null; asked_at: string }[];
  invitations: { id: number; name: string; roles: RoleIn[]; made_by: string | null; expires_at: string; waits: boolean; sign_on: { email: string; subject: string } | null }[];
}

function AccountsPage() {
  const { session } = useApp();
  const loaded = useLoaded(() => get<Accounts>('/api/v1/accounts'));
  if (!session) return <Pending error={{ status: 401 }} />;
  if (!loaded.value) return <Pending error={loaded.error} />;
  return (
    <Page title={t('page.accounts')}>
      <p class="govuk-body">
        <a class="govuk-link" href={href('audit')}>
          {t('page.audit')}
        </a>
      </p>
      {!session.second_factor_required && <p class="govuk-inset-text">{t('accounts.factorOff')}</p>}
      <Waiting accounts={loaded.value} reload={loaded.reload} />
      <Invite reload={loaded.reload} />
      <h2 class="govuk-heading-m">{t('accounts.people')}</h2>
      <ul class="cards" data-accounts={loaded.value.items.length}>
        {loaded.value.items.map((account) => (
          <AccountCard key={account.user} account={account} reload={loaded.reload} />
        ))}
      </ul>
    </Page>
  );
}

function Waiting({ accounts, reload }: { accounts: Accounts; reload: () => void }) {
  const { titles, session } = useApp();
  const outcome = useOutcome();
  const { grants, invitations } = accounts;
  if (!grants.length && !invitations.length) return null;
  const decide = (method: string, path: string) =>
    void outcome.run(async () => {
      await request(method, path);
      reload();
      announce(t('accounts.done'));
    });
  return (
    <section>
      <h2 class="govuk-heading-m">{t('accounts.waiting')}</h2>
      <ErrorSummary errors={[]} general={outcome.general} />
      <ul class="cards">
        {grants.map((grant) => (
          <li class="card" key={`g${grant.id}`} data-grant={grant.id}>
            <div class="card__text">
              {t('accounts.grant', { user: grant.user ?? '', role: titles.actor(grant.role) })}
              <span class="id">
                {t('accounts.askedBy', { user: grant.asked_by ?? '' })} · <Time at={grant.asked_at} />
              </span>
            </div>
            {grant.asked_by !== session?.user && grant.user !== session?.user && (
              <SmallButton name="confirm" about={grant.user ?? ''} onClick={() => decide('POST', `/api/v1/grants/${grant.id}/confirm`)}>
                {t('accounts.agree')}
              </SmallButton>
            )}
            <SmallButton name="decline" about={grant.user ?? ''} onClick={() => decide('DELETE', `/api/v1/grants/${grant.id}`)}>
              {t('accounts.decline')}
            </SmallButton>
          </li>
        ))}
        {invitations.map((invitation) => (
          <li class="card" key={`i${invitation.id}`} data-invitation={invitation.id}>
            <div class="card__text">
              {t('accounts.invited', { name: invitation.name })} {invitation.waits && <strong class="govuk-tag">{t('accounts.waits')}</strong>}
              <span class="id">
                {invitation.roles.map((role) => titles.actor(role)).join(' · ')} · {invitation.sign_on && `${invitation.sign_on.email || invitation.sign_on.subject} · `}
                {t('accounts.askedBy', { user: invitation.made_by ?? '' })} · {t('tokens.until')}{' '}
                <Time at={invitation.expires_at} />
              </span>
            </div>
            {invitation.waits && invitation.made_by !== session?.user && (
              <SmallButton name="confirm" about={invitation.name} onClick={() => decide('POST', `/api/v1/invitations/${invitation.id}/confirm`)}>
                {t('accounts.agree')}
              </SmallButton>
            )}
            <SmallButton name="take-back" about={invitation.name} onClick={() => decide('DELETE', `/api/v1/invitations/${invitation.id}`)}>
              {t('accounts.takeBack')}
            </SmallButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AccountCard({ account, reload }: { account: Account; reload: () => void }) {
  const { titles } = useApp();
  const outcome = useOutcome();
  const [roles, setRoles] = useState<RoleIn[] | null>(null);
  const path = `/api/v1/accounts/${encodeURIComponent(account.user)}`;
  const put = (body: unknown) =>
    void outcome.run(async () => {
      const change = await request<{ asked?: RoleIn[] } | null>('PUT', path, body);
      setRoles(null);
      reload();
      announce(t(change?.asked?.length ? 'accounts.asked' : 'accounts.done'));
    });
  return (
    <li class="card" data-user={account.user}>
      <div class="card__text">
        {account.name} {account.disabled && <strong class="govuk-tag govuk-tag--grey">{t('accounts.closed')}</strong>}
        {account.second_factor && <strong class="govuk-tag">{t('factor.title')}</strong>}
        <span class="id">
          {account.user} · {account.roles.map((role) => titles.actor(role)).join(' · ')}
          {account.last_seen && (
            <>
              {' · '}
              {t('account.lastUsed')} <Time at={account.last_seen} />
            </>
          )}
        </span>
        <ErrorSummary errors={[]} general={outcome.general ?? outcome.errors[0]?.detail ?? null} />
        {roles && (
          <div class="govuk-inset-text">
            <RolesInput id={`roles-${account.user}`} value={roles} onChange={setRoles} />
            <p class="govuk-body">{t('accounts.twoPersons')}</p>
            <div class="govuk-button-group">
              <button type="button" class="govuk-button" data-does="save-roles" onClick={() => put({ roles })}>
                {t('accounts.saveRoles')}
              </button>
              <button type="button" class="govuk-button govuk-button--secondary" onClick={() => setRoles(null)}>
                {t('action.cancel')}
              </button>
            </div>
          </div>
        )}
      </div>
      {!roles && (
        <SmallButton name="roles" about={account.name} onClick={() => setRoles(account.roles)}>
          {t('accounts.changeRoles')}
        </SmallButton>
      )}
      <SmallButton name={account.disabled ? 'open' : 'close'} about={account.name} onClick={() => put({ disabled: !account.disabled })}>
        {t(account.disabled ? 'accounts.open' : 'accounts.close')}
      </SmallButton>
    </li>
  );
}

function Invite({ reload }: { reload: () => void }) {
  const outcome = useOutcome();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<RoleIn[]>([]);
  const [signOn, setSignOn] = useState<InvitedSignOn | null>(null);
  const [made, setMade] = useState<{ path: string; waits: boolean } | null>(null);
  const submit = (press: Event) => {
    press.preventDefault();
    void outcome.run(async () => {
      setMade(await request('POST', '/api/v1/invitations', { name, roles, ...(signOn ? { sign_on: signOn } : {}) }));
      setName('');
      setRoles([]);
      setSignOn(null);
      reload();
      announce(t('accounts.linkMade'));
    });
  };
  return (
    <section class="narrow">
      <h2 class="govuk-heading-m">{t('accounts.invite')}</h2>
      <p class="govuk-body">{t('accounts.inviteWhy')}</p>
      <ErrorSummary errors={outcome.errors} general={outcome.general} />
      {made && (
        <div class="govuk-inset-text">
          <p>{t('accounts.link')}</p>
          <p>
            <code class="breaks" data-link>
              {location.origin + made.path}
            </code>
          </p>
          {made.waits && <p>{t('accounts.linkWaits')}</p>}
        </div>
      )}
      <form method="post" noValidate onSubmit={submit}>
        <PlainField pointer="/name" label={t('accounts.name')} autoComplete="off" value={name} errors={outcome.errors} onInput={setName} />
        <RolesInput id="f-roles" value={roles} onChange={setRoles} error={outcome.errors.find(({ pointer }) => pointer.startsWith('/roles'))?.detail} />
        <InviteSignOn value={signOn} onChange={setSignOn} errors={outcome.errors} />
        <button class="govuk-button" type="submit" data-does="invite">
          {t('accounts.makeLink')}
        </button>
      </form>
    </section>
  );
}

main(<AccountsPage />);
