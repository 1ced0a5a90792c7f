// A text of an item as its reader reads it, and where that comes from.
import type { Item, Kind } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { language, languageName, t } from '../i18n';
import { type Read, originalLanguage, read, translationsOf } from '../translation';
import { href } from '../app';

// Fields of a kind that may be translated: those that its event `translate` offers.
export function translatable(kind: Kind | undefined): string[] {
  return (kind?.events['translate']?.data?.properties?.['field']?.enum ?? []).map(String);
}

// "Translated from Japanese by …" or, where nobody has, which language it is in.
export function TranslationNote({ reading }: { reading: Read }) {
  const { titles } = useApp();
  const { original, translation, stale } = reading;
  if (translation) {
    return (
      <span class="translation-note">
        {t('translation.by', {
          language: languageName(original),
          organisation: titles.organisationName(translation.organisation),
          date: translation.at ? dates.day(translation.at) : '',
        })}
        {stale && <strong class="stale-mark"> {t('translation.stale')}</strong>}
      </span>
    );
  }
  if (!original || original === language) return null;
  return <span class="translation-note">{t('translation.original', { language: languageName(original) })}</span>;
}

// The text, its note, the original of a translation, and a link for whoever may translate it.
export function TranslatedText({ item, field, text, mayTranslate }: { item: Item; field: string; text: string; mayTranslate?: boolean | undefined }) {
  const reading = read(item, field, text);
  return (
    <>
      <span class="user-text" lang={reading.lang}>
        {reading.text}
      </span>
      <TranslationNote reading={reading} />
      {reading.translation && (
        <details class="govuk-details original">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t('translation.showOriginal')}</span>
          </summary>
          <div class="govuk-details__text user-text" lang={originalLanguage(item, field, text)}>
            {text}
          </div>
        </details>
      )}
      {mayTranslate && (!reading.translation || reading.stale) && reading.original !== language && <TranslateLink item={item} field={field} />}
    </>
  );
}

export function TranslateLink({ item, field }: { item: Item; field: string }) {
  const { titles } = useApp();
  const kind = titles.kind(item.kind);
  if (!kind) return null;
  const query = new URLSearchParams({ field, language });
  return (
    <a class="govuk-link translation-note" href={href(`${kind.path}/${encodeURIComponent(item.id)}/translate?${query.toString()}`)}>
      {t('translation.add', { language: languageName(language) })}
    </a>
  );
}

// Translations of what is no single text, such as the measures, as far as the reader has use for them.
export function OtherTranslation({ item, field }: { item: Item; field: string }) {
  const found = translationsOf(item).find((each) => each.field === field && each.language === language);
  const source = item.fields[field];
  if (!found || typeof source === 'string') return null;
  const reading = read(item, field, ' ');
  return (
    <div class="govuk-inset-text">
      <span class="user-text" lang={found.language}>
        {found.text}
      </span>
      <TranslationNote reading={{ ...reading, translation: found, text: found.text, lang: found.language, original: String(item.fields['language'] ?? reading.original ?? '') }} />
    </div>
  );
}
