import { type Dashboard, type DashboardMeta, type Item, type Section, type SectionMeta, get } from '../api';
import { Bars } from '../figure/bars';
import { Deadlines } from '../deadlines';
import { AsOfForm } from '../past';
import { type App, Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import { pick, t, tell } from '../i18n';
import { Later } from '../later';
import { Deadline, ItemTitle, StateTags, itemHref } from '../view';

interface Loaded {
  dashboard: Dashboard;
  bars: { id: string; count: number }[];
}

function asQuery(name: string, value: string | null): string {
  return value ? `?${name}=${encodeURIComponent(value)}` : '';
}

async function load(app: App, meta: DashboardMeta, own: string | null): Promise<Loaded> {
  const all = await get<Dashboard>('/api/v1/dashboard');
  const dashboard = own && meta.own ? await get<Dashboard>(`/api/v1/dashboard${asQuery(meta.own.filter, own)}`) : all;
  return { dashboard, bars: await countBars(app, meta, all) };
}

// How many items of a section each organisation has.
async function countBars(app: App, meta: DashboardMeta, all: Dashboard): Promise<Loaded['bars']> {
  const { bars } = meta;
  const section = meta.sections.find(({ name }) => name === bars?.section);
  const whole = all[bars?.section ?? ''];
  if (!bars || !section || !whole) return [];
  const field = section.filters?.[bars.filter] ?? bars.filter;
  const count = async (id: string) => {
    // A section holds the first fifty: beyond that each organisation is asked for its own number.
    if (whole.count > whole.items.length) return (await get<Dashboard>(`/api/v1/dashboard${asQuery(bars.filter, id)}`))[section.name]?.count ?? 0;
    return whole.items.filter((item) => [item.fields[field]].flat().includes(id)).length;
  };
  const organisations = meta.own ? app.titles.organisationsOf(meta.own.organisations) : app.titles.cities();
  return Promise.all(organisations.map(async ({ id }) => ({ id, count: await count(id) })));
}

function DashboardPage() {
  const app = useApp();
  const { session, titles } = app;
  const meta = app.meta.dashboard;
  const acting = session ? titles.organisation(session.acting.organisation) : undefined;
  const asked = new URLSearchParams(location.search).get(meta.own?.filter ?? '');
  const mine = acting && acting.kind === meta.own?.organisations ? acting.id : null;
  const own = asked === 'all' ? null : (asked ?? mine);
  const loaded = useLoaded(() => load(app, meta, own), [own]);
  useLive(
    () => true,
    () => {
      loaded.reload();
      announce(t('live.listChanged'));
    },
  );
  if (!session) return <Pending error={{ status: 401 }} />;
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { dashboard, bars } = loaded.value;
  const title = pick(app.meta.pages.pages?.['dashboard']?.heading, t('page.dashboard'));
  const first = meta.sections[0];
  const count = first ? (dashboard[first.name]?.count ?? 0) : 0;
  return (
    <Page title={title} caption={own ? titles.organisationName(own) : pick(meta.own?.all, titles.actor(session.acting))}>
      {first && <p class="govuk-body-l">{count ? tell(first.sentence, { count }) : pick(first.none)}</p>}
      <ul class="figures">
        {meta.sections.map((section) => (
          <li key={section.name} class={section === first && count ? 'figures__late' : ''}>
            <a href={`#${section.name}`}>
              <b data-count={section.name}>{dashboard[section.name]?.count ?? 0}</b>
              <span>{pick(section.title, section.name)}</span>
            </a>
          </li>
        ))}
      </ul>
      {meta.sections.map((section) => (
        <section key={section.name} id={section.name} aria-labelledby={`${section.name}-title`}>
          <h2 class="govuk-heading-m" id={`${section.name}-title`}>
            {pick(section.title, section.name)} <span class="count">{dashboard[section.name]?.count ?? 0}</span>
          </h2>
          <Later>
            <SectionList meta={section} count={dashboard[section.name]?.count ?? 0} own={own} filter={meta.own?.filter} />
            <SectionItems meta={section} section={dashboard[section.name] ?? { count: 0, items: [] }} owner={own ? undefined : section.filters?.[meta.own?.filter ?? '']} />
          </Later>
        </section>
      ))}
      <Later>
        <AsOfForm />
        <Deadlines meta={meta} own={own} />
        {meta.bars && bars.length > 0 && (
          <Bars
            title={pick(meta.bars.title)}
            nameTitle={barsName(app, meta)}
            valueTitle={pick(meta.sections.find(({ name }) => name === meta.bars?.section)?.title)}
            bars={bars.map(({ id, count: value }) => ({ name: titles.organisationName(id), value }))}
          />
        )}
      </Later>
    </Page>
  );
}

function barsName(app: App, meta: DashboardMeta): string {
  const section = meta.sections.find(({ name }) => name === meta.bars?.section);
  const field = section?.filters?.[meta.bars?.filter ?? ''] ?? '';
  return app.titles.field(field, app.titles.kind(section?.kind ?? '')?.fields?.properties?.[field]);
}

// The list of what the section counts.
function SectionList({ meta, count, own, filter }: { meta: SectionMeta; count: number; own: string | null; filter: string | undefined }) {
  const { titles } = useApp();
  const kind = titles.kind(meta.kind);
  if (!kind || count === 0) return null;
  const query = new URLSearchParams();
  if (meta.state) query.set('state', meta.state);
  if (meta.overdue) query.set('overdue', 'true');
  // The list's filter that asks the same field as the section's.
  const field = filter ? meta.filters?.[filter] : undefined;
  const parameter = Object.entries(kind.filter_fields ?? {}).find(([, its]) => its === field)?.[0];
  if (own && field && !parameter) return null;
  if (own && parameter) query.set(parameter, own);
  query.set('sort', 'deadline,id');
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={href(`${kind.path}?${query.toString()}`)} data-list={meta.name}>
        {t('dashboard.list', { count })}
      </a>
    </p>
  );
}

// `owner` is the field that says whose an item is, where items of several are shown.
function SectionItems({ meta, section, owner }: { meta: SectionMeta; section: Section; owner: string | undefined }) {
  if (section.items.length === 0) return <p class="govuk-body secondary">{pick(meta.none, t('list.none'))}</p>;
  const more = section.count - section.items.length;
  return (
    <>
      <ul class="cards">
        {section.items.map((item) => (
          <DashboardItem key={item.kind + item.id} item={item} owner={owner} />
        ))}
      </ul>
      {more > 0 && <p class="govuk-body">{t('dashboard.more', { count: more })}</p>}
    </>
  );
}

function DashboardItem({ item, owner }: { item: Item; owner: string | undefined }) {
  const { titles } = useApp();
  const kind = titles.kind(item.kind);
  const whose = owner ? item.fields[owner] : undefined;
  return (
    <li class="card" data-item={item.id}>
      <div class="card__text">
        <a class="govuk-link card__title" href={itemHref(kind, item.id)}>
          <ItemTitle item={item} />
        </a>
        <span class="id">
          {typeof whose === 'string' ? `${titles.organisationName(whose)} · ` : ''}
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
