// What a board is grouped by: states, or what the pack names besides. The choice stands in the address.
import type { BoardList } from '../api';
import { href, useApp } from '../app';
import { t } from '../i18n';
import { schemaAt } from './groups';

export const chosenGrouping = new URLSearchParams(location.search).get('by');

export function Grouping({ lists }: { lists: BoardList[] }) {
  const { titles } = useApp();
  const options = new Map([['', t('board.byState')]]);
  for (const { kind: id, by } of lists) {
    const kind = titles.kind(id);
    if (by && kind && !options.has(by)) options.set(by, titles.field(by, schemaAt(kind, by)));
  }
  if (options.size < 2) return null;
  const chosen = chosenGrouping && options.has(chosenGrouping) ? chosenGrouping : '';
  return (
    <nav class="grouping" aria-label={t('board.groupedBy')}>
      <span>{t('board.groupedBy')}</span>
      {[...options].map(([by, title]) =>
        by === chosen ? (
          <strong key={by} aria-current="true">
            {title}
          </strong>
        ) : (
          <a key={by} class="govuk-link" href={href(by ? `board?by=${encodeURIComponent(by)}` : 'board')}>
            {title}
          </a>
        ),
      )}
    </nav>
  );
}
