// In which language a text of an item is read: the reader's, if it was written in it or somebody has translated it,
// else the original.
import type { Item, Language } from './api';
import { language, pick, textLanguage } from './i18n';
import { digest } from './sha256';

export interface Translation {
  field: string;
  language: Language;
  text: string;
  organisation?: string;
  at?: string;
  // SHA-256 of what was translated.
  source_sha256?: string;
}

export interface Read {
  text: string;
  lang: string | undefined;
  // What the text was written in.
  original: string | undefined;
  // Set if `text` is a translation.
  translation?: Translation;
  // The text has changed since it was translated.
  stale?: boolean;
}

// The latest of each field and language.
export function translationsOf(item: Item, list = 'translations'): Translation[] {
  const all = item.fields[list];
  if (!Array.isArray(all)) return [];
  const latest = new Map<string, Translation>();
  for (const each of all as Translation[]) {
    const key = `${each.field} ${each.language}`;
    latest.delete(key);
    latest.set(key, each);
  }
  return [...latest.values()];
}

export function isStale(item: Item, translation: Translation): boolean {
  return !!translation.source_sha256 && translation.source_sha256 !== digest([item.fields[translation.field]]);
}

export function originalLanguage(item: Item, field: string, text: string): string | undefined {
  // A few Latin words in a report of another language, such as a theme, are in no other language than they look.
  if (!/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return textLanguage(text);
  return textLanguage(text, item.fields[`${field}_language`] ?? item.fields['language']);
}

export function read(item: Item, field: string, text: string, reader: string = language): Read {
  const original = originalLanguage(item, field, text);
  const plain = { text, lang: original, original };
  if (original === reader) return plain;
  const translation = translationsOf(item).find((each) => each.field === field && each.language === reader);
  if (!translation) return plain;
  return { text: translation.text, lang: reader, original, translation, stale: isStale(item, translation) };
}

// The title or name that an item has of its own, as this reader reads it.
export function ownTitle(item: Item): Read | null {
  for (const name of ['title', 'name']) {
    const value = item.fields[name];
    if (typeof value === 'string' && value) return read(item, name, value);
    if (value && typeof value === 'object') return { text: pick(value as Record<string, string>), lang: language, original: language };
  }
  return null;
}
