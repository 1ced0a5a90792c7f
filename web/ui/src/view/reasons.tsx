// Why an event is not possible now.
import type { AvailableEvent, Kind, Reason } from '../api';
import { useApp } from '../app';
import { t } from '../i18n';
import { ReferenceLink } from './title';

// Those that are this person's to do one by one, then what is for others or happens by itself.
export function NotAllowed({ kind, events }: { kind: Kind; events: AvailableEvent[] }) {
  const app = useApp();
  const others = events.filter((event) => !event.allowed);
  const foreign = (event: AvailableEvent) => event.reasons.some(({ cause }) => ['role', 'organisation', 'itself'].includes(cause));
  const own = others.filter((event) => !foreign(event));
  const rest = others.filter(foreign);
  return (
    <>
      {own.length > 0 && (
        <ul class="govuk-list why-not" aria-label={t('item.notNow')}>
          {own.map((event) => (
            <li key={event.type}>
              <details class="govuk-details" data-why-not={event.type}>
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">{t('item.whyNot', { event: app.titles.event(kind, event.type) })}</span>
                </summary>
                <div class="govuk-details__text">
                  <Reasons reasons={event.reasons} />
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <details class="govuk-details" data-why-not="others">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t('item.forOthers', { count: rest.length })}</span>
          </summary>
          <div class="govuk-details__text">
            <dl class="reasons">
              {rest.map((event) => (
                <div key={event.type} data-why-not={event.type}>
                  <dt>{app.titles.event(kind, event.type)}</dt>
                  <dd>
                    <Reasons reasons={event.reasons} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </details>
      )}
    </>
  );
}

const itemsShown = 5;

// Reasons as sentences, each with links to the items that stand in the way.
export function Reasons({ reasons }: { reasons: Reason[] }) {
  const app = useApp();
  return (
    <ul class={`govuk-list${reasons.length > 1 ? ' govuk-list--bullet' : ''}`}>
      {reasons.map((reason, index) => {
        const kind = app.titles.kind(reason.kind ?? '');
        const items = reason.items ?? [];
        return (
          <li key={index} data-cause={reason.cause} data-rule={reason.rule}>
            {reason.sentence}
            {items.length > 0 && (
              <ul class="govuk-list in-the-way">
                {items.slice(0, itemsShown).map((id) => (
                  <li key={id}>{kind ? <ReferenceLink kind={kind} id={id} /> : id}</li>
                ))}
                {items.length > itemsShown && <li>{t('dashboard.more', { count: items.length - itemsShown })}</li>}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}
