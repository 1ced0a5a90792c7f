// A form made from a JSON Schema: the fields, what is wrong with them, and the draft that the server keeps while
// somebody writes. Values are plain JSON; a field is named by its JSON Pointer, as in the server's errors.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Fields, type FieldError, type Item, type Schema, getAll, getOrNull, request } from './api';
import { announce, useApp } from './app';
import { clock } from './dates';
import { inSentence, pick, t, textLanguage } from './i18n';
import { isEmpty, propertyNames } from './value';

export function fieldId(pointer: string): string {
  return `f${pointer.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}

const typeOf = (schema: Schema): string =>
  (Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type) ??
  (schema.properties ? 'object' : schema.items ? 'array' : 'string');

// Widgets that choose an organisation or an item instead of taking text.
const plainWidgets = new Set(['', 'textarea', 'date', 'measures', 'attachments', 'panel']);
const isReference = (widget: string): boolean => !plainWidgets.has(widget);

// What can be said before the server is asked. The server checks everything again.
export function validate(schema: Schema, value: unknown, title: string, pointer: string, required: boolean): FieldError[] {
  const field = inSentence(title);
  const error = (detail: string): FieldError[] => [{ pointer, detail }];
  const type = typeOf(schema);
  if (type === 'object' && schema.properties) {
    if (!required && isEmpty(value)) return [];
    const object = (value ?? {}) as Fields;
    return Object.entries(schema.properties).flatMap(([name, property]) =>
      validate(property, object[name], pick(property['x-title'], name), `${pointer}/${name}`, schema.required?.includes(name) ?? false),
    );
  }
  if (isEmpty(value)) {
    if (!required && !(schema.minItems && required)) return [];
    const chosen = schema.enum || type === 'boolean' || type === 'array' || isReference(schema['x-widget'] ?? '');
    return error(t(type === 'array' && schema.items?.properties ? 'error.addOne' : chosen ? 'error.choose' : 'error.enter', { field }));
  }
  if (type === 'array' && schema.items?.properties) {
    return (value as unknown[]).flatMap((each, index) => validate(schema.items as Schema, each, title, `${pointer}/${index}`, true));
  }
  if (type === 'integer' || type === 'number') {
    const number = typeof value === 'number' ? value : Number(value);
    if (Number.isNaN(number) || (type === 'integer' && !Number.isInteger(number))) return error(t('error.number', { field }));
    if (schema.minimum !== undefined && number < schema.minimum) return error(t('error.minimum', { field, minimum: schema.minimum }));
    if (schema.maximum !== undefined && number > schema.maximum) return error(t('error.maximum', { field, maximum: schema.maximum }));
  }
  if (typeof value === 'string' && schema.maxLength !== undefined && [...value].length > schema.maxLength) {
    return error(t('error.tooLong', { field, count: schema.maxLength }));
  }
  if (schema.format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) return error(t('error.date', { field }));
  return [];
}

export function ErrorSummary({ errors, general }: { errors: FieldError[]; general?: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  const any = errors.length > 0 || !!general;
  useEffect(() => {
    if (any) box.current?.focus();
  }, [errors, general, any]);
  if (!any) return null;
  const go = (event: MouseEvent, pointer: string) => {
    event.preventDefault();
    focusField(pointer);
  };
  return (
    <div class="govuk-error-summary" ref={box} tabIndex={-1}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">{t('error.summary')}</h2>
        <div class="govuk-error-summary__body">
          {general && <p>{general}</p>}
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <a href={`#${fieldId(pointer)}`} onClick={(event) => go(event, pointer)}>
                  {detail}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

// To the field, or to the nearest one around it: an error may point at a member that has no field of its own.
function focusField(pointer: string): void {
  for (let path = pointer; path; path = path.slice(0, path.lastIndexOf('/'))) {
    const element = document.getElementById(fieldId(path));
    if (!element) continue;
    const target = element.matches('input,select,textarea') ? element : element.querySelector<HTMLElement>('input,select,textarea,button');
    (target ?? element).focus();
    element.scrollIntoView({ block: 'center' });
    return;
  }
}

// By widget, the only items that may be chosen; all of the kind where nothing is said.
export type Offered = Record<string, string[]>;

interface FieldProps {
  name: string;
  schema: Schema;
  value: unknown;
  onChange: (value: unknown) => void;
  pointer: string;
  errors: FieldError[];
  required: boolean;
  textLang?: string | undefined;
  offered?: Offered | undefined;
}

// The fields of an object's schema, in its order.
export function ObjectFields(props: {
  schema: Schema;
  value: Fields;
  onChange: (value: Fields) => void;
  pointer?: string;
  errors: FieldError[];
  names?: string[];
  textLang?: string | undefined;
  offered?: Offered | undefined;
}) {
  const { schema, value, onChange, pointer = '', errors } = props;
  const latest = useRef(value);
  latest.current = value;
  const properties = schema.properties ?? {};
  const names = props.names?.filter((name) => properties[name]) ?? propertyNames(schema);
  return (
    <>
      {names.map((name) => {
        const property = properties[name] as Schema;
        if (property.readOnly) return null;
        return (
          <Field
            key={name}
            name={name}
            schema={property}
            value={value[name]}
            onChange={(next) => {
              latest.current = { ...latest.current, [name]: next };
              onChange(latest.current);
            }}
            pointer={`${pointer}/${name}`}
            errors={errors}
            required={schema.required?.includes(name) ?? false}
            textLang={props.textLang}
            offered={props.offered}
          />
        );
      })}
    </>
  );
}

function Field(props: FieldProps) {
  const { schema, pointer, errors } = props;
  const widget = schema['x-widget'] ?? '';
  const type = typeOf(schema);
  const title = pick(schema['x-title'], props.name);
  const label = props.required || schema['x-prefill'] ? title : t('form.optional', { field: title });
  const id = fieldId(pointer);
  const error = errors.find((each) => each.pointer === pointer)?.detail;
  const hint = pick(schema['x-hint']);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const group = `govuk-form-group${error ? ' govuk-form-group--error' : ''}`;
  const notes = (
    <>
      {hint && (
        <div class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">{t('error.prefix')}</span> {error}
        </p>
      )}
    </>
  );
  const shared = { ...props, id, described, error };

  if (type === 'object' && schema.properties) {
    return (
      <fieldset class="govuk-fieldset govuk-form-group" id={id}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
        {notes}
        <ObjectFields schema={schema} value={(props.value ?? {}) as Fields} onChange={props.onChange} pointer={pointer} errors={errors} textLang={props.textLang} />
      </fieldset>
    );
  }
  if (type === 'array' && schema.items?.properties) {
    return (
      <fieldset class={`govuk-fieldset ${group}`} id={id} aria-describedby={described}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{label}</legend>
        {notes}
        <Rows {...props} label={title} />
      </fieldset>
    );
  }
  const grouped =
    widget === 'organisations' || (type === 'array' && schema.items?.enum) || type === 'boolean' || (type === 'array' && widget.startsWith('item:')) || (schema.enum && schema.enum.length <= 7);
  if (grouped) {
    return (
      <div class={group}>
        <fieldset class="govuk-fieldset" id={id} aria-describedby={described}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
          {notes}
          <Choices {...shared} />
        </fieldset>
      </div>
    );
  }
  return (
    <div class={group}>
      <label class="govuk-label govuk-label--s" for={id}>
        {label}
      </label>
      {notes}
      <Single {...shared} />
    </div>
  );
}

type ControlProps = FieldProps & { id: string; described: string | undefined; error: string | undefined };

function Single(props: ControlProps) {
  const { schema, value, onChange, id, described, error } = props;
  const widget = schema['x-widget'] ?? '';
  const type = typeOf(schema);
  const aria = { 'aria-describedby': described, 'aria-invalid': error ? true : undefined, required: undefined };
  if (schema.enum || isReference(widget)) return <Select {...props} />;
  if (type === 'integer' || type === 'number') {
    return (
      <input
        class={`govuk-input govuk-input--width-5${error ? ' govuk-input--error' : ''}`}
        id={id}
        inputMode="numeric"
        value={value === undefined || value === null ? '' : String(value)}
        onInput={(event) => {
          const text = event.currentTarget.value.trim().normalize('NFKC');
          onChange(text === '' ? undefined : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
        }}
        {...aria}
      />
    );
  }
  if (widget === 'date' || schema.format === 'date') {
    return (
      <input
        type="date"
        class={`govuk-input date-input${error ? ' govuk-input--error' : ''}`}
        id={id}
        value={String(value ?? '')}
        onInput={(event) => onChange(event.currentTarget.value)}
        {...aria}
      />
    );
  }
  if (type === 'array') {
    // Free texts, one a line.
    return (
      <textarea
        class="govuk-textarea"
        id={id}
        rows={2}
        value={Array.isArray(value) ? value.join('\n') : ''}
        onInput={(event) => onChange(event.currentTarget.value.split('\n'))}
        {...aria}
      />
    );
  }
  const text = String(value ?? '');
  const lang = text ? textLanguage(text, props.textLang) : props.textLang;
  if (widget === 'textarea' || (schema.maxLength ?? 0) > 300) {
    const left = schema.maxLength === undefined ? null : schema.maxLength - [...text].length;
    return (
      <>
        <textarea
          class={`govuk-textarea${error ? ' govuk-textarea--error' : ''}`}
          id={id}
          rows={6}
          lang={lang}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
          {...aria}
        />
        {left !== null && left < 500 && (
          <div class="govuk-hint" aria-live="polite">
            {left >= 0 ? t('form.left', { count: left }) : t('form.over', { count: -left })}
          </div>
        )}
      </>
    );
  }
  // What the item itself says is shown and sent, not typed.
  const given = !!schema['x-prefill'] && text !== '';
  return (
    <input
      class={`govuk-input${error ? ' govuk-input--error' : ''}${given ? ' given' : ''}`}
      id={id}
      readOnly={given}
      lang={lang}
      value={text}
      onInput={(event) => onChange(event.currentTarget.value)}
      {...aria}
    />
  );
}

interface Option {
  value: unknown;
  title: string;
}

// What may be chosen: enum values, organisations, or items of a kind (which the server is asked for).
function useOptions(schema: Schema, chosen: unknown, offered?: Offered): Option[] | null {
  const app = useApp();
  const inner = schema.items ?? schema;
  const widget = schema['x-widget'] ?? inner['x-widget'] ?? '';
  const [items, setItems] = useState<Option[] | null>(null);
  const kind = app.titles.kind(widget.replace(/^item:/, ''));
  useEffect(() => {
    if (!kind) return;
    getAll<Item>(`/api/v1/${kind.path}`)
      .then((all) => setItems(all.map((item) => ({ value: item.id, title: app.titles.own(item) ?? item.id }))))
      .catch(() => setItems(isEmpty(chosen) ? [] : [{ value: chosen, title: String(chosen) }]));
  }, [kind]);
  if (inner.enum) return inner.enum.map((value) => ({ value, title: widget.startsWith('organisation') ? app.titles.organisationName(value) : app.titles.enumValue(value, inner['x-enum-titles'] ? inner : schema) }));
  if (widget.startsWith('organisation')) return app.titles.choices(widget).map(({ id }) => ({ value: id, title: app.titles.organisationName(id) }));
  if (widget === 'zone') return app.titles.zones().map((zone) => ({ value: zone, title: zone }));
  if (widget) return offered?.[widget] ? (items?.filter(({ value }) => offered[widget]?.includes(String(value))) ?? null) : items;
  return [];
}

function Select(props: ControlProps) {
  const { schema, value, onChange, id, described, error } = props;
  const options = useOptions(schema, value, props.offered);
  return (
    <select
      class={`govuk-select${error ? ' govuk-select--error' : ''}`}
      id={id}
      aria-describedby={described}
      aria-invalid={error ? true : undefined}
      value={isEmpty(value) ? '' : String(value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(options?.find((option) => String(option.value) === text)?.value);
      }}
    >
      <option value="">{t(options ? 'form.choose' : 'page.loading')}</option>
      {options?.map((option) => (
        <option key={String(option.value)} value={String(option.value)}>
          {option.title}
        </option>
      ))}
    </select>
  );
}

function Choices(props: ControlProps) {
  const { schema, value, onChange, id, required } = props;
  const options = useOptions(schema, value, props.offered);
  const type = typeOf(schema);
  if (type === 'array') {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <div class="govuk-checkboxes govuk-checkboxes--small choices">
        {options?.map((option) => (
          <Choice
            key={String(option.value)}
            kind="checkbox"
            id={`${id}-${String(option.value)}`}
            name={id}
            title={option.title}
            checked={chosen.includes(option.value)}
            onChange={(checked) => {
              const wanted = (each: unknown) => (each === option.value ? checked : chosen.includes(each));
              onChange(options.map((each) => each.value).filter(wanted));
            }}
          />
        ))}
      </div>
    );
  }
  const list: Option[] =
    type === 'boolean'
      ? [
          { value: true, title: t('yes') },
          { value: false, title: t('no') },
        ]
      : required
        ? (options ?? [])
        : [...(options ?? []), { value: undefined, title: t('form.none') }];
  return (
    <div class={`govuk-radios govuk-radios--small${list.length <= 2 ? ' govuk-radios--inline' : ''}`}>
      {list.map((option) => (
        <Choice
          key={String(option.value)}
          kind="radio"
          id={`${id}-${String(option.value)}`}
          name={id}
          title={option.title}
          checked={value === option.value || (option.value === undefined && isEmpty(value))}
          onChange={() => onChange(option.value)}
        />
      ))}
    </div>
  );
}

function Choice(props: { kind: 'radio' | 'checkbox'; id: string; name: string; title: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const block = props.kind === 'radio' ? 'govuk-radios' : 'govuk-checkboxes';
  return (
    <div class={`${block}__item`}>
      <input
        class={`${block}__input`}
        type={props.kind}
        id={props.id}
        name={props.name}
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label class={`govuk-label ${block}__label`} for={props.id}>
        {props.title}
      </label>
    </div>
  );
}

// A list of objects, each with its own fields, such as measures.
function Rows(props: FieldProps & { label: string }) {
  const rows = Array.isArray(props.value) && props.value.length ? (props.value as Fields[]) : [{}];
  const latest = useRef(rows);
  latest.current = rows;
  const change = (next: Fields[]) => {
    latest.current = next;
    props.onChange(next);
  };
  const add = () => {
    change([...latest.current, {}]);
    const first = fieldId(`${props.pointer}/${latest.current.length - 1}`);
    requestAnimationFrame(() => document.getElementById(first)?.querySelector<HTMLElement>('input,textarea,select')?.focus());
  };
  const remove = (index: number) => {
    change(latest.current.filter((_, at) => at !== index));
    announce(t('form.removed', { number: index + 1 }));
    document.getElementById(fieldId(props.pointer))?.querySelector<HTMLElement>('input,textarea,select')?.focus();
  };
  return (
    <>
      {rows.map((row, index) => (
        <fieldset class="govuk-fieldset row" key={index} id={fieldId(`${props.pointer}/${index}`)}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t('form.row', { field: props.label, number: index + 1 })}</legend>
          <ObjectFields
            schema={props.schema.items as Schema}
            value={row}
            onChange={(next) => change(latest.current.map((each, at) => (at === index ? next : each)))}
            pointer={`${props.pointer}/${index}`}
            errors={props.errors}
            textLang={props.textLang}
          />
          {rows.length > 1 && (
            <button type="button" class="govuk-button govuk-button--secondary" onClick={() => remove(index)}>
              {t('form.remove', { number: index + 1 })}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" class="govuk-button govuk-button--secondary" onClick={add}>
        {t('form.add')}
      </button>
    </>
  );
}

export interface Draft {
  value: Fields;
  change: (value: Fields) => void;
  // Shows other values without counting as typing.
  adopt: (value: Fields) => void;
  saved: string;
  restored: boolean;
  // True when somebody has typed and it has not been sent.
  touched: boolean;
  discard: () => Promise<void>;
  ready: boolean;
}

// A form's value, kept on the server a second after the last keystroke and when the page is left.
export function useDraft(key: string | null, initial: Fields | null): Draft {
  const [value, setValue] = useState<Fields>(initial ?? {});
  const [ready, setReady] = useState(false);
  const [saved, setSaved] = useState('');
  const [restored, setRestored] = useState(false);
  const [touched, setTouched] = useState(false);
  const latest = useRef<Fields>(value);
  const unsaved = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const address = key === null ? null : `/api/v1/drafts/${encodeURIComponent(key)}`;

  useEffect(() => {
    if (initial === null || ready) return;
    const begin = (draft: Fields | null) => {
      const first = draft ? { ...initial, ...draft } : initial;
      latest.current = first;
      setValue(first);
      setRestored(!!draft);
      setTouched(!!draft);
      setReady(true);
    };
    if (!address) begin(null);
    else getOrNull<Fields>(address).then(begin, () => begin(null));
  }, [initial === null, address]);

  const save = (keepalive: boolean) => {
    if (!unsaved.current || !address) return;
    unsaved.current = false;
    request('PUT', address, latest.current, { keepalive }).then(
      () => setSaved(t('form.saved', { time: clock(Date.now()) })),
      () => {
        unsaved.current = true;
        setSaved(t('form.notSaved'));
      },
    );
  };
  useEffect(() => {
    const leave = () => save(true);
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [address]);

  return {
    value,
    saved,
    restored,
    touched,
    ready,
    change: (next) => {
      latest.current = next;
      setValue(next);
      setTouched(true);
      unsaved.current = true;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => save(false), 1000);
    },
    adopt: (next) => {
      latest.current = next;
      setValue(next);
    },
    discard: async () => {
      clearTimeout(timer.current);
      unsaved.current = false;
      setTouched(false);
      if (address) await request('DELETE', address).catch(() => undefined);
    },
  };
}

export function DraftStatus({ draft }: { draft: Draft }) {
  return (
    <p class="govuk-hint" role="status" aria-live="polite">
      {draft.saved || (draft.restored ? t('form.restored') : '')}
    </p>
  );
}
