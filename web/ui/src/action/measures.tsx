// The measures of a plan or commitment: what is done, by which department, until when, and what will count as done.
import type { Item } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { t, textLanguage } from '../i18n';
import { OtherTranslation } from '../view/translated';
import { entries } from './said';

export function Measures({ item, field = 'measures' }: { item: Item; field?: string }) {
  const { titles } = useApp();
  const measures = entries(item, field);
  if (measures.length === 0) return null;
  const schema = titles.kind(item.kind)?.fields?.properties?.[field]?.items?.properties ?? {};
  const lang = (text: unknown) => textLanguage(String(text ?? ''), item.fields['language']);
  return (
    <>
      <table class="govuk-table list list--narrow">
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {['text', 'department', 'test', 'due'].map((name) => (
              <th scope="col" class="govuk-table__header" key={name}>
                {name === 'text' ? t('measures.measure') : titles.field(name, schema[name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {measures.map((measure, index) => (
            <tr class="govuk-table__row" key={index}>
              <th scope="row" class="govuk-table__header user-text" lang={lang(measure['text'])}>
                {String(measure['text'] ?? '')}
              </th>
              {['department', 'test'].map((name) => (
                <td class="govuk-table__cell user-text" key={name} data-label={titles.field(name, schema[name])} lang={lang(measure[name])}>
                  {String(measure[name] ?? '')}
                </td>
              ))}
              <td class="govuk-table__cell" data-label={titles.field('due', schema['due'])}>
                {typeof measure['due'] === 'string' && <time dateTime={measure['due']}>{dates.date(measure['due'])}</time>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <OtherTranslation item={item} field={field} />
    </>
  );
}
