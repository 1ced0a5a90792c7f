import { type HistoryEntry, type Item, type Kind, type List, get, getAll, itemPath } from '../api';
import { Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import { t, textLanguage } from '../i18n';
import * as dates from '../dates';
import { propertyNames } from '../value';
import { Deadline, FieldsView, History, ItemTitle, Remaining, StateTags, Value, getHistory, useTitle } from '../view';

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
        <Choice name="city" label={t('dashboard.city')} options={titles.cities().map((city) => ({ value: city.id, title: titles.organisationName(city.id) }))} />
        <Choice name="round" label={t('coverage.round')} options={allRounds.map((round) => ({ value: round.id, title: titles.own(round) ?? round.id }))} />
        <Choice name="overdue" label={t('list.overdue')} options={[{ value: 'true', title: t('yes') }, { value: 'false', title: t('no') }]} />
        <button class="govuk-button govuk-button--secondary" type="submit">
          {t('list.apply')}
        </button>
      </form>
      <p class="govuk-body">{list.items.length ? t('register.count', { count: list.items.length, overdue }) : t('list.none')}</p>
      <ul class="cards">
        {list.items.map((item) => (
          <li class="card" key={item.id} data-item={item.id}>
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
        ))}
      </ul>
      <nav class="pages" aria-label={t('list.pages')}>
        {list.next && (
          <a class="govuk-link" rel="next" href={`?${next.toString()}`}>
            {t('list.next')}
          </a>
        )}
      </nav>
    </Page>
  );
}

function Choice({ name, label, options }: { name: string; label: string; options: { value: string; title: string }[] }) {
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for={`filter-${name}`}>
        {label}
      </label>
      <select class="govuk-select" id={`filter-${name}`} name={name}>
        <option value="">{t('list.any')}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={asked.get(name) === option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}

// Fields that the page says above, or that its history says with their dates.
const saidElsewhere = new Set(['title', 'text', 'measures', 'progress', 'completions', 'disputes', 'appeals', 'decisions', 'assessments', 'reaffirmations', 'city', 'deadline']);

interface LoadedEntry {
  item: Item;
  plan: Item | null;
  history: HistoryEntry[];
}

function Entry({ kind, id }: { kind: Kind; id: string }) {
  const { titles } = useApp();
  const plans = titles.kind('action_plan');
  const loaded = useLoaded<LoadedEntry>(async () => {
    const item = await get<Item>(itemPath(kind, id));
    const planId = item.fields['plan'];
    const [plan, history] = await Promise.all([
      plans && typeof planId === 'string' ? get<Item>(itemPath(plans, planId)).catch(() => null) : Promise.resolve(null),
      getHistory(kind, id).catch(() => []),
    ]);
    return { item, plan, history };
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
  const { item, plan, history } = loaded.value;
  const text = plan?.fields['text'];
  const measures = plan?.fields['measures'];
  const measureSchema = plans?.fields?.properties?.['measures'];
  const voices = threeVoices(history);
  return (
    <Page title={title.text} {...(title.lang ? { titleLang: title.lang } : {})} caption={t('register.caption', { city: titles.organisationName(item.fields['city']), id: item.id })}>
      <p class="govuk-body-l">
        {item.deadline && t(item.overdue ? 'register.wasDue' : 'register.due', { city: titles.organisationName(item.fields['city']), date: dates.deadline(item.deadline, titles.place(item)) })}
      </p>
      <p class="govuk-body">
        <StateTags item={item} kind={kind} /> <Remaining item={item} />
      </p>
      <h2 class="govuk-heading-m">{t('register.voices')}</h2>
      <dl class="govuk-summary-list">
        <Voice title={t('register.claim')} kind={kind} entry={voices.claim} item={item} />
        <Voice title={t('register.verification')} kind={kind} entry={voices.verification} item={item} />
        <Voice title={t('register.assessment')} kind={kind} entry={voices.assessment} item={item} />
      </dl>
      {(typeof text === 'string' || Array.isArray(measures)) && (
        <>
          <h2 class="govuk-heading-m">{t('register.promise')}</h2>
          {typeof text === 'string' && (
            <p class="govuk-body user-text" lang={textLanguage(text)}>
              {text}
            </p>
          )}
          {Array.isArray(measures) && <Value value={measures} schema={measureSchema} />}
        </>
      )}
      <h2 class="govuk-heading-m">{t('item.fields')}</h2>
      <FieldsView item={item} kind={kind} names={propertyNames(kind.fields ?? {}).filter((name) => !saidElsewhere.has(name))} />
      <h2 class="govuk-heading-m">{t('item.history')}</h2>
      <History kind={kind} item={item} entries={history} />
    </Page>
  );
}

// The city's claim, the chamber's answer and the evaluators' judgement are three things and stay three.
function threeVoices(history: HistoryEntry[]) {
  const last = (...types: string[]) => [...history].reverse().find((entry) => entry.type !== null && types.includes(entry.type)) ?? null;
  return {
    claim: last('progress', 'report_completion'),
    verification: last('verify', 'dispute'),
    assessment: last('assess', 'decide'),
  };
}

function Voice({ title, kind, entry, item }: { title: string; kind: Kind; entry: HistoryEntry | null; item: Item }) {
  const { titles } = useApp();
  const schema = entry ? kind.events[entry.type ?? '']?.data : null;
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{title}</dt>
      <dd class="govuk-summary-list__value">
        {entry ? (
          <>
            <p class="govuk-body">
              {titles.event(kind, entry.type)} · <time dateTime={entry.at}>{dates.instant(entry.at)}</time>
            </p>
            {Object.keys(entry.data ?? {}).length > 0 && <Value value={entry.data} schema={schema ?? undefined} item={item} />}
          </>
        ) : (
          <span class="secondary">{t('register.nothingYet')}</span>
        )}
      </dd>
    </div>
  );
}

main(<RegisterPage />);
