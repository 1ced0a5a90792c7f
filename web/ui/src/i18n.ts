// Texts in the page's language. Every text that a person reads and that does not come from the server is a key of
// the four catalogues in locales/. A text may have placeholders ({name}) and, keyed by Intl.PluralRules' categories,
// plural forms chosen by {count}.
import type english from './locales/en.json';
import type { Counted, Language, Texts } from './api';
import { kept } from './kept';

type Catalogue = typeof english;
export type Key = keyof Catalogue;
type Entry = string | Record<string, string>;

export const language = document.documentElement.lang as Language;
// How the language is written where it matters: the day before the month.
export const locale = language === 'en' ? 'en-GB' : language;
let catalogue: Record<string, Entry> = {};
const plurals = new Intl.PluralRules(language);
export const numbers = kept((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options));
const names = kept((options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(language, options));
const lists = kept((options: Intl.ListFormatOptions) => new Intl.ListFormat(language, options));

export async function loadCatalogue(): Promise<void> {
  const module = (await import(`./locales/${language}.json`)) as { default: Record<string, Entry> };
  catalogue = module.default;
}

export function number(value: number): string {
  // Small whole numbers are written the same in all four languages.
  return Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : numbers({}).format(value);
}

type Values = Record<string, string | number>;

export function t(key: Key, values: Values = {}): string {
  const entry = catalogue[key];
  return entry === undefined ? key : fill(entry, values);
}

// The same for a text of the pack; '' if it has none.
export function tell(texts: Counted | undefined, values: Values): string {
  const entry = texts?.[language] ?? texts?.en;
  return entry === undefined ? '' : fill(entry, values);
}

function fill(entry: Entry, values: Values): string {
  const text = typeof entry === 'string' ? entry : (entry[plurals.select(Number(values['count'] ?? 0))] ?? entry['other'] ?? '');
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : value;
  });
}

// A text that the server sends in several languages: the reader's, else English, else any, else what is given.
export function pick(texts: Texts | undefined | null, otherwise = ''): string {
  if (!texts) return otherwise;
  return texts[language] ?? texts.en ?? Object.values(texts)[0] ?? otherwise;
}

// A title inside a sentence: English writes it small, unless it is an abbreviation.
export function inSentence(title: string): string {
  if (language !== 'en' || /^.[A-Z]/.test(title)) return title;
  return title.charAt(0).toLowerCase() + title.slice(1);
}

// "Japanese", in the reader's language; the code of a language that the browser has no name for.
export function languageName(code: string | undefined): string {
  if (!code) return '';
  return names({ type: 'language' }).of(code) ?? code;
}

export function joinList(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : lists({ type: 'conjunction' }).format(parts);
}

// The language of a text somebody wrote, for the right glyphs and the right voice. Kana and Hangul are certain; Han
// alone is what `hint` says, as Chinese and Japanese share it.
export function textLanguage(text: string, hint?: unknown): string | undefined {
  if (typeof hint === 'string' && /^(en|ja|zh|ko)$/.test(hint)) return hint;
  // An answer in one language quotes the problem's title in another.
  const unquoted = text.replace(/“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|"[^"]*"/gu, '');
  const told = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]|[A-Za-z]{3}/u.test(unquoted)
    ? unquoted
    : text;
  if (/\p{Script=Hangul}/u.test(told)) return 'ko';
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(told)) return 'ja';
  if (/\p{Script=Han}/u.test(told)) return language === 'ja' ? undefined : 'zh';
  return /[A-Za-z]{3}/.test(told) ? 'en' : undefined;
}
