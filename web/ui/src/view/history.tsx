// What happened to an item.
import { type Fields, type HistoryEntry, type Item, type Kind, type List, get, itemPath } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { joinList, t } from '../i18n';
import { isEmpty } from '../value';
import { Value, inOrder } from './value';

export function getHistory(kind: Kind, id: string): Promise<HistoryEntry[]> {
  const read = async () => {
    const entries: HistoryEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: List<HistoryEntry> = await get(`${itemPath(kind, id)}/history${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
      entries.push(...page.items.map((entry) => ({ ...entry, attachments: page.attachments ?? {} })));
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
  const data = inOrder(given, schema).filter(([, value]) => value === null || !isEmpty(value));
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
        {entry.actor?.user ? ` (${entry.actor.user})` : entry.actor?.erased ? ` (${t('actor.erased')})` : ''}
      </p>
      {data.length > 0 && entry.type !== 'open' && entry.type !== 'xstate.migrate' && (
        <dl class="object">
          {data.map(([name, value]) => (
            <div key={name}>
              <dt>{app.titles.field(name, schema?.properties?.[name])}</dt>
              <dd>
                {value === null ? t('history.emptied') : <Value value={value} schema={schema?.properties?.[name]} item={{ ...item, attachments: entry.attachments ?? {} }} />}
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
        const fields = Object.keys({ ...entry.changed, ...entry.appended }).map((name) => app.titles.field(name, properties[name]));
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
