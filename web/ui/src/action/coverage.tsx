import type { ComponentChildren } from 'preact';
import { type Coverage, type CoverageCell, type CoverageCount, type Item, type Kind, get, getAll } from '../api';
import { Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import { readingThen } from '../as-of';
import { FilterSelect } from '../filter';
import { language, number, t } from '../i18n';
import { InParts, Later } from '../later';
import { AsOfField } from '../past';
import { ownTitle } from '../translation';
import { itemHref } from '../view';

// The address holds the whole question: which round, and which cells of its matrix.
const asked = new URLSearchParams(location.search);
const filters = ['city', 'panel', 'state', 'gaps'];

interface Loaded {
  coverage: Coverage;
  reports: Map<string, Item>;
}

function CoveragePage() {
  const { titles } = useApp();
  const rounds = titles.kind('round');
  const loaded = useLoaded(async () => {
    const all = rounds ? await getAll<Item>(`/api/v1/${rounds.path}`) : [];
    const newest = [...all].sort((a, b) => b.created_at.localeCompare(a.created_at));
    const newestIn = (state: string) => newest.find(({ configuration }) => configuration.includes(state));
    // Answers are owed in planning; in a survey there is not much to cover yet.
    const round = newestIn('planning') ?? newestIn('surveying') ?? newest[0];
    return { all: newest, round: asked.get('round') ?? round?.id ?? null };
  }, [rounds]);
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { all, round } = loaded.value;
  const current = all.find((each) => each.id === round);
  return (
    <Page title={t('page.coverage')} caption={current ? (titles.own(current) ?? current.id) : (round ?? '')}>
      {round ? (
        <Matrix round={round}>
          <Filters rounds={all} round={round} />
        </Matrix>
      ) : (
        <p class="govuk-body">{t('list.none')}</p>
      )}
    </Page>
  );
}

function Filters({ rounds, round }: { rounds: Item[]; round: string | null }) {
  const { titles } = useApp();
  const panel = titles.kind('problem_report')?.fields?.properties?.['panel'];
  const plan = titles.kind('action_plan');
  const any = t('list.any');
  return (
    <form method="get" class="filters" role="search" aria-label={t('list.filter')}>
      <FilterSelect name="round" label={t('coverage.round')} options={rounds.map((each) => ({ value: each.id, title: titles.own(each) ?? each.id }))} chosen={round} />
      <FilterSelect name="city" label={t('dashboard.city')} any={any} options={titles.cities().map(({ id }) => ({ value: id, title: titles.organisationName(id) }))} chosen={asked.get('city')} />
      {panel?.enum && (
        <FilterSelect
          name="panel"
          label={titles.field('panel', panel)}
          any={any}
          options={panel.enum.map((value) => ({ value: String(value), title: titles.enumValue(value, panel) }))}
          chosen={asked.get('panel')}
        />
      )}
      <FilterSelect
        name="state"
        label={t('coverage.state')}
        any={any}
        options={Object.keys(plan?.states ?? {}).map((path) => ({ value: path, title: titles.state(plan, path) }))}
        chosen={asked.get('state')}
      />
      <FilterSelect name="gaps" label={t('coverage.show')} any={t('coverage.everything')} options={[{ value: 'true', title: t('coverage.gapsOnly') }]} chosen={asked.get('gaps')} />
      <AsOfField />
      <button class="govuk-button govuk-button--secondary" type="submit">
        {t('list.apply')}
      </button>
    </form>
  );
}

// What of the matrix is asked for, as the server's and as the lists' parameters.
function question(round: string): URLSearchParams {
  const query = new URLSearchParams({ round });
  for (const name of filters) {
    const value = asked.get(name);
    if (value) query.set(name, value);
  }
  return query;
}

// The list of the plans behind a number: the same question, and answered or not.
function plansHref(kind: Kind | undefined, round: string, tag: string, more: Record<string, string> = {}): string {
  const query = question(round);
  query.delete('gaps');
  query.set('tag', tag);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return href(`${kind?.path ?? ''}?${query.toString()}`);
}

// The answer in a sentence, then what may be asked for, then the table.
function Matrix({ round, children }: { round: string; children: ComponentChildren }) {
  const { titles } = useApp();
  const reportKind = titles.kind('problem_report');
  const planKind = titles.kind('action_plan');
  const query = question(round).toString();
  const loaded = useLoaded<Loaded>(async () => {
    const [coverage, reports] = await Promise.all([
      get<Coverage>(`/api/v1/coverage?${query}`),
      reportKind ? getAll<Item>(`/api/v1/${reportKind.path}?round=${encodeURIComponent(round)}`).catch(() => []) : Promise.resolve([]),
    ]);
    return { coverage, reports: new Map(reports.map((report) => [report.id, report])) };
  }, [round]);
  useLive(
    (message) => message.kind === 'action_plan' || message.kind === 'problem_report' || message.kind === 'round',
    () => {
      loaded.reload();
      announce(t('live.listChanged'));
    },
  );
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { coverage, reports } = loaded.value;
  const { totals } = coverage;
  const cities = titles.sortOrganisations(coverage.cities);
  const published = coverage.rows.flatMap((row) => Object.values(row.cells)).filter((cell) => cell?.published).length;
  return (
    <>
      <p class="govuk-body-l" data-gaps={coverage.gaps}>
        {totals.cells === 0 ? t('list.none') : coverage.gaps ? t('coverage.gaps', { count: coverage.gaps, plans: totals.cells }) : t('coverage.complete', { count: totals.cells })}
        {published > 0 && ` ${t('coverage.publishedCount', { count: published })}`}
      </p>
      {children}
      {coverage.rows.length > 0 && (
        <>
          <div class="scroll" tabIndex={0} role="region" aria-label={t('page.coverage')}>
            <table class="govuk-table matrix">
              <caption class="govuk-visually-hidden">{t('coverage.caption')}</caption>
              <thead class="govuk-table__head">
                <tr class="govuk-table__row">
                  <th scope="col" class="govuk-table__header">
                    {t('coverage.report')}
                  </th>
                  {cities.map((city) => (
                    <th scope="col" class="govuk-table__header" key={city}>
                      {titles.organisationName(city)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody class="govuk-table__body">
                <InParts
                  of={coverage.rows}
                  atOnce={8}
                  before={<tr class="pending" />}
                  make={(row) => <Row key={row.report} id={row.report} report={reports.get(row.report)} cells={row.cells} cities={cities} />}
                />
              </tbody>
              <tfoot>
                <Later before={<tr class="pending" />}>
                  <tr class="govuk-table__row totals">
                    <th scope="row" class="govuk-table__header">
                      {t('coverage.totals', { count: totals.reports })}
                      <Count count={totals} round={round} kind={planKind} />
                    </th>
                    {cities.map((city) => (
                      <td class="govuk-table__cell" key={city} data-total={city}>
                        <Count count={totals.cities[city]} round={round} kind={planKind} city={city} />
                      </td>
                    ))}
                  </tr>
                </Later>
              </tfoot>
            </table>
          </div>
          <Later>
            <p class="govuk-body">
              <a class="govuk-link" href={readingThen(`/api/v1/coverage.csv?${query}&lang=${language}`)} download>
                {t('coverage.csv')}
              </a>
            </p>
          </Later>
        </>
      )}
    </>
  );
}

// How many were asked, how many have answered, how many have not; each number leads to what it counts.
function Count({ count, round, kind, city }: { count: CoverageCount | undefined; round: string; kind: Kind | undefined; city?: string }) {
  if (!count) return null;
  const more: Record<string, string> = city ? { city } : {};
  const gaps = question(round);
  gaps.set('gaps', 'true');
  if (city) gaps.set('city', city);
  return (
    <span class="matrix__count">
      {!asked.get('gaps') && (
        <a class="govuk-link" href={plansHref(kind, round, 'answered', more)} data-answered-count={city ?? 'all'}>
          {t('coverage.answeredOf', { answered: number(count.answered), cells: number(count.cells) })}
        </a>
      )}
      {count.gaps > 0 && (
        <a class="govuk-link late" href={href(`coverage?${gaps.toString()}`)} data-gap-count={city ?? 'all'}>
          {t('coverage.gapCount', { count: count.gaps })}
        </a>
      )}
    </span>
  );
}

function Row({ id, report, cells, cities }: { id: string; report: Item | undefined; cells: Record<string, CoverageCell | null>; cities: string[] }) {
  const { titles } = useApp();
  const title = report ? ownTitle(report) : null;
  return (
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header">
        <a class="govuk-link" href={itemHref(titles.kind('problem_report'), id)} lang={title?.lang}>
          {title?.text ?? id}
        </a>
        <span class="id">{id}</span>
      </th>
      {cities.map((city) => (
        <Cell key={city} cell={cells[city]} planKind={titles.kind('action_plan')} id={`${id}.${city}`} />
      ))}
    </tr>
  );
}

// `cell` is undefined where the city was not asked (or not asked for here), null where a plan is missing.
function Cell({ cell, planKind, id }: { cell: CoverageCell | null | undefined; planKind: Kind | undefined; id: string }) {
  const { titles } = useApp();
  if (cell === undefined) {
    return (
      <td class="govuk-table__cell blank" data-cell={id}>
        <span class="govuk-visually-hidden">{t(asked.size > 1 ? 'coverage.notShown' : 'coverage.notAddressed')}</span>
      </td>
    );
  }
  return (
    <td class={`govuk-table__cell${cell?.answered ? ' answered' : ' gap'}`} data-cell={id} data-answered={cell?.answered ? 'true' : 'false'}>
      {!cell && t('coverage.missing')}
      {cell?.state ? (
        <a class="govuk-link" href={itemHref(planKind, cell.plan ?? '')}>
          {titles.state(planKind, path(cell.state))}
        </a>
      ) : (
        cell?.answered && t('coverage.answered')
      )}
      {cell && !cell.answered && <span class="secondary">{t('coverage.unanswered')}</span>}
      {cell?.published && <span class="published">{t('coverage.published')}</span>}
      {cell?.reason && <Reason text={cell.reason} />}
    </td>
  );
}

// Why a city refused, in its words: short ones at once, longer ones on request.
function Reason({ text }: { text: string }) {
  if ([...text].length <= 60) return <span class="secondary user-text">{text}</span>;
  return (
    <details class="reason">
      <summary>{t('coverage.reason')}</summary>
      <span class="user-text">{text}</span>
    </details>
  );
}

// XState's value of a state as a path: {"a": "b"} is a.b.
function path(value: unknown): string {
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    const [key, inner] = Object.entries(value)[0] ?? ['', ''];
    return inner ? `${key}.${path(inner)}` : key;
  }
  return Array.isArray(value) ? String(value[0] ?? '') : String(value ?? '');
}

main(<CoveragePage />);
