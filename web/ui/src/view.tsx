// How an item is shown, whatever its kind: its state and deadline in words, its fields by their schema, what may be
// done with it, and what happened to it.
import { useEffect, useState } from 'preact/hooks';
import {
  ApiError,
  type AvailableEvent,
  type Fields,
  type HistoryEntry,
  type Item,
  type Kind,
  type List,
  type Reason,
  type Schema,
  get,
  getOrNull,
  itemPath,
  randomKey,
  request,
} from './api';
import { type App, href, useApp } from './app';
import * as dates from './dates';
import { joinList, t, textLanguage } from './i18n';
import { isEmpty, propertyNames } from './value';

export function itemHref(kind: Kind | undefined, id: string): string {
  return href(`${kind?.path ?? ''}/${encodeURIComponent(id)}`);
}

// Titles of items that have none of their own, looked up once a page.
const known = new Map<string, Promise<Item | null>>();

function lookUp(kind: Kind, id: string): Promise<Item | null> {
  const path = itemPath(kind, id);
  const found = known.get(path) ?? getOrNull<Item>(path).catch(() => null);
  known.set(path, found);
  return found;
}

export function remember(app: App, item: Item): void {
  const kind = app.titles.kind(item.kind);
  if (kind) known.set(itemPath(kind, item.id), Promise.resolve(item));
}

// The item's own title, or that of the item it answers or comes from; its id until that is known.
export function useTitle(item: Item | null): { text: string; lang: string | undefined } {
  const app = useApp();
  const own = item ? app.titles.own(item) : null;
  const [inherited, setInherited] = useState<Item | null>(null);
  useEffect(() => {
    if (!item || own) return;
    const parent = app.titles.parent(item);
    if (!parent) return;
    let current = true;
    void lookUp(parent.kind, parent.id).then((found) => current && setInherited(found));
    return () => {
      current = false;
    };
  }, [item?.kind, item?.id, own]);
  const source = own ? item : inherited;
  const text = own ?? (inherited && app.titles.own(inherited)) ?? item?.id ?? '';
  return { text, lang: source ? textLanguage(text, source.fields['language']) : undefined };
}

export function ItemTitle({ item }: { item: Item }) {
  const title = useTitle(item);
  return <span lang={title.lang}>{title.text}</span>;
}

export function ReferenceLink({ kind, id }: { kind: Kind; id: string }) {
  const [item, setItem] = useState<Item | null>(null);
  useEffect(() => {
    void lookUp(kind, id).then(setItem);
  }, [kind, id]);
  return (
    <a class="govuk-link" href={itemHref(kind, id)}>
      {item ? <ItemTitle item={item} /> : id}
    </a>
  );
}

export function StateTags({ item, kind }: { item: Item; kind?: Kind | undefined }) {
  const app = useApp();
  const its = kind ?? app.titles.kind(item.kind);
  return (
    <span class="tags">
      {item.configuration.map((path) => {
        const settled = app.titles.tags(its, [path]).has('settled');
        return (
          <strong key={path} class={`govuk-tag${settled ? ' govuk-tag--grey' : ''}`}>
            {app.titles.state(its, path)}
          </strong>
        );
      })}
    </span>
  );
}

export function Deadline({ item }: { item: Item }) {
  const app = useApp();
  if (!item.deadline) return null;
  return (
    <>
      <time dateTime={item.deadline}>{dates.deadline(item.deadline, app.titles.place(item))}</time> <Remaining item={item} />
    </>
  );
}

// How long until the deadline, or since: as long as it matters.
export function Remaining({ item }: { item: Item }) {
  const app = useApp();
  if (!item.deadline || app.titles.tags(app.titles.kind(item.kind), item.configuration).has('settled')) return null;
  return (
    <span class={item.overdue ? 'late' : 'secondary'}>({item.overdue ? dates.overdueFor(item.deadline) : dates.fromNow(item.deadline)})</span>
  );
}

// One value by its schema, also when the schema says little.
export function Value(props: { value: unknown; schema?: Schema | undefined; item?: Item | undefined; name?: string }) {
  const { value, schema, item, name } = props;
  const app = useApp();
  const widget = schema?.['x-widget'] ?? schema?.items?.['x-widget'] ?? '';
  if (value === null || value === undefined || value === '') return <span class="secondary">{t('value.none')}</span>;
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (typeof value === 'number') return <>{dates.number(value)}</>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span class="secondary">{t('value.none')}</span>;
    if (widget.startsWith('organisation')) return <>{joinList(app.titles.sortOrganisations(value.map(String)).map((id) => app.titles.organisationName(id, name)))}</>;
    return (
      <ol class="govuk-list value-list">
        {value.map((each, index) => (
          <li key={index}>
            <Value value={each} schema={schema?.items} item={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === 'object') {
    return (
      <dl class="object">
        {inOrder(value as Fields, schema).map(([member, each]) => (
          <div key={member}>
            <dt>{app.titles.field(member, schema?.properties?.[member])}</dt>
            <dd>
              <Value value={each} schema={schema?.properties?.[member]} item={item} name={member} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  const text = String(value);
  if (schema?.enum || schema?.['x-enum-titles']) return <>{app.titles.enumValue(text, schema)}</>;
  if (widget.startsWith('organisation')) return <>{app.titles.organisationName(text, name)}</>;
  const kind = app.titles.kind(widget.replace(/^item:/, ''));
  if (kind) return <ReferenceLink kind={kind} id={text} />;
  if (dates.isDate(text)) return <time dateTime={text}>{dates.date(text)}</time>;
  if (dates.isInstant(text)) return <time dateTime={text}>{dates.instant(text)}</time>;
  if (/^https?:\/\/\S+$/.test(text)) {
    return (
      <a class="govuk-link" href={text} rel="noreferrer">
        {text}
      </a>
    );
  }
  if (/^[0-9a-f]{64}$/.test(text)) return <code class="hash">{text}</code>;
  const lang = textLanguage(text, item?.fields['language']);
  return (
    <span class="user-text" lang={lang}>
      {text}
    </span>
  );
}

function inOrder(value: Fields, schema: Schema | undefined): [string, unknown][] {
  const order = propertyNames(schema ?? {});
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(value).sort(([a], [b]) => place(a) - place(b));
}

export function FieldsView({ item, kind, names }: { item: Item; kind: Kind; names?: string[] }) {
  const app = useApp();
  const properties = kind.fields?.properties ?? {};
  // In the schema's order; then what the schema does not know, so that nothing is hidden.
  const all = names ?? [...propertyNames(kind.fields ?? {}), ...Object.keys(item.fields).filter((name) => !properties[name])];
  // The title is the page's heading.
  const shown = all.filter((name) => !isEmpty(item.fields[name]) && item.fields[name] !== app.titles.own(item));
  return (
    <dl class="govuk-summary-list">
      {shown.map((name) => {
        const schema = properties[name];
        const visibility = schema?.['x-visibility'];
        return (
          <div class="govuk-summary-list__row" key={name}>
            <dt class="govuk-summary-list__key">
              {app.titles.field(name, schema)}
              {visibility && visibility !== 'public' && <span class="not-public">{t('item.notPublic')}</span>}
            </dt>
            <dd class="govuk-summary-list__value">
              <Value value={item.fields[name]} schema={schema} item={item} name={name} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

// Whether an event needs a form: one without data, or with nothing to fill in, is fired by its button.
export function needsForm(event: AvailableEvent): boolean {
  return Object.keys(event.data?.properties ?? {}).length > 0 || !!event.data?.['x-confirm'];
}

export function eventHref(kind: Kind, item: Item, type: string, back?: string): string {
  const address = `${itemHref(kind, item.id)}/${encodeURIComponent(type)}`;
  return back ? `${address}?back=${encodeURIComponent(back)}` : address;
}

export function fire(kind: Kind, item: Item, type: string, data: unknown, key: string): Promise<Item> {
  const body = { type, ...(data === undefined ? {} : { data }) };
  return request<Item>('POST', `${itemPath(kind, item.id)}/events`, body, {
    ifMatch: item.version,
    idempotencyKey: key,
  });
}

// A button for each event that may be fired.
export function EventButtons(props: {
  kind: Kind;
  item: Item;
  events: AvailableEvent[];
  back?: string;
  small?: boolean;
  onDone: (item: Item, event: AvailableEvent) => void;
  onRefused: (error: unknown, event: AvailableEvent) => void;
}) {
  const app = useApp();
  const { kind, item } = props;
  const [busy, setBusy] = useState<string | null>(null);
  const allowed = props.events.filter((event) => event.allowed);
  // One looks like the next step, unless nothing is expected any more.
  const next = app.titles.tags(kind, item.configuration).has('settled') ? null : allowed[0];
  const press = (event: AvailableEvent) => {
    if (busy) return;
    setBusy(event.type);
    fire(kind, item, event.type, undefined, randomKey())
      .then((next) => props.onDone(next, event))
      .catch((error: unknown) => props.onRefused(error, event))
      .finally(() => setBusy(null));
  };
  return (
    <div class={`govuk-button-group${props.small ? ' small-buttons' : ''}`}>
      {allowed.map((event) => {
        const title = app.titles.event(kind, event.type);
        const style = `govuk-button${event === next ? '' : ' govuk-button--secondary'}`;
        return needsForm(event) ? (
          <a key={event.type} class={style} href={eventHref(kind, item, event.type, props.back)} data-event={event.type} role="button" draggable={false}>
            {title}
          </a>
        ) : (
          <button key={event.type} type="button" class={style} data-event={event.type} aria-disabled={busy ? true : undefined} onClick={() => press(event)}>
            {title}
          </button>
        );
      })}
    </div>
  );
}

// Why the others are not possible now: those that are this person's to do one by one, then what is for others or
// happens by itself.
export function NotAllowed({ kind, events }: { kind: Kind; events: AvailableEvent[] }) {
  const app = useApp();
  const others = events.filter((event) => !event.allowed);
  const foreign = (event: AvailableEvent) => event.reasons.some(({ cause }) => ['role', 'organisation', 'itself'].includes(cause));
  const own = others.filter((event) => !foreign(event));
  const rest = others.filter(foreign);
  return (
    <>
      {own.length > 0 && (
        <ul class="govuk-list why-not" aria-label={t('item.notNow')}>
          {own.map((event) => (
            <li key={event.type}>
              <details class="govuk-details" data-why-not={event.type}>
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">{t('item.whyNot', { event: app.titles.event(kind, event.type) })}</span>
                </summary>
                <div class="govuk-details__text">
                  <Reasons reasons={event.reasons} />
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <details class="govuk-details" data-why-not="others">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t('item.forOthers', { count: rest.length })}</span>
          </summary>
          <div class="govuk-details__text">
            <dl class="reasons">
              {rest.map((event) => (
                <div key={event.type} data-why-not={event.type}>
                  <dt>{app.titles.event(kind, event.type)}</dt>
                  <dd>
                    <Reasons reasons={event.reasons} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </details>
      )}
    </>
  );
}

const itemsShown = 5;

// Reasons as sentences, each with links to the items that stand in the way.
export function Reasons({ reasons }: { reasons: Reason[] }) {
  const app = useApp();
  return (
    <ul class={`govuk-list${reasons.length > 1 ? ' govuk-list--bullet' : ''}`}>
      {reasons.map((reason, index) => {
        const kind = app.titles.kind(reason.kind ?? '');
        const items = reason.items ?? [];
        return (
          <li key={index} data-cause={reason.cause} data-rule={reason.rule}>
            {reason.sentence}
            {items.length > 0 && (
              <ul class="govuk-list in-the-way">
                {items.slice(0, itemsShown).map((id) => (
                  <li key={id}>{kind ? <ReferenceLink kind={kind} id={id} /> : id}</li>
                ))}
                {items.length > itemsShown && <li>{t('dashboard.more', { count: items.length - itemsShown })}</li>}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function getHistory(kind: Kind, id: string): Promise<HistoryEntry[]> {
  const read = async () => {
    const entries: HistoryEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: List<HistoryEntry> = await get(`${itemPath(kind, id)}/history${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
      entries.push(...page.items);
      cursor = page.next;
    } while (cursor && entries.length < 2000);
    return entries;
  };
  return read();
}

// One entry with what it changed, or several of the clock's in a row that changed no state.
type Happening = { entry: HistoryEntry; entered: string[] } | { quiet: HistoryEntry[] };

function happenings(entries: HistoryEntry[]): Happening[] {
  const all: Happening[] = [];
  entries.forEach((entry, index) => {
    const before = entries[index - 1]?.configuration ?? [];
    const entered = (entry.configuration ?? []).filter((path) => !before.includes(path));
    const last = all.at(-1);
    if (entry.type !== null || entered.length > 0) all.push({ entry, entered });
    else if (last && 'quiet' in last) last.quiet.push(entry);
    else all.push({ quiet: [entry] });
  });
  return all;
}

export function History({ kind, item, entries }: { kind: Kind; item: Item; entries: HistoryEntry[] }) {
  return (
    <ol class="history" reversed>
      {happenings(entries)
        .map((happening) =>
          'quiet' in happening ? (
            <Quiet key={happening.quiet[0]?.seq} entries={happening.quiet} />
          ) : (
            <Happened key={happening.entry.seq} kind={kind} item={item} entry={happening.entry} entered={happening.entered} />
          ),
        )
        .reverse()}
    </ol>
  );
}

// Reminders and the like, in one line.
function Quiet({ entries }: { entries: HistoryEntry[] }) {
  const first = entries[0]?.at ?? '';
  const last = entries.at(-1)?.at ?? '';
  return (
    <li class="history__quiet">
      <p class="history__who">
        {t('history.quiet', { count: entries.length })}
        {' · '}
        <time dateTime={first}>{dates.day(first)}</time>
        {entries.length > 1 && (
          <>
            {' – '}
            <time dateTime={last}>{dates.day(last)}</time>
          </>
        )}
      </p>
    </li>
  );
}

function Happened({ kind, item, entry, entered }: { kind: Kind; item: Item; entry: HistoryEntry; entered: string[] }) {
  const app = useApp();
  const schema = entry.type === 'open' ? kind.fields : (kind.events[entry.type ?? '']?.data ?? undefined);
  const given = (entry.data ?? {}) as Fields;
  const data = inOrder(given, schema).filter(([, value]) => !isEmpty(value));
  return (
    <li data-type={entry.type}>
      <p class="history__what">
        <strong>{entry.type ? app.titles.event(kind, entry.type) : t('history.timer')}</strong>
        {entered.length > 0 && (
          <span>
            {' → '}
            {entered.map((path) => app.titles.state(kind, path)).join(t('state.comma'))}
          </span>
        )}
      </p>
      <p class="history__who">
        <time dateTime={entry.at}>{dates.instant(entry.at)}</time>
        {' · '}
        {app.titles.entryActor(entry)}
        {entry.actor?.user ? ` (${entry.actor.user})` : ''}
      </p>
      {data.length > 0 && entry.type !== 'open' && entry.type !== 'xstate.migrate' && (
        <dl class="object">
          {data.map(([name, value]) => (
            <div key={name}>
              <dt>{app.titles.field(name, schema?.properties?.[name])}</dt>
              <dd>
                <Value value={value} schema={schema?.properties?.[name]} item={item} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

// What happened to an item since a version: for somebody whose page or form has become stale.
export function Changes({ kind, entries }: { kind: Kind; entries: HistoryEntry[] }) {
  const app = useApp();
  const properties = kind.fields?.properties ?? {};
  return (
    <ul class="govuk-list govuk-list--bullet">
      {entries.map((entry) => {
        const fields = Object.keys(entry.changed ?? {}).map((name) => app.titles.field(name, properties[name]));
        return (
          <li key={entry.seq}>
            {t('stale.entry', {
              event: entry.type ? app.titles.event(kind, entry.type) : t('history.timer'),
              who: app.titles.entryActor(entry),
              time: dates.instant(entry.at),
            })}
            {fields.length > 0 && ` ${t('stale.fields', { fields: joinList(fields) })}`}
          </li>
        );
      })}
    </ul>
  );
}

// The sentence for an event that did not go through.
export function refusal(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 401) return t('error.signedOut');
    if (error.status === 412) return t('error.stale');
    const ids = error.problem.items?.length ? ` (${error.problem.items.join(', ')})` : '';
    return `${error.message}${ids}`;
  }
  return t('error.offlineKept');
}
