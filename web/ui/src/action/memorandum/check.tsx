import type { Item } from '../../api';
import { t } from '../../i18n';
import { digest } from '../../sha256';
import { type AnnexEntry, planDigest } from './annex-plan';

// The hash is of no use to whoever can't check it: the page has done it, and says how anybody can.
export function Check({ memorandum, annex, plans }: { memorandum: Item; annex: AnnexEntry[]; plans: Map<string, Item> }) {
  const hash = memorandum.fields['annex_sha256'];
  if (typeof hash !== 'string') return null;
  const known = annex.filter((entry) => plans.has(entry.plan));
  const plansFit = known.every((entry) => planDigest(plans.get(entry.plan) as Item) === entry.sha256);
  const fits = digest([memorandum.fields['round'], memorandum.fields['annex']]) === hash;
  const result = fits && plansFit && known.length === annex.length ? 'memorandum.checked' : fits ? 'memorandum.checkedInPart' : 'memorandum.notChecked';
  return (
    <section aria-labelledby="check" class="check">
      <h2 class="govuk-heading-m" id="check">
        {t('memorandum.check')}
      </h2>
      <p class="govuk-body">
        <code class="hash">{hash}</code>
      </p>
      <p class={`govuk-body${result === 'memorandum.notChecked' ? ' late' : ''}`} data-check={result}>
        {t(result)}
      </p>
      <p class="govuk-body">{t('memorandum.howToCheck')}</p>
      <p class="govuk-body">
        <code class="recipe">{recipe(memorandum.id)}</code>
      </p>
    </section>
  );
}

// What a shell answers with the same hash. No words: a command is the same in every language.
function recipe(id: string): string {
  const address = `${location.origin}/api/v1/memoranda/${encodeURIComponent(id)}`;
  return `curl -s ${address} | jq -cSj '.fields | [.round, .annex]' | sha256sum`;
}
