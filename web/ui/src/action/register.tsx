import { type Item, type Kind, type List, get, getAll, itemPath } from '../api';
import { Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import { type Key, language, t } from '../i18n';
import * as dates from '../dates';
import { AsOfField, AsOfForm } from '../past';
import { FilterSelect } from '../filter';
import { InParts, Later } from '../later';
import { Proof } from '../proof';
import { propertyNames } from '../value';
import { Deadline, FieldsView, History, ItemTitle, Remaining, StateTags, TranslationNote, getHistory, useTitle } from '../view';
import { CommitmentSections, toldBySections } from './item-sections';

// The public register: what each mayor promised, by when, and how it stands.
function RegisterPage() {
  const { titles } = useApp();
  const id = decodeURIComponent(location.pathname.replace(/^\/(en|ja|zh|ko)(?=\/)/, '').split('/')[2] ?? '');
  const kind = titles.kind('commitment');
  if (!kind) return <Pending error={{ status: 404 }} />;
  return id ? <Entry kind={kind} id={id} /> : <Entries kind={kind} />;
}

const asked = new URLSearchParams(location.search);

function Entries({ kind }: { kind: Kind }) {
  const { titles } = useApp();
  const rounds = titles.kind('round');
  const query = new URLSearchParams([...asked].filter(([, value]) => value !== ''));
  if (!query.has('sort')) query.set('sort', 'deadline,id');
  if (!query.has('limit')) query.set('limit', '25'); // what a phone lays out without being held up
  const loaded = useLoaded(async () => {
    const [list, allRounds] = await Promise.all([
      get<List<Item>>(`/api/v1/${kind.path}?${query.toString()}`),
      rounds ? getAll<Item>(`/api/v1/${rounds.path}`).catch(() => []) : Promise.resolve([]),
    ]);
    return { list, allRounds };
  }, [kind]);
  useLive(
    (message) => message.kind === kind.id,
    () => {
      loaded.reload();
      announce(t('live.listChanged'));
    },
  );
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { list, allRounds } = loaded.value;
  const next = new URLSearchParams(asked);
  if (list.next) next.set('cursor', list.next);
  const overdue = list.items.filter((item) => item.overdue).length;
  return (
    <Page title={t('page.register')}>
      <p class="govuk-body-l">{t('register.lead')}</p>
      <form method="get" class="filters" role="search" aria-label={t('list.filter')}>
        <div class="govuk-form-group">
          <label class="govuk-label" for="filter-q">
            {t('list.search')}
          </label>
          <input class="govuk-input" id="filter-q" name="q" type="search" value={asked.get('q') ?? ''} />
        </div>
        <FilterSelect name="city" label={t('dashboard.city')} any={t('list.any')} chosen={asked.get('city')} options={titles.cities().map((city) => ({ value: city.id, title: titles.organisationName(city.id) }))} />
        <FilterSelect name="round" label={t('coverage.round')} any={t('list.any')} chosen={asked.get('round')} options={allRounds.map((round) => ({ value: round.id, title: titles.own(round) ?? round.id }))} />
        <FilterSelect name="overdue" label={t('list.overdue')} any={t('list.any')} chosen={asked.get('overdue')} options={[{ value: 'true', title: t('yes') }, { value: 'false', title: t('no') }]} />
        <AsOfField />
        <button class="govuk-button govuk-button--secondary" type="submit">
          {t('list.apply')}
        </button>
      </form>
      <p class="govuk-body">{list.items.length ? t('register.count', { count: list.items.length, overdue }) : t('list.none')}</p>
      <ul class="cards">
        <InParts of={list.items} atOnce={8} before={<li class="pending" />} make={(item) => <Card key={item.id} kind={kind} item={item} />} />
      </ul>
      <nav class="pages" aria-label={t('list.pages')}>
        {list.next && (
          <a class="govuk-link" rel="next" href={`?${next.toString()}`}>
            {t('list.next')}
          </a>
        )}
      </nav>
      <OpenData />
    </Page>
  );
}

function Card({ kind, item }: { kind: Kind; item: Item }) {
  const { titles } = useApp();
  return (
    <li class="card" data-item={item.id}>
      <div class="card__text">
        <a class="govuk-link card__title" href={href(`register/${encodeURIComponent(item.id)}`)}>
          <ItemTitle item={item} />
        </a>
        <span class="id">
          {titles.organisationName(item.fields['city'])} · {item.id}
        </span>
        <StateTags item={item} kind={kind} />
        <span class="card__deadline">
          {t('item.deadline')}
          {t('colon')}
          <Deadline item={item} />
        </span>
      </div>
    </li>
  );
}

// The same for programs.
function OpenData() {
  const { titles } = useApp();
  const files: [Key, string][] = [
    ['data.csv', '/data/register.csv'],
    ['data.json', '/data/register.json'],
    ['data.feed', `/feeds/commitments.atom?lang=${language}`],
  ];
  return (
    <section class="open-data" aria-labelledby="open-data">
      <h2 class="govuk-heading-m" id="open-data">
        {t('data.title')}
      </h2>
      <ul class="govuk-list">
        {files.map(([title, path]) => (
          <li key={path}>
            <a class="govuk-link" href={path}>
              {t(title)}
            </a>
          </li>
        ))}
      </ul>
      <h3 class="govuk-heading-s">{t('data.calendar')}</h3>
      <ul class="govuk-list open-data__cities">
        {titles.cities().map(({ id }) => (
          <li key={id}>
            <a class="govuk-link" href={`/calendar/${id}.ics?lang=${language}`}>
              {titles.organisationName(id)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

// Fields that the page says above.
const saidElsewhere = new Set(['title', 'city', 'deadline']);

function Entry({ kind, id }: { kind: Kind; id: string }) {
  const app = useApp();
  const { titles } = app;
  const loaded = useLoaded(async () => {
    const [item, history] = await Promise.all([get<Item>(itemPath(kind, id)), getHistory(kind, id).catch(() => [])]);
    return { item, history };
  }, [kind, id]);
  const title = useTitle(loaded.value?.item ?? null);
  useLive(
    (message) => message.kind === kind.id && message.id === id,
    () => {
      loaded.reload();
      announce(t('live.itemChanged'));
    },
  );
  if (!loaded.value) return <Pending error={loaded.error} missing="register.unknown" />;
  const { item, history } = loaded.value;
  const told = toldBySections(app, kind);
  return (
    <Page title={title.text} {...(title.lang ? { titleLang: title.lang } : {})} caption={t('register.caption', { city: titles.organisationName(item.fields['city']), id: item.id })}>
      {title.reading && (
        <p class="govuk-body-s">
          <TranslationNote reading={title.reading} />
        </p>
      )}
      <p class="govuk-body-l">
        {item.deadline && t(item.overdue ? 'register.wasDue' : 'register.due', { city: titles.organisationName(item.fields['city']), date: dates.deadline(item.deadline, titles.place(item)) })}
      </p>
      <p class="govuk-body">
        <StateTags item={item} kind={kind} /> <Remaining item={item} />
      </p>
      <Later>
        <CommitmentSections item={item} history={history} />
      </Later>
      <Later>
        <h2 class="govuk-heading-m">{t('item.fields')}</h2>
        <FieldsView item={item} kind={kind} names={propertyNames(kind.fields ?? {}).filter((name) => !saidElsewhere.has(name) && !told.has(name))} />
      </Later>
      <Later>
        <h2 class="govuk-heading-m">{t('item.history')}</h2>
        <History kind={kind} item={item} entries={history} />
        <Proof kind={kind} item={item} version={history.at(-1)?.version} />
        <AsOfForm />
      </Later>
    </Page>
  );
}

main(<RegisterPage />);
