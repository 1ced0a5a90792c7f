// The log of access, newest first.
import { useState } from 'preact/hooks';
import { type RoleIn, get } from '../api';
import { Page, Pending, main, useApp, useLoaded } from '../app';
import { SmallButton, Time } from '../access/common';
import { type Key, t } from '../i18n';

interface Line {
  id: number;
  at: string;
  type: string;
  user: string | null;
  subject: string | null;
  remote: string;
  detail: { role?: RoleIn; roles?: RoleIn[]; name?: string; provider?: string };
}

interface Lines {
  items: Line[];
  next: number | null;
}

const names: Record<string, Key> = {
  account_added: 'audit.account_added',
  account_disabled: 'audit.account_disabled',
  account_enabled: 'audit.account_enabled',
  confirmation_failed: 'audit.confirmation_failed',
  first_administrator: 'audit.first_administrator',
  invitation_confirmed: 'audit.invitation_confirmed',
  invitation_taken_back: 'audit.invitation_taken_back',
  invited: 'audit.invited',
  joined: 'audit.joined',
  password_changed: 'audit.password_changed',
  password_confirmed: 'audit.password_confirmed',
  role_asked: 'audit.role_asked',
  role_declined: 'audit.role_declined',
  role_granted: 'audit.role_granted',
  role_taken: 'audit.role_taken',
  second_factor_off: 'audit.second_factor_off',
  second_factor_on: 'audit.second_factor_on',
  session_ended: 'audit.session_ended',
  sign_in_failed: 'audit.sign_in_failed',
  sign_on_linked: 'audit.sign_on_linked',
  sign_on_unlinked: 'audit.sign_on_unlinked',
  signed_in: 'audit.signed_in',
  signed_out: 'audit.signed_out',
  token_made: 'audit.token_made',
  token_revoked: 'audit.token_revoked',
};

function AuditPage() {
  const { titles } = useApp();
  const [older, setOlder] = useState<Line[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const loaded = useLoaded(async () => {
    const page = await get<Lines>('/api/v1/audit');
    setNext(page.next);
    return page;
  });
  if (!loaded.value) return <Pending error={loaded.error} />;
  const more = () =>
    void get<Lines>(`/api/v1/audit?before=${next ?? 0}`).then((page) => {
      setOlder((before) => [...before, ...page.items]);
      setNext(page.next);
    });
  const person = (user: string | null) => (user === '~erased' ? t('audit.erased') : (user ?? ''));
  const about = (line: Line) => [...(line.detail.roles ?? []), ...(line.detail.role ? [line.detail.role] : [])].map((role) => titles.actor(role)).join(' · ') || (line.detail.name ?? line.detail.provider ?? '');
  const columns: [Key, (line: Line) => string][] = [
    ['audit.what', ({ type }) => (names[type] ? t(names[type] as Key) : type)],
    ['audit.user', ({ user }) => person(user)],
    ['audit.subject', ({ subject }) => person(subject)],
    ['audit.remote', ({ remote }) => remote],
    ['audit.about', about],
  ];
  return (
    <Page title={t('page.audit')}>
      <p class="govuk-body">{t('audit.lead')}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('page.audit')}>
        <table class="govuk-table list">
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              {(['audit.at', ...columns.map(([title]) => title)] as Key[]).map((key) => (
                <th key={key} scope="col" class="govuk-table__header">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...loaded.value.items, ...older].map((line) => (
              <tr class="govuk-table__row" key={line.id} data-audit={line.type}>
                <th scope="row" class="govuk-table__header">
                  <Time at={line.at} />
                </th>
                {columns.map(([title, textOf]) => {
                  const text = textOf(line);
                  return (
                    <td key={title} class={`govuk-table__cell${text ? '' : ' empty'}`} data-label={t(title)}>
                      {text || '–'}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next !== null && (
        <SmallButton name="older" onClick={more}>
          {t('notices.older')}
        </SmallButton>
      )}
    </Page>
  );
}

main(<AuditPage />);
