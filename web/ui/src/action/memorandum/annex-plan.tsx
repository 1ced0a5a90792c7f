// The annex: the frozen text of each plan, in every language that there is of it.
import type { Item } from '../../api';
import { number, t } from '../../i18n';
import { digest } from '../../sha256';
import { originalLanguage, translationsOf } from '../../translation';
import { ReportTitle, ReportTitleNote } from '../document';
import { Measures } from '../measures';
import { Translations } from './translations';

export interface AnnexEntry {
  plan: string;
  city: string;
  report: string;
  sha256?: string;
  translations_sha256?: string;
}

export const planDigest = (plan: Item): string => digest([plan.fields['report'], plan.fields['city'], plan.fields['text'], plan.fields['measures']]);

// One plan of the annex, in the language that it was written in and in every other one.
export function AnnexPlan({ entry, number: place, plan, report }: { entry: AnnexEntry; number: number; plan: Item | undefined; report: Item | undefined }) {
  const text = plan?.fields['text'];
  const frozen = plan ? translationsOf(plan, 'annex_translations') : [];
  const later = plan ? translationsOf(plan).filter((each) => !frozen.some((its) => its.field === each.field && its.language === each.language && its.text === each.text)) : [];
  return (
    <div class="annex__plan" data-plan={entry.plan}>
      <h4 class="govuk-heading-s">
        {number(place)}. <ReportTitle report={report} id={entry.plan} />
      </h4>
      <ReportTitleNote report={report} />
      {!plan && <p class="govuk-body secondary">{t('memorandum.planUnknown')}</p>}
      {plan?.fields['local_only'] === true && <p class="govuk-body">{t('plan.localOnly')}</p>}
      {typeof text === 'string' && plan && (
        <p class="govuk-body user-text" lang={originalLanguage(plan, 'text', text)}>
          {text}
        </p>
      )}
      {plan && <Measures item={plan} />}
      <Translations list={frozen} saying="memorandum.translation" />
      <Translations list={later} saying="memorandum.laterTranslation" />
      {plan && entry.sha256 && planDigest(plan) !== entry.sha256 && <p class="govuk-body late">{t('memorandum.changedSince')}</p>}
      <p class="govuk-body-s secondary">
        {t('memorandum.textHash')} <code class="hash">{entry.sha256}</code>
      </p>
    </div>
  );
}
