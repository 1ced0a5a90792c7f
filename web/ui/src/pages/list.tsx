import { useState } from 'preact/hooks';
import { type Item, type Kind, type List, type Schema, get, getAll } from '../api';
import { Page, Pending, href, main, useApp, useLive, useLoaded } from '../app';
import { Deadline, ItemTitle, StateTags, Value, itemHref } from '../view';
import { pick, t } from '../i18n';
import { FilterSelect } from '../filter';
import { AsOfField } from '../past';
import { asOf } from '../as-of';

// The address holds the whole question: a list can be sent to somebody, kept, and gone back to.
const asked = new URLSearchParams(location.search);

function ListPage() {
  const app = useApp();
  const path = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  const kind = app.titles.kindAt(path);
  if (!kind) return <Pending error={{ status: 404 }} />;
  return <ListOf kind={kind} />;
}

function ListOf({ kind }: { kind: Kind }) {
  const app = useApp();
  const query = new URLSearchParams([...asked].filter(([, value]) => value !== ''));
  const loaded = useLoaded(() => get<List<Item>>(`/api/v1/${kind.path}?${query.toString()}`), [kind]);
  const [changed, setChanged] = useState(false);
  useLive(
    (message) => message.kind === kind.id,
    () => {
      loaded.reload();
      setChanged(true);
    },
  );
  const mayOpen = !asOf && app.session && (kind.open?.anyone || kind.open?.roles.includes(app.session.acting.role));
  const columns = (kind.columns ?? []).filter((name) => name !== 'title' && name !== 'name');
  const properties = kind.fields?.properties ?? {};
  const items = loaded.value?.items ?? [];
  const next = new URLSearchParams(query);
  if (loaded.value?.next) next.set('cursor', loaded.value.next);
  const first = new URLSearchParams(query);
  first.delete('cursor');
  const withDeadline = items.some((item) => item.deadline);
  return (
    <Page title={app.titles.kindsTitle(kind)}>
      {mayOpen && (
        <a class="govuk-button" href={href(`${kind.path}/new`)}>
          {pick(kind.open?.title, t('new.title', { kind: app.titles.kindTitle(kind) }))}
        </a>
      )}
      <Filters kind={kind} />
      {changed && (
        <p class="govuk-body-s secondary" role="status">
          {t('live.listChanged')}
        </p>
      )}
      {!loaded.value && <Pending error={loaded.error} />}
      {loaded.value && items.length === 0 && <p class="govuk-body">{t('list.none')}</p>}
      {items.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label={app.titles.kindsTitle(kind)}>
          <table class="govuk-table list">
            <thead class="govuk-table__head">
              <tr class="govuk-table__row">
                <th scope="col" class="govuk-table__header">
                  {t('list.title')}
                </th>
                <th scope="col" class="govuk-table__header">
                  {t('list.state')}
                </th>
                {withDeadline && (
                  <th scope="col" class="govuk-table__header">
                    {t('item.deadline')}
                  </th>
                )}
                {columns.map((name) => (
                  <th scope="col" class="govuk-table__header" key={name}>
                    {app.titles.field(name, properties[name])}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody class="govuk-table__body">
              {items.map((item) => (
                <tr class="govuk-table__row" key={item.id}>
                  <th scope="row" class="govuk-table__header">
                    <a class="govuk-link" href={itemHref(kind, item.id)}>
                      <ItemTitle item={item} />
                    </a>
                    <span class="id">{item.id}</span>
                  </th>
                  <td class="govuk-table__cell" data-label={t('list.state')}>
                    <StateTags item={item} kind={kind} />
                  </td>
                  {withDeadline && (
                    <td class="govuk-table__cell" data-label={t('item.deadline')}>
                      <Deadline item={item} />
                    </td>
                  )}
                  {columns.map((name) => (
                    <td class="govuk-table__cell" key={name} data-label={app.titles.field(name, properties[name])}>
                      <Value value={item.fields[name]} schema={properties[name]} item={item} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <nav class="pages" aria-label={t('list.pages')}>
        {query.has('cursor') && (
          <a class="govuk-link" href={`?${first.toString()}`}>
            {t('list.first')}
          </a>
        )}
        {loaded.value?.next && (
          <a class="govuk-link" rel="next" href={`?${next.toString()}`}>
            {t('list.next')}
          </a>
        )}
      </nav>
    </Page>
  );
}

function Filters({ kind }: { kind: Kind }) {
  const app = useApp();
  const states = Object.keys(kind.states);
  const hasDeadline = !!kind.deadline || asked.has('overdue');
  return (
    <form method="get" class="filters" role="search" aria-label={t('list.filter')}>
      <div class="govuk-form-group">
        <label class="govuk-label" for="q">
          {t('list.search')}
        </label>
        <input class="govuk-input" type="search" id="q" name="q" defaultValue={asked.get('q') ?? ''} />
      </div>
      {(kind.filters ?? []).map((name) => (
        <div class="govuk-form-group" key={name}>
          <label class="govuk-label" for={`filter-${name}`}>
            {app.titles.field(name, app.titles.filter(kind, name))}
          </label>
          <FilterChoice name={name} schema={app.titles.filter(kind, name)} />
        </div>
      ))}
      <div class="govuk-form-group">
        <label class="govuk-label" for="filter-state">
          {t('list.state')}
        </label>
        <select class="govuk-select" id="filter-state" name="state">
          <option value="">{t('list.any')}</option>
          {states.map((path) => (
            <option key={path} value={path} selected={asked.get('state') === path}>
              {app.titles.state(kind, path)}
            </option>
          ))}
        </select>
      </div>
      {hasDeadline && (
        <div class="govuk-form-group">
          <label class="govuk-label" for="filter-overdue">
            {t('list.overdue')}
          </label>
          <select class="govuk-select" id="filter-overdue" name="overdue">
            <option value="">{t('list.any')}</option>
            <option value="true" selected={asked.get('overdue') === 'true'}>
              {t('yes')}
            </option>
            <option value="false" selected={asked.get('overdue') === 'false'}>
              {t('no')}
            </option>
          </select>
        </div>
      )}
      <TagFilter kind={kind} />
      {asked.has('sort') && <input type="hidden" name="sort" value={asked.get('sort') ?? ''} />}
      <AsOfField />
      <button class="govuk-button govuk-button--secondary" type="submit">
        {t('list.apply')}
      </button>
    </form>
  );
}

// By a tag of states that the pack gives a title, such as whether a plan answers its report.
function TagFilter({ kind }: { kind: Kind }) {
  const options = Object.entries(kind.tags ?? {}).flatMap(([tag, texts]) => [
    { value: tag, title: pick(texts.title, tag) },
    { value: `-${tag}`, title: pick(texts.without, tag) },
  ]);
  const chosen = asked.get('tag');
  if (options.length === 0 && !chosen) return null;
  if (chosen && !options.some(({ value }) => value === chosen)) options.push({ value: chosen, title: chosen });
  return <FilterSelect name="tag" label={t('list.tag')} any={t('list.any')} options={options} chosen={chosen} />;
}

function FilterChoice({ name, schema }: { name: string; schema: Schema | undefined }) {
  const app = useApp();
  const chosen = asked.get(name) ?? '';
  const inner = schema?.items ?? schema ?? {};
  const widget = schema?.['x-widget'] ?? inner['x-widget'] ?? '';
  const kind = app.titles.kind(widget.replace(/^item:/, ''));
  const items = useLoaded(() => (kind ? getAll<Item>(`/api/v1/${kind.path}`) : Promise.resolve([])), [kind]);
  const options = widget.startsWith('organisation')
    ? named(app.titles.choices(widget).map(({ id, names }) => ({ value: id, title: pick(names) })), chosen)
    : inner.enum
      ? inner.enum.map((value) => ({ value: String(value), title: app.titles.enumValue(value, inner) }))
      : kind
        ? (items.value ?? []).map((item) => ({ value: item.id, title: app.titles.own(item) ?? item.id }))
        : null;
  if (!options) return <input class="govuk-input" id={`filter-${name}`} name={name} defaultValue={chosen} />;
  return (
    <select class="govuk-select" id={`filter-${name}`} name={name}>
      <option value="">{t('list.any')}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === chosen}>
          {option.title}
        </option>
      ))}
    </select>
  );
}

// An organisation may be asked for by any of its names: what the address says stays chosen.
function named(options: { value: string; title: string }[], chosen: string): { value: string; title: string }[] {
  return chosen === '' || options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, title: chosen }];
}

main(<ListPage />);
