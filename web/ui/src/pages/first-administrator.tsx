import { Page, main } from '../app';
import { NewAccount, token } from '../access/new-account';
import { t } from '../i18n';

function FirstAdministrator() {
  if (!token) {
    return (
      <Page title={t('page.firstAdministrator')}>
        <p class="govuk-body">{t('firstAdministrator.noToken')}</p>
      </Page>
    );
  }
  return (
    <NewAccount title={t('page.firstAdministrator')} address="/api/v1/first-administrator">
      <p class="govuk-body">{t('firstAdministrator.lead')}</p>
    </NewAccount>
  );
}

main(<FirstAdministrator />);
