// An item on a board, with a button for exactly what this person may do with it now.
import type { AvailableEvent, Item, Kind } from '../api';
import { Deadline, EventButtons, ItemTitle, StateTags, itemHref } from '../view';
import { Grip } from './drag';
import type { Card } from './groups';

interface BoardCardProps {
  kind: Kind;
  card: Card;
  back: string;
  withStates: boolean; // the group does not say where it stands
  onDone: (item: Item, event: AvailableEvent) => void;
  onRefused: (error: unknown) => void;
  onDrag: (card: Card | null) => void;
}

export function BoardCard({ kind, card, back, withStates, onDone, onRefused, onDrag }: BoardCardProps) {
  const { item, events } = card;
  return (
    <li class="card" data-item={item.id}>
      {!withStates && <Grip card={card} onStart={onDrag} onEnd={() => onDrag(null)} />}
      <div class="card__text">
        <a class="govuk-link card__title" href={itemHref(kind, item.id)}>
          <ItemTitle item={item} />
        </a>
        <span class="id">{item.id}</span>
        {(withStates || item.configuration.length > 1) && <StateTags item={item} kind={kind} />}
        {item.deadline && (
          <span class="card__deadline">
            <Deadline item={item} />
          </span>
        )}
      </div>
      <EventButtons kind={kind} item={item} events={events} back={back} small onDone={onDone} onRefused={onRefused} />
    </li>
  );
}
