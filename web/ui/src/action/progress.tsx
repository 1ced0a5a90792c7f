// How a round's commitments go: the answer in a sentence, how many were open since when, and where each city's stand.
import { type Item, get, getAll, now } from '../api';
import { Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import * as dates from '../dates';
import { Ramp, type RampRow } from '../figure/ramp';
import { type Line, StepLine } from '../figure/step-line';
import { FilterSelect } from '../filter';
import { t } from '../i18n';
import { AsOfField } from '../past';

interface Progress {
  total: number;
  open: number;
  // A day, or null where there is none.
  begins: string | null;
  deadline: string | null;
  steps: { at: string; open: number }[];
  cities: Record<string, Record<string, number>>;
}

const asked = new URLSearchParams(location.search);
const city = asked.get('city') ?? '';
// Rounds of which there are commitments.
const promised = ['implementing', 'reviewing', 'closed'];

function ProgressPage() {
  const { titles } = useApp();
  const rounds = titles.kind('round');
  const loaded = useLoaded(async () => {
    const all = rounds ? await getAll<Item>(`/api/v1/${rounds.path}`) : [];
    const newest = all.filter(({ configuration }) => configuration.some((state) => promised.includes(state.split('.')[0] ?? ''))).sort((a, b) => b.created_at.localeCompare(a.created_at));
    const id = asked.get('round') ?? newest.find(({ configuration }) => !configuration.includes('closed'))?.id ?? newest[0]?.id;
    const query = new URLSearchParams({ round: id ?? '', ...(city ? { city } : {}) });
    return { rounds: newest, id, progress: id ? await get<Progress>(`/api/v1/progress?${query.toString()}`) : null };
  }, [rounds]);
  useLive(
    (message) => message.kind === 'commitment',
    () => {
      loaded.reload();
      announce(t('live.listChanged'));
    },
  );
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { id, progress } = loaded.value;
  const round = loaded.value.rounds.find((each) => each.id === id);
  return (
    <Page title={t('page.progress')} caption={round ? (titles.own(round) ?? round.id) : (id ?? '')}>
      <Answer progress={progress} />
      <form method="get" class="filters" role="search" aria-label={t('list.filter')}>
        <FilterSelect name="round" label={t('coverage.round')} options={loaded.value.rounds.map((each) => ({ value: each.id, title: titles.own(each) ?? each.id }))} chosen={id ?? null} />
        <FilterSelect name="city" label={t('dashboard.city')} any={t('list.any')} options={titles.cities().map((each) => ({ value: each.id, title: titles.organisationName(each.id) }))} chosen={city} />
        <AsOfField />
        <button class="govuk-button govuk-button--secondary" type="submit">
          {t('list.apply')}
        </button>
      </form>
      {progress && progress.total > 0 && (
        <>
          <OverTime progress={progress} />
          <WhereTheyStand progress={progress} round={id ?? ''} />
        </>
      )}
    </Page>
  );
}

function Answer({ progress }: { progress: Progress | null }) {
  if (!progress?.total) return <p class="govuk-body-l">{t('progress.none')}</p>;
  const { open, total, deadline } = progress;
  return (
    <>
      <p class="govuk-body-l" data-open={open} data-total={total}>
        {open ? t('progress.stillOpen', { count: total, open }) : t('progress.allSettled', { count: total })}
      </p>
      {deadline && (
        <p class="govuk-body">
          <strong>{t('item.deadline')}</strong>
          {t('colon')}
          <time dateTime={deadline}>{dates.date(deadline.slice(0, 10))}</time> ({dates.fromNow(deadline)})
        </p>
      )}
    </>
  );
}

function OverTime({ progress }: { progress: Progress }) {
  const { begins, deadline } = progress;
  if (!begins || !deadline) return null;
  const from = Date.parse(begins);
  // What was settled before the memorandum's day was over is so from its beginning.
  const steps = [{ at: from, open: progress.total }, ...progress.steps.map(({ at, open }) => ({ at: Math.max(from, Date.parse(at)), open }))];
  const line: Line = { steps, deadline: Date.parse(deadline), now: Math.max(from, now()) };
  return <StepLine title={t('progress.line')} line={line} name="open" />;
}

function WhereTheyStand({ progress, round }: { progress: Progress; round: string }) {
  const { titles } = useApp();
  const kind = titles.kind('commitment');
  const counted = Object.values(progress.cities);
  const states = Object.keys(kind?.states ?? {}).filter((path) => counted.some((counts) => counts[path]));
  const listOf = (state: string, of?: string) => {
    const query = new URLSearchParams({ round, ...(of ? { city: of } : {}), state });
    return href(`${kind?.path ?? ''}?${query.toString()}`);
  };
  const rows = titles.sortOrganisations(Object.keys(progress.cities)).map(
    (id): RampRow => ({
      key: id,
      name: titles.organisationName(id),
      counts: states.map((state) => ({ value: progress.cities[id]?.[state] ?? 0, href: listOf(state, id) })),
    }),
  );
  const sums = states.map((state) => ({ value: counted.reduce((sum, counts) => sum + (counts[state] ?? 0), 0), href: listOf(state, city) }));
  return (
    <Ramp
      name="cities"
      title={t('progress.cities')}
      corner={t('dashboard.city')}
      columns={states.map((state) => titles.ownState(kind, state))}
      rows={rows}
      totals={{ key: 'all', name: t('progress.all'), counts: sums }}
    />
  );
}

main(<ProgressPage />);
