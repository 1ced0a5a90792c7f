import { type Coverage, type CoverageCell, type Item, type Kind, get, getAll } from '../api';
import { Page, Pending, announce, main, useApp, useLive, useLoaded } from '../app';
import { t, textLanguage } from '../i18n';
import { itemHref } from '../view';

interface Loaded {
  coverage: Coverage;
  reports: Map<string, Item>;
}

const asked = new URLSearchParams(location.search).get('round');

function CoveragePage() {
  const { titles } = useApp();
  const rounds = titles.kind('round');
  const loaded = useLoaded(async () => {
    const all = rounds ? await getAll<Item>(`/api/v1/${rounds.path}`) : [];
    const newest = [...all].sort((a, b) => b.created_at.localeCompare(a.created_at));
    const inWork = newest.find((round) => round.configuration.some((state) => state === 'planning' || state === 'surveying'));
    return { all: newest, round: asked ?? inWork?.id ?? newest[0]?.id ?? null };
  }, [rounds]);
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { all, round } = loaded.value;
  const current = all.find((each) => each.id === round);
  return (
    <Page title={t('page.coverage')} caption={current ? (titles.own(current) ?? current.id) : (round ?? '')}>
      <form method="get" class="filters" aria-label={t('coverage.choose')}>
        <div class="govuk-form-group">
          <label class="govuk-label" for="round">
            {t('coverage.round')}
          </label>
          <select class="govuk-select" id="round" name="round">
            {all.map((each) => (
              <option key={each.id} value={each.id} selected={each.id === round}>
                {titles.own(each) ?? each.id}
              </option>
            ))}
          </select>
        </div>
        <button class="govuk-button govuk-button--secondary" type="submit">
          {t('list.apply')}
        </button>
      </form>
      {round ? <Matrix round={round} /> : <p class="govuk-body">{t('list.none')}</p>}
    </Page>
  );
}

function Matrix({ round }: { round: string }) {
  const { titles } = useApp();
  const reportKind = titles.kind('problem_report');
  const planKind = titles.kind('action_plan');
  const loaded = useLoaded<Loaded>(async () => {
    const query = `round=${encodeURIComponent(round)}`;
    const [coverage, reports] = await Promise.all([
      get<Coverage>(`/api/v1/coverage?${query}`),
      reportKind ? getAll<Item>(`/api/v1/${reportKind.path}?${query}`).catch(() => []) : Promise.resolve([]),
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
  const cities = titles.sortOrganisations(coverage.cities);
  const cells = coverage.rows.flatMap((row) => Object.values(row.cells));
  const plans = cells.filter((cell) => cell?.plan).length;
  const sentence = coverage.gaps ? t('coverage.gaps', { count: coverage.gaps, plans }) : t('coverage.complete', { count: plans });
  return (
    <>
      <p class="govuk-body-l" data-gaps={coverage.gaps}>
        {sentence}
      </p>
      {coverage.rows.length > 0 && (
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
              {coverage.rows.map((row) => {
                const report = reports.get(row.report);
                const title = (report && titles.own(report)) ?? row.report;
                const addressed = report?.fields['cities'];
                return (
                  <tr class="govuk-table__row" key={row.report}>
                    <th scope="row" class="govuk-table__header">
                      <a class="govuk-link" href={itemHref(reportKind, row.report)} lang={textLanguage(title, report?.fields['language'])}>
                        {title}
                      </a>
                      <span class="id">{row.report}</span>
                    </th>
                    {cities.map((city) => {
                      const listed = city in row.cells;
                      const isAddressed = listed && (row.cells[city] !== null || !Array.isArray(addressed) || addressed.includes(city));
                      return <Cell key={city} cell={row.cells[city] ?? null} addressed={isAddressed} planKind={planKind} id={`${row.report}.${city}`} />;
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Cell({ cell, addressed, planKind, id }: { cell: CoverageCell | null; addressed: boolean; planKind: Kind | undefined; id: string }) {
  const { titles } = useApp();
  if (!cell?.plan) {
    return (
      <td class={`govuk-table__cell${addressed ? ' gap' : ' blank'}`} data-cell={id}>
        {addressed ? t('coverage.missing') : <span class="govuk-visually-hidden">{t('coverage.notAddressed')}</span>}
      </td>
    );
  }
  return (
    <td class={`govuk-table__cell${cell.answered ? ' answered' : ' gap'}`} data-cell={id} data-answered={cell.answered ? 'true' : 'false'}>
      {cell.state ? (
        <a class="govuk-link" href={itemHref(planKind, cell.plan)}>
          {titles.state(planKind, path(cell.state))}
        </a>
      ) : (
        cell.answered && t('coverage.answered')
      )}
      {!cell.answered && <span class="secondary">{t('coverage.unanswered')}</span>}
    </td>
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
