// What became of an answer: the reports that it supports, city by city, as far as everybody may see it.
import { useApp } from '../../app';
import * as dates from '../../dates';
import { t, textLanguage } from '../../i18n';
import { StateTags, itemHref } from '../../view';
import type { AnswerPage, PublicPart } from './model';

export function Outcome({ outcome }: { outcome: NonNullable<AnswerPage['outcome']> }) {
  const { titles } = useApp();
  if (!outcome.reports.length && !outcome.preparing) return <p class="govuk-body">{t('survey.notUsedYet')}</p>;
  return (
    <>
      {outcome.preparing > 0 && <p class="govuk-body">{t('survey.preparing', { count: outcome.preparing })}</p>}
      {outcome.reports.map((report) => (
        <section class="card" key={report.id} aria-labelledby={`report-${report.id}`}>
          <div class="card__text">
            <h3 class="govuk-heading-s" id={`report-${report.id}`}>
              <a class="govuk-link" href={itemHref(titles.kind(report.kind), report.id)} lang={textLanguage(report.title ?? '', report.language)}>
                {report.title ?? report.id}
              </a>
            </h3>
            <Part part={report} />
            <ul class="govuk-list">
              {report.cities.map(({ city, plan, commitment }) => (
                <li key={city}>
                  <strong>{titles.organisationName(city)}</strong>
                  {t('colon')}
                  {commitment ? <Part part={commitment} link /> : plan ? <Part part={plan} link /> : <span class="secondary">{t('survey.cityPreparing')}</span>}
                </li>
              ))}
            </ul>
          </div>
        </section>
      ))}
    </>
  );
}

function Part({ part, link }: { part: PublicPart; link?: boolean }) {
  const { titles } = useApp();
  const kind = titles.kind(part.kind);
  const item = { ...part, version: 0, state: null, fields: {}, created_at: '', updated_at: '' };
  return (
    <>
      <StateTags item={item} kind={kind} />
      {part.deadline && <span class="secondary"> {t('survey.dueOn', { date: dates.date(part.deadline) })}</span>}
      {link && kind && (
        <>
          {' '}
          <a class="govuk-link" href={itemHref(kind, part.id)}>
            {titles.kindTitle(kind)}
          </a>
        </>
      )}
    </>
  );
}
