// A text of the document in every other language that there is of it, and by whom.
import { useApp } from '../../app';
import * as dates from '../../dates';
import { languageName, t } from '../../i18n';
import type { Translation } from '../../translation';

export function Translations({ list, saying }: { list: Translation[]; saying: 'memorandum.translation' | 'memorandum.laterTranslation' }) {
  const { titles } = useApp();
  return (
    <>
      {list.map((each) => (
        <div key={each.field + each.language} class="annex__translation">
          <p class="govuk-body-s secondary">
            {t(saying, { language: languageName(each.language), organisation: titles.organisationName(each.organisation), date: each.at ? dates.day(each.at) : '' })}
          </p>
          <p class="govuk-body user-text" lang={each.language}>
            {each.text}
          </p>
        </div>
      ))}
    </>
  );
}
