// A board: items of one kind grouped by their states, each with a button for exactly what this person may do with it
// now. Settled groups are folded away.
import { useState } from 'preact/hooks';
import { type AvailableEvent, type Item, type Kind, getAll, getOrNull, itemPath } from './api';
import { asOf } from './as-of';
import { announce, useApp, useLive, useLoaded } from './app';
import { Banner, Problem } from './notes';
import { t } from './i18n';
import { Deadline, EventButtons, ItemTitle, StateTags, itemHref, refusal } from './view';

interface Card {
  item: Item;
  events: AvailableEvent[];
  settled: boolean;
}

// Asks for several things, a few at a time, so that a long board does not flood the server.
async function inTurn<T, R>(inputs: T[], ask: (input: T) => Promise<R>, together = 4): Promise<R[]> {
  const results: R[] = [];
  let at = 0;
  const worker = async () => {
    while (at < inputs.length) {
      const mine = at++;
      results[mine] = await ask(inputs[mine] as T);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return results;
}

export function Board(props: { kind: Kind; query: string; heading: string; initialNote?: string | null; none: string }) {
  const app = useApp();
  const { kind } = props;
  const [note, setNote] = useState<string | null>(props.initialNote ?? null);
  const [refused, setRefused] = useState<string | null>(null);
  const loaded = useLoaded(async () => {
    const items = await getAll<Item>(`/api/v1/${kind.path}?${props.query}`);
    const settled = (item: Item) => app.titles.tags(kind, item.configuration).has('settled');
    return inTurn<Item, Card>(items, async (item) => ({
      item,
      settled: settled(item),
      events: asOf || settled(item) ? [] : ((await getOrNull<AvailableEvent[]>(`${itemPath(kind, item.id)}/events`)) ?? []),
    }));
  }, [kind, props.query]);
  useLive(
    (message) => message.kind === kind.id,
    () => {
      loaded.reload();
      announce(t('live.listChanged'));
    },
  );
  if (!loaded.value) return <p class="govuk-body pending">{loaded.error ? refusal(loaded.error) : t('page.loading')}</p>;
  const groups = group(loaded.value, kind);
  const open = groups.filter(({ cards }) => !cards.every((card) => card.settled));
  const settled = groups.filter(({ cards }) => cards.every((card) => card.settled));
  const waiting = loaded.value.filter((card) => card.events.some((event) => event.allowed)).length;
  const back = location.pathname + location.search;
  const section = ({ state, cards }: Group) => (
    <section key={state} aria-label={app.titles.state(kind, state)}>
      <h3 class="govuk-heading-s group">
        {app.titles.state(kind, state)} <span class="count">{cards.length}</span>
      </h3>
      <ul class="cards">
        {cards.map(({ item, events }) => (
          <li key={item.id} class="card" data-item={item.id}>
            <div class="card__text">
              <a class="govuk-link card__title" href={itemHref(kind, item.id)}>
                <ItemTitle item={item} />
              </a>
              <span class="id">{item.id}</span>
              {item.configuration.length > 1 && <StateTags item={item} kind={kind} />}
              {item.deadline && (
                <span class="card__deadline">
                  <Deadline item={item} />
                </span>
              )}
            </div>
            <EventButtons
              kind={kind}
              item={item}
              events={events}
              back={back}
              small
              onDone={(_, event) => {
                setRefused(null);
                setNote(t('item.doneOn', { event: app.titles.event(kind, event.type), title: item.id }));
                loaded.reload();
              }}
              onRefused={(error) => {
                setNote(null);
                setRefused(refusal(error));
                loaded.reload();
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
  return (
    <section aria-label={props.heading}>
      <h2 class="govuk-heading-m">{props.heading}</h2>
      {note && <Banner text={note} />}
      {refused && <Problem text={refused} />}
      <p class="govuk-body">{loaded.value.length ? t('board.waiting', { count: waiting, all: loaded.value.length }) : props.none}</p>
      {open.map(section)}
      {settled.length > 0 && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">
              {t('board.settled', { count: settled.reduce((sum, { cards }) => sum + cards.length, 0) })}
            </span>
          </summary>
          {settled.map(section)}
        </details>
      )}
    </section>
  );
}

interface Group {
  state: string;
  cards: Card[];
}

// By the first active state, in the definition's order of states; the item with the earliest deadline first.
function group(cards: Card[], kind: Kind): Group[] {
  const order = Object.keys(kind.states);
  const groups = new Map<string, Card[]>();
  for (const card of cards) {
    const state = card.item.configuration[0] ?? '';
    groups.set(state, [...(groups.get(state) ?? []), card]);
  }
  return [...groups.entries()]
    .map(([state, its]) => ({
      state,
      cards: its.sort((a, b) => (a.item.deadline ?? '').localeCompare(b.item.deadline ?? '') || a.item.id.localeCompare(b.item.id)),
    }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
