// What the pages of ACTION's items say above their fields, each kind its own: a commitment's three voices, a plan's
// measures and its consultation, a report's answers, city by city, what earlier rounds explored.
import type { ComponentChildren } from 'preact';
import { type HistoryEntry, type Item, type Kind, getAll } from '../api';
import { type App, href, useApp, useLoaded } from '../app';
import { t } from '../i18n';
import { ItemTitle, ReferenceLink, StateTags, Value, itemHref } from '../view';
import { TranslatedText } from '../view/translated';
import { Explored } from './explored';
import { Measures } from './measures';
import { Progress, Said, Words, entries } from './said';
import { Voices } from './voices';

// Fields that a kind's sections tell.
const told: Record<string, string[]> = {
  commitment: ['text', 'measures', 'progress', 'percentage', 'completions', 'verified_at', 'disputes', 'assessments', 'grade', 'decisions', 'errata', 'reaffirmations'],
  action_plan: ['text', 'measures', 'objections', 'comments', 'insistence'],
  problem_report: ['explored'],
};

// Only ACTION's own pack has these sections: its register says that it is it.
const isAction = (app: App): boolean => !!app.meta.pages.pages?.['register'];

export function toldBySections(app: App, kind: Kind): Set<string> {
  return new Set(isAction(app) ? (told[kind.id] ?? []) : []);
}

export function ItemSections({ kind, item, history }: { kind: Kind; item: Item; history: HistoryEntry[] }) {
  const app = useApp();
  if (!isAction(app)) return null;
  switch (kind.id) {
    case 'commitment':
      return <CommitmentSections item={item} history={history} />;
    case 'action_plan':
      return <PlanSections item={item} />;
    case 'problem_report':
      return <ReportSections item={item} />;
    case 'round':
      return <RoundSections item={item} />;
    default:
      return null;
  }
}

function Section({ title, children, name }: { title: string; name: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={`section-${name}`} data-section={name}>
      <h2 class="govuk-heading-m" id={`section-${name}`}>
        {title}
      </h2>
      {children}
    </section>
  );
}

// A list of what was said to the item, such as its errata, in the order in which it was said; `words` names the text.
function Entries({ item, field, words, name }: { item: Item; field: string; words: string; name?: string }) {
  const { titles } = useApp();
  const all = entries(item, field);
  if (all.length === 0) return null;
  return (
    <Section title={name ?? titles.field(field, titles.kind(item.kind)?.fields?.properties?.[field])} name={field}>
      <ol class="said-list">
        {all.map((entry, index) => (
          <li key={index}>
            {field === 'progress' ? (
              <Progress entry={entry} item={item} />
            ) : (
              <Said what={typeof entry['chamber'] === 'string' ? titles.organisationName(entry['chamber'], 'chamber') : undefined} at={entry.at}>
                <Words entry={entry} name={words} item={item} />
              </Said>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function LocalOnly({ item }: { item: Item }) {
  return item.fields['local_only'] === true ? <p class="govuk-inset-text local-only">{t('plan.localOnly')}</p> : null;
}

function Promised({ item }: { item: Item }) {
  const text = item.fields['text'];
  return (
    <>
      <LocalOnly item={item} />
      {typeof text === 'string' && (
        <p class="govuk-body">
          <TranslatedText item={item} field="text" text={text} />
        </p>
      )}
      <Measures item={item} />
    </>
  );
}

// What was promised stays as it was; what was said to it since stands below, in order.
export function CommitmentSections({ item, history }: { item: Item; history: HistoryEntry[] }) {
  const carried = history.some(({ type }) => type === 'carry_over');
  return (
    <>
      <Section title={t('register.voices')} name="voices">
        <Voices item={item} />
      </Section>
      <Section title={t('register.promise')} name="promise">
        <Promised item={item} />
      </Section>
      <Entries item={item} field="errata" words="text" />
      <Entries item={item} field="progress" words="text" />
      <Entries item={item} field="completions" words="evidence" />
      <Entries item={item} field="reaffirmations" words="text" />
      {(carried || item.configuration.includes('delivery.carried_over')) && <CarriedTo item={item} field="carried_commitments" />}
    </>
  );
}

function PlanSections({ item }: { item: Item }) {
  return (
    <>
      {(item.fields['text'] !== undefined || item.fields['measures'] !== undefined) && (
        <Section title={t('plan.answer')} name="answer">
          <Promised item={item} />
        </Section>
      )}
      <Entries item={item} field="objections" words="reason" name={t('plan.objections')} />
      {typeof item.fields['insistence'] === 'string' && (
        <Section title={t('plan.insistence')} name="insistence">
          <p class="govuk-body">
            <TranslatedText item={item} field="insistence" text={item.fields['insistence']} />
          </p>
        </Section>
      )}
      <Entries item={item} field="comments" words="text" />
    </>
  );
}

// How far a report has come, city by city, in the order of their English names.
function ReportSections({ item }: { item: Item }) {
  const { titles } = useApp();
  const plans = titles.kind('action_plan');
  const commitments = titles.kind('commitment');
  const report = `report=${encodeURIComponent(item.id)}`;
  const loaded = useLoaded(async () => {
    const all = async (kind: Kind | undefined) => (kind ? getAll<Item>(`/api/v1/${kind.path}?${report}`).catch(() => []) : []);
    const [answers, promises] = await Promise.all([all(plans), all(commitments)]);
    return { answers, promises };
  }, [item.id, item.version]);
  const cities = item.fields['cities'];
  if (!loaded.value || !Array.isArray(cities)) return null;
  const { answers, promises } = loaded.value;
  const of = (items: Item[], city: string) => items.find((each) => each.fields['city'] === city);
  return (
    <>
      {(answers.length > 0 || promises.length > 0) && (
        <Section title={t('report.answers')} name="answers">
          <dl class="govuk-summary-list">
            {titles.sortOrganisations(cities.map(String)).map((city) => (
              <div class="govuk-summary-list__row" key={city} data-city={city}>
                <dt class="govuk-summary-list__key">{titles.organisationName(city)}</dt>
                <dd class="govuk-summary-list__value">
                  <CityAnswer plan={of(answers, city)} commitment={of(promises, city)} />
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      <CarriedTo item={item} field="carried_from" />
      <Explored report={item} />
    </>
  );
}

function CityAnswer({ plan, commitment }: { plan: Item | undefined; commitment: Item | undefined }) {
  const { titles } = useApp();
  if (!plan && !commitment) return <span class="secondary">{t('coverage.unanswered')}</span>;
  const reason = plan?.fields['reason'];
  return (
    <>
      {[plan, commitment].map(
        (each) =>
          each && (
            <p key={each.kind}>
              <a class="govuk-link" href={itemHref(titles.kind(each.kind), each.id)}>
                {titles.kindTitle(titles.kind(each.kind) as Kind)}
              </a>{' '}
              <StateTags item={each} />
            </p>
          ),
      )}
      {plan && <LocalOnly item={plan} />}
      {typeof reason === 'string' && <Value value={reason} item={plan} />}
    </>
  );
}

// The reports that name this item as where they were carried over from: the other end of the link.
function CarriedTo({ item, field }: { item: Item; field: string }) {
  const { titles } = useApp();
  const reports = titles.kind('problem_report');
  const loaded = useLoaded(async () => {
    if (!reports) return [];
    const all = await getAll<Item>(`/api/v1/${reports.path}?q=${encodeURIComponent(String(item.fields['report'] ?? item.id))}`).catch(() => []);
    return all.filter((each) => [each.fields[field]].flat().includes(item.id));
  }, [item.id, field]);
  if (!reports || !loaded.value?.length) return null;
  return (
    <Section title={t('carried.to')} name="carried">
      <ul class="govuk-list">
        {loaded.value.map((report) => (
          <li key={report.id}>
            <a class="govuk-link" href={itemHref(reports, report.id)}>
              <ItemTitle item={report} />
            </a>{' '}
            <span class="secondary">{report.id}</span> <StateTags item={report} kind={reports} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function RoundSections({ item }: { item: Item }) {
  const { titles } = useApp();
  const memoranda = titles.kind('memorandum');
  return (
    <>
      <Section title={t('round.pages')} name="pages">
        <ul class="govuk-list">
          <li>
            <a class="govuk-link" href={href(`coverage?round=${encodeURIComponent(item.id)}`)}>
              {t('page.coverage')}
            </a>
          </li>
          {item.configuration.some((state) => ['implementing', 'reviewing', 'closed'].includes(state)) && (
            <li>
              <a class="govuk-link" href={href(`progress?round=${encodeURIComponent(item.id)}`)}>
                {t('page.progress')}
              </a>
            </li>
          )}
          {memoranda && item.configuration.some((state) => ['signing', 'implementing', 'reviewing', 'closed'].includes(state)) && (
            <li>
              {titles.kindTitle(memoranda)}
              {t('colon')}
              <ReferenceLink kind={memoranda} id={item.id} />
            </li>
          )}
        </ul>
      </Section>
      <Explored round={item} />
    </>
  );
}
