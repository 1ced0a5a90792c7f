// On an item's page: the receipt of its last event that the reader sees, and where it can be checked.
import { type Item, type Kind, itemPath } from '../api';
import { asOf } from '../as-of';
import { href } from '../app';
import { t } from '../i18n';

export function Proof({ kind, item, version }: { kind: Kind; item: Item; version: number | undefined }) {
  if (asOf || version === undefined) return null;
  return (
    <section aria-labelledby="proof">
      <h2 class="govuk-heading-m" id="proof">
        {t('proof.title')}
      </h2>
      <p class="govuk-body">{t('proof.lead')}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={`${itemPath(kind, item.id)}/receipt?version=${version}`} download={`${item.id}-${version}.json`}>
          {t('proof.download')}
        </a>
        {' · '}
        <a class="govuk-link" href={href('verify')}>
          {t('page.verify')}
        </a>
      </p>
    </section>
  );
}
