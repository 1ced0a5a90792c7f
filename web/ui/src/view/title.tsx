// What an item is called, and links to it.
import { useEffect, useState } from 'preact/hooks';
import { type Item, type Kind, getOrNull, itemPath } from '../api';
import { type App, href, useApp } from '../app';
import { type Read, ownTitle } from '../translation';

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
export function useTitle(item: Item | null): { text: string; lang: string | undefined; reading: Read | null } {
  const app = useApp();
  const own = item ? ownTitle(item) : null;
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
  }, [item?.kind, item?.id, own?.text]);
  const reading = own ?? (inherited && ownTitle(inherited));
  return { text: reading?.text ?? item?.id ?? '', lang: reading?.lang, reading };
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
