// Dragging a card to where one of its events leads: for whoever has a pointer. The buttons on the card do the same.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AvailableEvent, Kind } from '../api';
import { useApp } from '../app';
import { joinList, t } from '../i18n';
import type { Card } from './groups';

// What a card may be dragged to: its events that lead somewhere else.
export function stepsOf({ item, events }: Card): AvailableEvent[] {
  return events.filter(({ allowed, targets }) => allowed && targets.some((target) => !item.configuration.includes(target)));
}

// The event that leads into this state, if it is the only one.
export function stepInto(card: Card, state: string): AvailableEvent | null {
  const found = stepsOf(card).filter(({ targets }) => targets.some((target) => target === state || state.startsWith(`${target}.`)));
  return found.length === 1 ? (found[0] ?? null) : null;
}

export function Grip(props: { card: Card; onStart: (card: Card) => void; onEnd: () => void }) {
  if (!stepsOf(props.card).length) return null;
  const start = (event: DragEvent) => {
    const grip = event.currentTarget as HTMLElement;
    const shown = grip.closest('.card');
    event.dataTransfer?.setData('text/plain', props.card.item.id);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    if (shown) event.dataTransfer?.setDragImage(shown, 10, 20);
    // A page that changes while the drag begins ends it.
    setTimeout(() => props.onStart(props.card));
  };
  return (
    <span class="grip" draggable aria-hidden="true" data-grip={props.card.item.id} onDragStart={start} onDragEnd={props.onEnd}>
      <svg width="10" height="18" viewBox="0 0 10 18">
        {[2, 9, 16].map((y) => [2, 8].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.8" />))}
      </svg>
    </span>
  );
}

// Takes what is dropped on it, as long as `onDrop` says so; `name` tells places apart.
export function DropZone(props: { name: string; onDrop: (() => void) | null; children: ComponentChildren }) {
  const [over, setOver] = useState(false);
  const { name, onDrop, children } = props;
  const takes = onDrop !== null;
  // A drag may end over it without a drop.
  useEffect(() => {
    if (!takes) setOver(false);
  }, [takes]);
  if (!onDrop) return <div>{children}</div>;
  const leave = (event: DragEvent) => {
    if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) setOver(false);
  };
  return (
    <div
      class={`drop-zone${over ? ' drop-zone--over' : ''}`}
      data-drop={name}
      onDragEnter={() => setOver(true)}
      onDragLeave={leave}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
    >
      {children}
    </div>
  );
}

// While a card is dragged: every step that it can take, always in reach however long the board is.
export function DropPanel(props: { kind: Kind; card: Card; onDrop: (event: AvailableEvent) => void }) {
  const { titles } = useApp();
  return (
    <div class="drop-panel" aria-hidden="true">
      <p class="govuk-body">{t('board.drop')}</p>
      <div class="drop-panel__zones">
        {stepsOf(props.card).map((event) => (
          <DropZone key={event.type} name={event.type} onDrop={() => props.onDrop(event)}>
            <strong>{titles.event(props.kind, event.type)}</strong>
            <span class="secondary">{joinList(event.targets.map((target) => titles.state(props.kind, target)))}</span>
          </DropZone>
        ))}
      </div>
    </div>
  );
}
