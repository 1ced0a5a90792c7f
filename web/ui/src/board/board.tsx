// A board: items of one kind grouped by their states, or by the values of a field. Settled groups are folded away.
import { useState } from 'preact/hooks';
import { type AvailableEvent, type Item, type Kind, getAll, randomKey } from '../api';
import { asOf } from '../as-of';
import { announce, useApp, useLive, useLoaded } from '../app';
import { t, textLanguage } from '../i18n';
import { Banner, Problem } from '../notes';
import { refusal } from '../view';
import { eventHref, fire, getEvents, needsForm, nextSteps } from '../view/events';
import { BoardCard } from './card';
import { DropPanel, DropZone, stepInto } from './drag';
import { type Card, type Group, byState, byValue } from './groups';

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

interface BoardProps {
  kind: Kind;
  query: string;
  heading: string;
  by?: string | undefined; // a field, see byValue(); states if there is none
  initialNote?: string | null;
  none: string;
}

export function Board(props: BoardProps) {
  const app = useApp();
  const { kind, by } = props;
  const [note, setNote] = useState<string | null>(props.initialNote ?? null);
  const [refused, setRefused] = useState<string | null>(null);
  const [dragged, setDragged] = useState<Card | null>(null);
  const loaded = useLoaded(async () => {
    const items = await getAll<Item>(`/api/v1/${kind.path}?${props.query}`);
    const settled = (item: Item) => app.titles.tags(kind, item.configuration).has('settled');
    return inTurn<Item, Card>(items, async (item) => ({
      item,
      settled: settled(item),
      events: asOf || settled(item) ? [] : await getEvents(kind, item.id),
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
  const open = loaded.value.filter((card) => !card.settled);
  const settled = byState(
    loaded.value.filter((card) => card.settled),
    kind,
  );
  const waiting = open.filter((card) => nextSteps(kind, card.events).length > 0).length;
  const back = location.pathname + location.search;
  const done = (item: Item, event: AvailableEvent) => {
    setRefused(null);
    setNote(t('item.doneOn', { event: app.titles.event(kind, event.type), title: item.id }));
    loaded.reload();
  };
  const refuse = (error: unknown) => {
    setNote(null);
    setRefused(refusal(error));
    loaded.reload();
  };
  const drop = ({ item }: Card, event: AvailableEvent) => {
    setDragged(null);
    if (needsForm(event)) return location.assign(eventHref(kind, item, event.type, back));
    void fire(kind, item, event.type, undefined, randomKey()).then((next) => done(next, event), refuse);
  };
  const cards = ({ cards: its }: Group, withStates: boolean) => (
    <ul class="cards">
      {its.map((card) => (
        <BoardCard key={card.item.id} kind={kind} card={card} back={back} withStates={withStates} onDone={done} onRefused={refuse} onDrag={setDragged} />
      ))}
    </ul>
  );
  const heading = (title: string, count: number, lang?: string) => (
    <h3 class="govuk-heading-s group">
      <span lang={lang}>{title}</span> <span class="count">{count}</span>
    </h3>
  );
  const stateSection = (group: Group) => {
    const title = app.titles.state(kind, group.name);
    const step = dragged && !group.cards.includes(dragged) ? stepInto(dragged, group.name) : null;
    return (
      <section key={group.name} aria-label={title} data-group={group.name}>
        <DropZone name={group.name} onDrop={dragged && step ? () => drop(dragged, step) : null}>
          {heading(title, group.cards.length)}
          {cards(group, false)}
        </DropZone>
      </section>
    );
  };
  // Two boards of a page may have groups of the same name.
  const valueSection = (group: Group) => (
    <section key={group.name} aria-label={props.heading + t('colon') + (group.name || t('board.noValue'))} data-group={group.name}>
      {heading(group.name || t('board.noValue'), group.cards.length, group.name ? textLanguage(group.name) : undefined)}
      {cards(group, true)}
    </section>
  );
  return (
    <section aria-label={props.heading}>
      <h2 class="govuk-heading-m">{props.heading}</h2>
      {note && <Banner text={note} />}
      {refused && <Problem text={refused} />}
      <p class="govuk-body">{loaded.value.length ? t('board.waiting', { count: waiting, all: loaded.value.length }) : props.none}</p>
      {by ? byValue(open, by).map(valueSection) : byState(open, kind).map(stateSection)}
      {settled.length > 0 && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t('board.settled', { count: settled.reduce((sum, group) => sum + group.cards.length, 0) })}</span>
          </summary>
          {settled.map(stateSection)}
        </details>
      )}
      {dragged && <DropPanel kind={kind} card={dragged} onDrop={(event) => drop(dragged, event)} />}
    </section>
  );
}
