// Firing an item's events: the buttons, the request, and the sentence when it did not go through.
import { useState } from 'preact/hooks';
import { ApiError, type AvailableEvent, type Item, type Kind, getOrNull, itemPath, randomKey, request } from '../api';
import { useApp } from '../app';
import { t } from '../i18n';
import { plainEvents } from '../plain-schema';
import { itemHref } from './title';

// Whether an event needs a form: one without data, or with nothing to fill in, is fired by its button.
export function needsForm(event: AvailableEvent): boolean {
  return Object.keys(event.data?.properties ?? {}).length > 0 || !!event.data?.['x-confirm'];
}

function asksForSomething({ data }: AvailableEvent): boolean {
  return (data?.required ?? []).some((name) => !data?.properties?.[name]?.['x-prefill']);
}

// What somebody may be waited for: without what can be done at any time.
export function nextSteps(kind: Kind, events: AvailableEvent[]): AvailableEvent[] {
  return events.filter(({ type, allowed }) => allowed && !kind.aside?.includes(type));
}

// What can be done with an item now; with `all` also what cannot, and why. Nothing of an item that may not be known.
export async function getEvents(kind: Kind, id: string, all = false): Promise<AvailableEvent[]> {
  return plainEvents((await getOrNull<AvailableEvent[]>(`${itemPath(kind, id)}/events${all ? '?all=true' : ''}`)) ?? []);
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
  const possible = props.events.filter((event) => event.allowed);
  // One looks like the next step, unless nothing is expected any more: the first that asks for nothing, as to say yes does.
  const steps = app.titles.tags(kind, item.configuration).has('settled') ? [] : nextSteps(kind, possible);
  const next = steps.find((event) => !asksForSomething(event)) ?? steps[0];
  const allowed = next ? [next, ...possible.filter((event) => event !== next)] : possible;
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
