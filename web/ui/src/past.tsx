// Looking back: a date field, and the banner of every page that shows the past.
import { asOf } from './as-of';
import * as dates from './dates';
import { t } from './i18n';

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

// For a form that filters.
export function AsOfField({ id = 'as-of' }: { id?: string }) {
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for={id}>
        {t('past.field')}
      </label>
      <input class="govuk-input date-input" type="date" id={id} name="as_of" max={today()} defaultValue={asOf?.slice(0, 10) ?? ''} />
    </div>
  );
}

// For a page without filters; what else its address says is kept.
export function AsOfForm() {
  const others = [...new URLSearchParams(location.search)].filter(([name]) => name !== 'as_of');
  return (
    <form method="get" class="filters look-back" aria-label={t('past.field')}>
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <AsOfField />
      <button class="govuk-button govuk-button--secondary" type="submit">
        {t('list.apply')}
      </button>
    </form>
  );
}

export function PastBanner() {
  if (!asOf) return null;
  const now = new URLSearchParams(location.search);
  now.delete('as_of');
  return (
    <div class="past" role="status">
      <p class="govuk-width-container">
        <strong>
          {t('past.banner')} <time dateTime={asOf}>{dates.instant(asOf)}</time>
        </strong>{' '}
        <a href={`${location.pathname}${now.toString() ? `?${now.toString()}` : ''}`}>{t('past.toNow')}</a>
      </p>
    </div>
  );
}
