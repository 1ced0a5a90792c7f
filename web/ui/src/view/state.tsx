// Where an item stands: its states and its deadline in words.
import type { Item, Kind } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { t } from '../i18n';

export function StateTags({ item, kind }: { item: Item; kind?: Kind | undefined }) {
  const app = useApp();
  const its = kind ?? app.titles.kind(item.kind);
  return (
    <span class="tags">
      {item.configuration.map((path) => {
        const settled = app.titles.tags(its, [path]).has('settled');
        return (
          <strong key={path} class={`govuk-tag${settled ? ' govuk-tag--grey' : ''}`}>
            {app.titles.state(its, path)}
          </strong>
        );
      })}
    </span>
  );
}

export function Deadline({ item }: { item: Item }) {
  const app = useApp();
  if (!item.deadline) return null;
  return (
    <>
      <time dateTime={item.deadline}>{dates.deadline(item.deadline, app.titles.place(item))}</time> <Remaining item={item} />
    </>
  );
}

// The deadline as a paragraph of its own, for whoever has one.
export function DeadlineLine({ item }: { item: Item }) {
  if (!item.deadline) return null;
  return (
    <p class="govuk-body">
      <strong>{t('item.deadline')}</strong>
      {t('colon')}
      <Deadline item={item} />
    </p>
  );
}

// How long until the deadline, or since: as long as it matters.
export function Remaining({ item }: { item: Item }) {
  const app = useApp();
  if (!item.deadline || app.titles.tags(app.titles.kind(item.kind), item.configuration).has('settled')) return null;
  return (
    <span class={item.overdue ? 'late' : 'secondary'}>({item.overdue ? dates.overdueFor(item.deadline) : dates.fromNow(item.deadline)})</span>
  );
}
