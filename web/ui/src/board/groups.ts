// How the items of a board are grouped: by where they stand, or by the values of a field.
import type { AvailableEvent, Item, Kind, Schema } from '../api';
import { language } from '../i18n';

export interface Card {
  item: Item;
  events: AvailableEvent[];
  settled: boolean;
}

export interface Group {
  name: string; // a state's path, or a value; '' for what has none
  cards: Card[];
}

// The item with the earliest deadline first.
function sorted(cards: Card[]): Card[] {
  return [...cards].sort((a, b) => (a.item.deadline ?? '').localeCompare(b.item.deadline ?? '') || a.item.id.localeCompare(b.item.id));
}

function gather(cards: Card[], namesOf: (card: Card) => string[]): Group[] {
  const groups = new Map<string, Card[]>();
  for (const card of cards) {
    for (const name of namesOf(card)) groups.set(name, [...(groups.get(name) ?? []), card]);
  }
  return [...groups.entries()].map(([name, its]) => ({ name, cards: sorted(its) }));
}

// By the first active state, in the definition's order of states.
export function byState(cards: Card[], kind: Kind): Group[] {
  const order = Object.keys(kind.states);
  return gather(cards, ({ item }) => [item.configuration[0] ?? '']).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

// By the values of a field, "zone" or "measures/department": an item that has several stands in each of their groups,
// one that has none in the last.
export function byValue(cards: Card[], path: string): Group[] {
  const collator = new Intl.Collator(language);
  return gather(cards, ({ item }) => valuesAt(item, path)).sort((a, b) => (a.name === '' ? 1 : b.name === '' ? -1 : collator.compare(a.name, b.name)));
}

function valuesAt(item: Item, path: string): string[] {
  const [field = '', member] = path.split('/');
  const value = item.fields[field];
  const all = (Array.isArray(value) ? value : [value]).map((each: unknown) => (member === undefined ? each : (each as Record<string, unknown> | null)?.[member]));
  const named = [...new Set(all.filter((each) => typeof each === 'string' && each !== '') as string[])];
  return named.length ? named : [''];
}

export function schemaAt(kind: Kind, path: string): Schema | undefined {
  const [field = '', member] = path.split('/');
  const schema = kind.fields?.properties?.[field];
  return member === undefined ? schema : schema?.items?.properties?.[member];
}
