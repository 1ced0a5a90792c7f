// Dates and spans of time in words. A deadline is shown on the calendar of the place where it counts.
import { now } from './api';
import { asOf } from './as-of';
import { language, locale, number, t } from './i18n';
import { kept } from './kept';

const formats = kept((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
const units = kept((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));

function format(value: Date, options: Intl.DateTimeFormatOptions): string {
  const text = formats(options).format(value);
  return language === 'en' ? text.replace(/,/g, '') : text;
}

const dayOptions: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };

// A civil date, "2012-11-25".
export function date(text: string): string {
  const value = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(value.getTime()) ? text : format(value, { ...dayOptions, timeZone: 'UTC' });
}

// An instant, in the reader's own zone, which it names.
export function instant(text: string): string {
  const value = new Date(text);
  if (Number.isNaN(value.getTime())) return text;
  return format(value, { ...dayOptions, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
}

// An instant on the clock of the place where it happened, which is named; in the reader's own zone where none is known.
export function instantAt(text: string, zone: string | undefined, place: string): string {
  const value = new Date(text);
  if (!zone || Number.isNaN(value.getTime())) return instant(text);
  const time = format(value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  return t('date.atTime', { date: format(value, { ...dayOptions, timeZone: zone }), time, place });
}

// The day of an instant, in the reader's own zone.
export function day(text: string): string {
  const value = new Date(text);
  return Number.isNaN(value.getTime()) ? text : format(value, dayOptions);
}

// "Nov 2012", for the ends of a line of time.
export function month(value: number): string {
  return format(new Date(value), { month: 'short', year: 'numeric' });
}

// "today", or the day that the page looks back to.
export function today(): string {
  return asOf ? day(asOf) : t('date.today');
}

export function clock(value: number): string {
  return format(new Date(value), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

// The last instant that counts, as the server writes it: with the offset of the place where it counts, so its
// date part is that place's date. `place` is the place's name, if known.
export function deadline(text: string, place?: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):(\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!match) return text;
  const [, day = '', time = '', seconds = '', offset = 'Z'] = match;
  const where = place ?? t('date.offset', { offset: offset === 'Z' ? '' : offset });
  if (time === '23:59' && seconds === '59') return t('date.endOfDay', { date: date(day), place: where });
  return t('date.atTime', { date: date(day), time, place: where });
}

function unit(value: number, name: 'day' | 'month' | 'year' | 'hour'): string {
  const text = units({ style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  return language === 'ja' || language === 'zh' ? text.replace(/\s/g, '') : text;
}

const dayMs = 86_400_000;

// "3 days", "5 months", "1 year 4 months": as exact as somebody needs who plans work.
export function span(milliseconds: number): string {
  const days = Math.floor(milliseconds / dayMs);
  if (days < 1) return unit(Math.max(1, Math.floor(milliseconds / 3_600_000)), 'hour');
  if (days < 100) return unit(days, 'day');
  const months = Math.floor(days / 30.44);
  if (months < 12) return unit(months, 'month');
  const years = Math.floor(months / 12);
  const rest = months % 12;
  const parts = rest && years < 5 ? [unit(years, 'year'), unit(rest, 'month')] : [unit(years, 'year')];
  return parts.join(language === 'en' || language === 'ko' ? ' ' : '');
}

export function fromNow(text: string): string {
  const difference = new Date(text).getTime() - now();
  return difference >= 0
    ? t('date.left', { time: span(difference) })
    : t('date.ago', { time: span(-difference) });
}

export function overdueFor(text: string): string {
  return t('date.overdueFor', { time: span(Math.max(0, now() - new Date(text).getTime())) });
}

export function isDate(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

export function isInstant(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text);
}

export { number };
