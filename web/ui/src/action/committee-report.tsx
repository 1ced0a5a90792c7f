import { type Item, type Kind, get, itemPath } from '../api';
import { Page, Pending, main, useApp, useLoaded } from '../app';
import * as dates from '../dates';
import { number, t } from '../i18n';
import { AsOfForm } from '../past';
import { Deadline, StateTags, Value, itemHref, useTitle } from '../view';
import { NamedDocument, PrintButton, ReportTitle, ReportTitleNote, byId, groupByCity, ofRound } from './document';
import { meetingPlace } from './meeting-place';
import { Voices } from './voices';

interface Loaded {
  round: Item;
  commitments: Item[];
  reports: Map<string, Item>;
}

// The evaluation committee's report on a round for the review meeting: each commitment with what the city claims, what
// the reporting chamber says and what the committee found, side by side. Cities in the order of their English names;
// nothing is ranked.
function CommitteeReport({ kind, id }: { kind: Kind; id: string }) {
  const { titles } = useApp();
  const commitmentKind = titles.kind('commitment');
  const loaded = useLoaded<Loaded>(async () => {
    const [round, commitments, reports] = await Promise.all([
      get<Item>(itemPath(kind, id)),
      ofRound(commitmentKind, id),
      ofRound(titles.kind('problem_report'), id).catch(() => []),
    ]);
    return { round, commitments, reports: byId(reports) };
  }, [kind, id]);
  const title = useTitle(loaded.value?.round ?? null);
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { round, commitments, reports } = loaded.value;
  const meeting = round.fields['meeting_on'];
  return (
    <article class="document">
      <Page title={t('committee.title', { round: title.text })} caption={t('committee.caption')}>
        <PrintButton />
        {typeof meeting === 'string' && <p class="govuk-body-l">{t('committee.meeting', { date: dates.date(meeting), place: meetingPlace(round, titles) })}</p>}
        <p class="govuk-body">{t('committee.lead', { count: commitments.length })}</p>
        {commitments.length > 0 && <Grades kind={commitmentKind} commitments={commitments} />}
        {groupByCity(commitments, (each) => String(each.fields['city']), (cities) => titles.sortOrganisations(cities)).map(([city, its]) => (
          <section key={city} aria-labelledby={`city-${city}`} class="annex__city">
            <h2 class="govuk-heading-m" id={`city-${city}`}>
              {titles.organisationName(city)}
            </h2>
            {its.map((commitment) => (
              <Commitment key={commitment.id} kind={commitmentKind} item={commitment} report={reports.get(String(commitment.fields['report']))} />
            ))}
          </section>
        ))}
        <AsOfForm />
      </Page>
    </article>
  );
}

// How many commitments have which grade, in all: no table of cities, which would rank them.
function Grades({ kind, commitments }: { kind: Kind | undefined; commitments: Item[] }) {
  const { titles } = useApp();
  const schema = kind?.fields?.properties?.['grade'];
  const count = (grade: unknown) => commitments.filter((each) => (each.fields['grade'] ?? null) === grade).length;
  return (
    <table class="govuk-table grades">
      <caption class="govuk-table__caption govuk-table__caption--s">{t('committee.grades')}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">
            {t('committee.grade')}
          </th>
          <th scope="col" class="govuk-table__header govuk-table__header--numeric">
            {t('committee.commitments')}
          </th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {[...(schema?.enum ?? []), null].map((grade) => (
          <tr class="govuk-table__row" key={String(grade)}>
            <th scope="row" class="govuk-table__header">
              {grade === null ? t('committee.notAssessed') : titles.enumValue(grade, schema)}
            </th>
            <td class="govuk-table__cell govuk-table__cell--numeric" data-grade={String(grade)}>
              {number(count(grade))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Commitment({ kind, item, report }: { kind: Kind | undefined; item: Item; report: Item | undefined }) {
  const text = item.fields['text'];
  return (
    <div class="annex__plan" data-commitment={item.id}>
      <h3 class="govuk-heading-s">
        <a class="govuk-link" href={itemHref(kind, item.id)}>
          <ReportTitle report={report ?? item} id={item.id} />
        </a>
      </h3>
      <ReportTitleNote report={report ?? item} />
      {typeof text === 'string' && <p class="govuk-body">{<Value value={text} item={item} />}</p>}
      <p class="govuk-body">
        {t('item.deadline')}
        {t('colon')}
        <Deadline item={item} /> <StateTags item={item} kind={kind} />
      </p>
      <Voices item={item} small />
    </div>
  );
}

main(<NamedDocument kind="round">{(kind, id) => <CommitteeReport kind={kind} id={id} />}</NamedDocument>);
