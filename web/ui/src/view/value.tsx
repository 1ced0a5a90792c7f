// Values and fields by their schema, also when the schema says little.
import type { Fields, Item, Kind, Schema } from '../api';
import { useApp } from '../app';
import { AttachmentLink } from '../attachment-link';
import * as dates from '../dates';
import { isFile } from '../files';
import { joinList, t, textLanguage } from '../i18n';
import { isEmpty, propertyNames } from '../value';
import { ColleagueName } from './colleague';
import { ReferenceLink } from './title';
import { OtherTranslation, TranslatedText, translatable } from './translated';

// One value by its schema.
export function Value(props: { value: unknown; schema?: Schema | undefined; item?: Item | undefined; name?: string }) {
  const { value, schema, item, name } = props;
  const app = useApp();
  const widget = schema?.['x-widget'] ?? schema?.items?.['x-widget'] ?? '';
  if (value === null || value === undefined || value === '') return <span class="secondary">{t('value.none')}</span>;
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (typeof value === 'number') return <>{measureText(item, widget, value) ?? dates.number(value)}</>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span class="secondary">{t('value.none')}</span>;
    if (widget.startsWith('organisation')) return <>{joinList(app.titles.sortOrganisations(value.map(String)).map((id) => app.titles.organisationName(id, name)))}</>;
    return (
      <ol class="govuk-list value-list">
        {value.map((each, index) => (
          <li key={index}>
            <Value value={each} schema={schema?.items} item={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === 'object') {
    return (
      <dl class="object">
        {inOrder(value as Fields, schema).map(([member, each]) => (
          <div key={member}>
            <dt>{app.titles.field(member, schema?.properties?.[member])}</dt>
            <dd>
              <Value value={each} schema={schema?.properties?.[member]} item={item} name={member} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  const text = String(value);
  if (widget === 'colleague') return <ColleagueName name={text} />;
  if (isFile(text)) return <AttachmentLink file={text} item={item} />;
  if (schema?.enum || schema?.['x-enum-titles']) return <>{app.titles.enumValue(text, schema)}</>;
  if (widget.startsWith('organisation')) return <>{app.titles.organisationName(text, name)}</>;
  const kind = app.titles.kind(widget.replace(/^item:/, ''));
  if (kind) return <ReferenceLink kind={kind} id={text} />;
  if (dates.isDate(text)) return <time dateTime={text}>{dates.date(text)}</time>;
  if (dates.isInstant(text)) return <time dateTime={text}>{dates.instant(text)}</time>;
  if (/^https?:\/\/\S+$/.test(text)) {
    return (
      <a class="govuk-link" href={text} rel="noreferrer">
        {text}
      </a>
    );
  }
  if (/^[0-9a-f]{64}$/.test(text)) return <code class="hash">{text}</code>;
  const lang = textLanguage(text, item?.fields['language']);
  return (
    <span class="user-text" lang={lang}>
      {text}
    </span>
  );
}

// What a number stands for that names one of the item's measures.
export function measureText(item: Item | undefined, widget: string, place: number): string | undefined {
  const measures = widget === 'measure' ? item?.fields['measures'] : undefined;
  const text = Array.isArray(measures) ? (measures[place] as Fields | undefined)?.['text'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

export function inOrder(value: Fields, schema: Schema | undefined): [string, unknown][] {
  const order = propertyNames(schema ?? {});
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(value).sort(([a], [b]) => place(a) - place(b));
}

// `mayTranslate`: whether this person may add translations now.
export function FieldsView({ item, kind, names, mayTranslate }: { item: Item; kind: Kind; names?: string[]; mayTranslate?: boolean }) {
  const app = useApp();
  const texts = translatable(kind);
  const properties = kind.fields?.properties ?? {};
  // In the schema's order; then what the schema does not know, so that nothing is hidden.
  const all = names ?? [...propertyNames(kind.fields ?? {}), ...Object.keys(item.fields).filter((name) => !properties[name])];
  // The title is the page's heading; translations stand where they are read.
  const heading = ['title', 'name'].find((name) => typeof item.fields[name] === 'string');
  const shown = all.filter((name) => !isEmpty(item.fields[name]) && name !== heading && !hidden.has(name));
  return (
    <dl class="govuk-summary-list">
      {shown.map((name) => {
        const schema = properties[name];
        const visibility = schema?.['x-visibility'];
        return (
          <div class="govuk-summary-list__row" key={name}>
            <dt class="govuk-summary-list__key">
              {app.titles.field(name, schema)}
              {visibility && visibility !== 'public' && <span class="not-public">{t('item.notPublic')}</span>}
            </dt>
            <dd class="govuk-summary-list__value">
              <FieldValue item={item} name={name} schema={schema} translatable={texts.includes(name)} mayTranslate={mayTranslate} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const hidden = new Set(['translations', 'annex_translations', 'draft_translations', 'source_sha256', 'translations_sha256']);

function FieldValue(props: { item: Item; name: string; schema: Schema | undefined; translatable: boolean; mayTranslate: boolean | undefined }) {
  const { item, name, schema } = props;
  const value = item.fields[name];
  if (props.translatable && typeof value === 'string') return <TranslatedText item={item} field={name} text={value} mayTranslate={props.mayTranslate} />;
  return (
    <>
      <Value value={value} schema={schema} item={item} name={name} />
      {props.translatable && <OtherTranslation item={item} field={name} />}
    </>
  );
}
