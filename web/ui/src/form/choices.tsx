// Choosing from a list: a drop-down, radio buttons, check boxes.
import { useEffect, useState } from 'preact/hooks';
import { type Item, type Schema, getAll } from '../api';
import { useApp } from '../app';
import { t } from '../i18n';
import { isEmpty } from '../value';
import type { ControlProps, Offered } from './control';
import { typeOf } from './validate';

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
  // Null is no choice but the lack of one.
  if (inner.enum) return inner.enum.filter((value) => value !== null).map((value) => ({ value, title: widget.startsWith('organisation') ? app.titles.organisationName(value) : app.titles.enumValue(value, inner['x-enum-titles'] ? inner : schema) }));
  if (widget.startsWith('organisation')) return app.titles.choices(widget).map(({ id }) => ({ value: id, title: app.titles.organisationName(id) }));
  if (widget === 'zone') return app.titles.zones().map((zone) => ({ value: zone, title: zone }));
  if (widget) return offered?.[widget] ? (items?.filter(({ value }) => offered[widget]?.includes(String(value))) ?? null) : items;
  return [];
}

export function Select(props: ControlProps) {
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

export function Choices(props: ControlProps) {
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
