// Above a form whose item somebody else has changed meanwhile: what and by whom, and where both wrote the same field,
// what it says now beside what was typed, to keep the one or take the other.
import type { Fields, HistoryEntry, Item, Kind, Schema } from './api';
import { useApp } from './app';
import { t } from './i18n';
import { Changes, Value } from './view';

export interface Conflict {
  name: string;
  theirs: unknown;
  mine: unknown;
}

// Fields that both have changed, with what they are now. A field draft_NAME is the text that is being worked on.
export function conflicts(entries: HistoryEntry[], before: Fields, mine: Fields): Conflict[] {
  const changed: Fields = {};
  for (const entry of entries) {
    Object.assign(changed, entry.changed);
    for (const [name, added] of Object.entries(entry.appended ?? {}))
      changed[name] = [changed[name] ?? before[name.replace(/^draft_/, '')] ?? [], added].flat();
  }
  return Object.keys(before).concat(Object.keys(mine).filter((name) => !(name in before))).flatMap((name) => {
    const theirs = [`draft_${name}`, name].find((each) => each in changed);
    if (theirs === undefined) return [];
    const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
    return differ(mine[name], before[name]) && differ(mine[name], changed[theirs]) ? [{ name, theirs: changed[theirs], mine: mine[name] }] : [];
  });
}

export function Stale(props: { kind: Kind; item: Item; schema: Schema; entries: HistoryEntry[]; both: Conflict[]; onKeep: () => void; onTake: () => void }) {
  const { titles } = useApp();
  const { both } = props;
  return (
    <div class="stale" role="status">
      <h2 class="govuk-heading-s">{t('stale.title')}</h2>
      <Changes kind={props.kind} entries={props.entries} />
      {both.map(({ name, theirs, mine }) => {
        const schema = props.schema.properties?.[name];
        return (
          <dl class="object" key={name} data-conflict={name}>
            <div>
              <dt>{t('stale.theirs', { field: titles.field(name, schema) })}</dt>
              <dd>
                <Value value={theirs} schema={schema} item={props.item} name={name} />
              </dd>
            </div>
            <div>
              <dt>{t('stale.mine')}</dt>
              <dd>
                <Value value={mine} schema={schema} item={props.item} name={name} />
              </dd>
            </div>
          </dl>
        );
      })}
      <p class="govuk-body">{t(both.length ? 'stale.choose' : 'stale.kept')}</p>
      <div class="govuk-button-group">
        <button type="button" class="govuk-button govuk-button--secondary" data-does="keep" onClick={props.onKeep}>
          {t('stale.reload')}
        </button>
        {both.length > 0 && (
          <button type="button" class="govuk-button govuk-button--secondary" data-does="take" onClick={props.onTake}>
            {t('stale.take')}
          </button>
        )}
      </div>
    </div>
  );
}
