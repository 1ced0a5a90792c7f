// Who watches that everybody is shown the same log: whose witness has cosigned which checkpoint, and whether each country
// of the members has one among those that cosigned the present one.
import { type App, useApp } from '../app';
import * as dates from '../dates';
import { t } from '../i18n';

export interface Witness {
  name: string;
  vkey: string;
  organisation: string | null;
  // Of the last checkpoint that it is known to have cosigned.
  size: number | null;
  at: string | null;
}

export interface Log {
  origin: string;
  vkey: string;
  size: number;
  witnesses: Witness[];
}

export function witnessName({ titles }: App, witness: Witness): string {
  return witness.organisation ? titles.organisationName(witness.organisation) : witness.name;
}

export function ofEachCountry({ titles }: App, witnesses: Witness[]): boolean {
  const countries = new Set(titles.cities().flatMap(({ country }) => country ?? []));
  const seen = new Set(witnesses.flatMap(({ organisation }) => titles.organisation(organisation)?.country ?? []));
  return countries.size > 0 && [...countries].every((country) => seen.has(country));
}

export function Witnesses({ log }: { log: Log }) {
  const app = useApp();
  const present = log.witnesses.filter(({ size }) => size === log.size);
  return (
    <section aria-labelledby="witnesses">
      <h2 class="govuk-heading-m" id="witnesses">
        {t('witness.title')}
      </h2>
      <p class="govuk-body">{t('witness.lead')}</p>
      <p class="govuk-body" data-witnesses={present.length}>
        {t(log.witnesses.length === 0 ? 'witness.none' : 'witness.count', { count: present.length, all: log.witnesses.length, size: log.size })}
        {ofEachCountry(app, present) && <strong> {t('witness.ofEachCountry')}</strong>}
      </p>
      {log.witnesses.length > 0 && (
        <table class="govuk-table list">
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                {t('witness.witness')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('witness.checkpoint')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('witness.at')}
              </th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {log.witnesses.map((witness) => (
              <tr class="govuk-table__row" key={witness.name} data-witness={witness.organisation ?? witness.name}>
                <th scope="row" class="govuk-table__header">
                  {witnessName(app, witness)}
                  <span class="id">{witness.name}</span>
                </th>
                <td class="govuk-table__cell" data-label={t('witness.checkpoint')}>
                  {witness.size === null ? t('witness.notYet') : t('witness.entries', { count: witness.size })}
                  {witness.size === log.size && ` – ${t('witness.present')}`}
                </td>
                <td class="govuk-table__cell" data-label={t('witness.at')}>
                  {witness.at && <time dateTime={witness.at}>{dates.instant(witness.at)}</time>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
