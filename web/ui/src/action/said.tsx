// What somebody said to a commitment, at a time: progress, a report of its completion, an erratum, an assessment.
import type { ComponentChildren } from 'preact';
import type { Fields, Item, Schema } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { t } from '../i18n';
import { Value, measureText } from '../view/value';

export type Entry = Fields & { at?: string };

export function entries(item: Item, field: string): Entry[] {
  const value = item.fields[field];
  return Array.isArray(value) ? (value as Entry[]) : [];
}

export const latest = (item: Item, field: string): Entry | undefined => entries(item, field).at(-1);

export function text(entry: Entry | undefined, name: string): string | null {
  const value = entry?.[name];
  return typeof value === 'string' && value ? value : null;
}

export function useSchemas(item: Item): Record<string, Schema> {
  return useApp().titles.kind(item.kind)?.fields?.properties ?? {};
}

// `what` it was, in a word or two, where its place does not say that already.
export function Said({ what, at, children }: { what?: string | undefined; at: string | undefined; children?: ComponentChildren }) {
  const day = at && <time dateTime={at}>{dates.day(at)}</time>;
  return (
    <div class="said">
      <p>
        <strong>{what ?? day}</strong>
        {what && day && <span class="secondary"> {day}</span>}
      </p>
      {children}
    </div>
  );
}

export function Words({ entry, name, item }: { entry: Entry; name: string; item: Item }) {
  const words = text(entry, name);
  return (
    <>
      {words && <Value value={words} item={item} />}
      <Evidence entry={entry} />
    </>
  );
}

// Files and addresses that an entry names.
function Evidence({ entry }: { entry: Entry }) {
  const attachments = entry['attachments'];
  if (!Array.isArray(attachments) || attachments.length === 0) return null;
  return <Value value={attachments} schema={{ type: 'array', 'x-widget': 'attachments', items: { type: 'string' } }} />;
}

// An entry about progress: how it stands, and on which of the measures.
export function Progress({ entry, item }: { entry: Entry; item: Item }) {
  const { titles } = useApp();
  const outlook = text(entry, 'outlook');
  const schema = useSchemas(item)['progress']?.items?.properties?.['outlook'];
  const outlookTitle = outlook ? titles.enumValue(outlook, schema) : t('voices.progress');
  const percentage = entry['percentage'];
  const measure = typeof entry['measure'] === 'number' ? measureText(item, 'measure', entry['measure']) : undefined;
  return (
    <Said what={typeof percentage === 'number' ? t('voices.percentage', { outlook: outlookTitle, percentage }) : outlookTitle} at={entry.at}>
      {measure && (
        <p class="secondary">
          {t('measures.measure')}
          {t('colon')}
          {measure}
        </p>
      )}
      <Words entry={entry} name="text" item={item} />
    </Said>
  );
}
