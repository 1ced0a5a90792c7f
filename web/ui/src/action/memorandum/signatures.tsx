// Who signed the memorandum, with which reservations, and who did not, and why.
import type { Item } from '../../api';
import { useApp } from '../../app';
import * as dates from '../../dates';
import { number, t } from '../../i18n';
import { originalLanguage } from '../../translation';
import { ReportTitle } from '../document';
import { entries } from '../said';

export function Signatures({ memorandum }: { memorandum: Item }) {
  const { titles } = useApp();
  const signatures = entries(memorandum, 'signatures');
  const hash = memorandum.fields['annex_sha256'];
  const pending = memorandum.fields['pending'];
  return (
    <section aria-labelledby="signatures">
      <h2 class="govuk-heading-m" id="signatures">
        {t('memorandum.signatures', { count: signatures.length })}
      </h2>
      {typeof hash === 'string' && (
        <p class="govuk-body">
          {t('memorandum.signedOver')} <code class="hash">{hash}</code>
        </p>
      )}
      {signatures.length > 0 && (
        <table class="govuk-table list list--narrow">
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                {t('memorandum.mayorOf')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('memorandum.signedOn')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('memorandum.reservations')}
              </th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {sorted(signatures, titles.sortOrganisations.bind(titles)).map((signature) => (
              <tr class="govuk-table__row" key={String(signature['city'])}>
                <th scope="row" class="govuk-table__header">
                  {titles.organisationName(signature['city'])}
                </th>
                <td class="govuk-table__cell" data-label={t('memorandum.signedOn')}>
                  {signature.at && (
                    <time dateTime={signature.at}>{dates.instantAt(signature.at, titles.organisation(signature['city'])?.zone, titles.organisationName(signature['city']))}</time>
                  )}
                </td>
                <td class="govuk-table__cell" data-label={t('memorandum.reservations')}>
                  {Array.isArray(signature['reserved']) && signature['reserved'].length ? number(signature['reserved'].length) : t('memorandum.noReservation')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {Array.isArray(pending) && pending.length > 0 && (
        <p class="govuk-body">
          {t('memorandum.pending')}
          {t('colon')}
          {titles
            .sortOrganisations(pending.map(String))
            .map((city) => titles.organisationName(city))
            .join(t('state.comma'))}
        </p>
      )}
    </section>
  );
}

type Signed = ReturnType<typeof entries>[number];

function sorted(list: Signed[], sort: (ids: string[]) => string[]): Signed[] {
  const order = sort(list.map((each) => String(each['city'])));
  return [...list].sort((a, b) => order.indexOf(String(a['city'])) - order.indexOf(String(b['city'])));
}

// Plans that a mayor has not committed to, and why, in public.
export function Reservations({ memorandum, plans, reports }: { memorandum: Item; plans: Map<string, Item>; reports: Map<string, Item> }) {
  const { titles } = useApp();
  const reserving = entries(memorandum, 'signatures').filter((each) => Array.isArray(each['reserved']) && each['reserved'].length > 0);
  if (reserving.length === 0) return null;
  return (
    <section aria-labelledby="reservations">
      <h2 class="govuk-heading-m" id="reservations">
        {t('memorandum.reservations')}
      </h2>
      {sorted(reserving, titles.sortOrganisations.bind(titles)).map((signature) => (
        <div key={String(signature['city'])} class="reservation">
          <h3 class="govuk-heading-s">{titles.organisationName(signature['city'])}</h3>
          <ul class="govuk-list govuk-list--bullet">
            {(signature['reserved'] as unknown[]).map(String).map((plan) => (
              <li key={plan}>
                <ReportTitle report={reports.get(String(plans.get(plan)?.fields['report'] ?? ''))} id={plan} />
              </li>
            ))}
          </ul>
          <Reason text={signature['reason']} />
        </div>
      ))}
    </section>
  );
}

function Reason({ text }: { text: unknown }) {
  if (typeof text !== 'string' || !text) return null;
  return (
    <p class="govuk-body">
      {t('memorandum.reason')}
      {t('colon')}
      <span class="user-text" lang={originalLanguage({ fields: {} } as Item, 'reason', text)}>
        {text}
      </span>
    </p>
  );
}

export function Refusals({ memorandum }: { memorandum: Item }) {
  const { titles } = useApp();
  const refusals = entries(memorandum, 'refusals');
  if (refusals.length === 0) return null;
  const causes = titles.kind(memorandum.kind)?.fields?.properties?.['refusals']?.items?.properties?.['cause'];
  return (
    <section aria-labelledby="refusals">
      <h2 class="govuk-heading-m" id="refusals">
        {t('memorandum.refusals')}
      </h2>
      {sorted(refusals, titles.sortOrganisations.bind(titles)).map((refusal) => (
        <div key={String(refusal['city']) + String(refusal.at)}>
          <h3 class="govuk-heading-s">
            {titles.organisationName(refusal['city'])}
            {t('colon')}
            {titles.enumValue(refusal['cause'], causes)}
          </h3>
          <Reason text={refusal['reason']} />
        </div>
      ))}
    </section>
  );
}
