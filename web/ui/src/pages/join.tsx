// The account that somebody was invited to make, behind a link that counts once.
import { type RoleIn, request } from '../api';
import { Page, main, useApp, useLoaded } from '../app';
import { NewAccount, token } from '../access/new-account';
import { t } from '../i18n';

const address = '/api/v1/invitations/accept';

function JoinPage() {
  const { titles } = useApp();
  const loaded = useLoaded(() => {
    if (!token) return Promise.reject(new Error(t('join.noToken')));
    return request<{ name: string; roles: RoleIn[] }>('POST', address, { token });
  });
  const invitation = loaded.value;
  if (!invitation) {
    return (
      <Page title={t('page.join')}>
        <p class="govuk-body">{loaded.error ? (loaded.error as Error).message : t('page.loading')}</p>
      </Page>
    );
  }
  return (
    <NewAccount title={t('page.join')} address={address} name={invitation.name} hint={t('join.passwordHint')}>
      <p class="govuk-body">{t('join.lead')}</p>
      <ul class="govuk-list govuk-list--bullet">
        {invitation.roles.map((role) => (
          <li key={`${role.role}@${role.organisation}`}>{titles.actor(role)}</li>
        ))}
      </ul>
    </NewAccount>
  );
}

main(<JoinPage />);
