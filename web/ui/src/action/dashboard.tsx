import { type Dashboard, type Item, type Section, get } from '../api';
import { Bars } from '../bars';
import { type App, Page, Pending, announce, main, useApp, useLive, useLoaded } from '../app';
import { type Key, t } from '../i18n';
import { Deadline, ItemTitle, StateTags, itemHref } from '../view';

interface Loaded {
  dashboard: Dashboard;
  overdueByCity: { city: string; count: number }[];
}

async function load(app: App, city: string | null): Promise<Loaded> {
  const all = await get<Dashboard>('/api/v1/dashboard');
  const dashboard = city ? await get<Dashboard>(`/api/v1/dashboard?city=${encodeURIComponent(city)}`) : all;
  const cities = app.titles.cities().map(({ id }) => id);
  const count = async (id: string) => {
    // A section holds the first fifty: beyond that each city is asked for its own number.
    if (all.overdue.count > all.overdue.items.length) return (await get<Dashboard>(`/api/v1/dashboard?city=${encodeURIComponent(id)}`)).overdue.count;
    return all.overdue.items.filter((item) => item.fields['city'] === id).length;
  };
  const overdueByCity = await Promise.all(cities.map(async (id) => ({ city: id, count: await count(id) })));
  return { dashboard, overdueByCity };
}

const sections: { name: keyof Dashboard; title: Key; none: Key }[] = [
  { name: 'overdue', title: 'dashboard.overdue', none: 'dashboard.noneOverdue' },
  { name: 'due_soon', title: 'dashboard.dueSoon', none: 'dashboard.noneDueSoon' },
  { name: 'awaiting_approval', title: 'dashboard.awaitingApproval', none: 'dashboard.noneAwaitingApproval' },
  { name: 'awaiting_signature', title: 'dashboard.awaitingSignature', none: 'dashboard.noneAwaitingSignature' },
];

function DashboardPage() {
  const app = useApp();
  const { session, titles } = app;
  const acting = session ? titles.organisation(session.acting.organisation) : undefined;
  const asked = new URLSearchParams(location.search).get('city');
  const city = asked === 'all' ? null : (asked ?? (titles.isMember(acting?.id) ? (acting?.id ?? null) : null));
  const loaded = useLoaded(() => load(app, city), [city]);
  useLive(
    () => true,
    () => {
      loaded.reload();
      announce(t('live.listChanged'));
    },
  );
  if (!session) return <Pending error={{ status: 401 }} />;
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { dashboard, overdueByCity } = loaded.value;
  const overdue = dashboard.overdue.count;
  return (
    <Page title={t('page.dashboard')} caption={city ? titles.organisationName(city) : t('dashboard.allCities')}>
      <p class="govuk-body-l">{overdue ? t('dashboard.sentence', { count: overdue }) : t('dashboard.noneOverdue')}</p>
      <ul class="figures">
        {sections.map(({ name, title }) => (
          <li key={name} class={name === 'overdue' && overdue ? 'figures__late' : ''}>
            <a href={`#${name}`}>
              <b data-count={name}>{dashboard[name].count}</b>
              <span>{t(title)}</span>
            </a>
          </li>
        ))}
      </ul>
      {sections.map(({ name, title, none }) => (
        <section key={name} id={name} aria-labelledby={`${name}-title`}>
          <h2 class="govuk-heading-m" id={`${name}-title`}>
            {t(title)} <span class="count">{dashboard[name].count}</span>
          </h2>
          <SectionItems section={dashboard[name]} none={t(none)} withCity={!city} />
        </section>
      ))}
      <Bars
        title={t('dashboard.overdueByCity')}
        nameTitle={t('dashboard.city')}
        valueTitle={t('dashboard.overdue')}
        bars={overdueByCity.map(({ city: id, count }) => ({ name: titles.organisationName(id), value: count }))}
      />
    </Page>
  );
}

function SectionItems({ section, none, withCity }: { section: Section; none: string; withCity: boolean }) {
  if (section.items.length === 0) return <p class="govuk-body secondary">{none}</p>;
  const more = section.count - section.items.length;
  return (
    <>
      <ul class="cards">
        {section.items.map((item) => (
          <DashboardItem key={item.kind + item.id} item={item} withCity={withCity} />
        ))}
      </ul>
      {more > 0 && <p class="govuk-body">{t('dashboard.more', { count: more })}</p>}
    </>
  );
}

function DashboardItem({ item, withCity }: { item: Item; withCity: boolean }) {
  const { titles } = useApp();
  const kind = titles.kind(item.kind);
  const city = item.fields['city'];
  return (
    <li class="card" data-item={item.id}>
      <div class="card__text">
        <a class="govuk-link card__title" href={itemHref(kind, item.id)}>
          <ItemTitle item={item} />
        </a>
        <span class="id">
          {withCity && city ? `${titles.organisationName(city)} · ` : ''}
          {item.id}
        </span>
        <StateTags item={item} kind={kind} />
        {item.deadline && (
          <span class="card__deadline">
            <Deadline item={item} />
          </span>
        )}
      </div>
    </li>
  );
}

main(<DashboardPage />);
