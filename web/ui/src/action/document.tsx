// What documents to print have in common: a page under an item's id, a button to print, reports by id for their titles.
import type { ComponentChildren } from 'preact';
import { type Item, type Kind, getAll } from '../api';
import { Pending, useApp } from '../app';
import { t } from '../i18n';
import { type Read, ownTitle } from '../translation';
import { TranslationNote } from '../view';

// The second part of the address below the language.
export function documentId(): string {
  return decodeURIComponent(location.pathname.split('/')[3] ?? '');
}

export function PrintButton() {
  return (
    <button type="button" class="govuk-button govuk-button--secondary print-button" onClick={() => print()}>
      {t('document.print')}
    </button>
  );
}

// Every item of a kind in a round.
export function ofRound(kind: Kind | undefined, round: string, most = 2000): Promise<Item[]> {
  return kind ? getAll<Item>(`/api/v1/${kind.path}?round=${encodeURIComponent(round)}&sort=created_at,id`, most) : Promise.resolve([]);
}

export const byId = (items: Item[]): Map<string, Item> => new Map(items.map((item) => [item.id, item]));

export function ReportTitle({ report, id }: { report: Item | undefined; id: string }) {
  const title: Read | null = report ? ownTitle(report) : null;
  if (!title) return <>{id}</>;
  return (
    <>
      <span lang={title.lang}>{title.text}</span> <span class="secondary">({id})</span>
    </>
  );
}

// In which language a report's title is, below the heading that it stands in.
export function ReportTitleNote({ report }: { report: Item | undefined }) {
  const title = report ? ownTitle(report) : null;
  return title && <TranslationNote reading={title} />;
}

// By the English names of the cities, and within a city as they were made.
export function groupByCity<T>(entries: T[], cityOf: (entry: T) => string, sort: (cities: string[]) => string[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const city = cityOf(entry);
    groups.set(city, [...(groups.get(city) ?? []), entry]);
  }
  return sort([...groups.keys()]).map((city) => [city, groups.get(city) ?? []]);
}

export function NamedDocument({ kind, children }: { kind: string; children: (kind: Kind, id: string) => ComponentChildren }) {
  const { titles } = useApp();
  const its = titles.kind(kind);
  const id = documentId();
  if (!its || !id) return <Pending error={{ status: 404 }} />;
  return <>{children(its, id)}</>;
}

