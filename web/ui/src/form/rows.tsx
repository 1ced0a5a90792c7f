// A list of objects, each with its own fields, such as measures.
import { useRef } from 'preact/hooks';
import type { Fields, Schema } from '../api';
import { announce } from '../app';
import { t } from '../i18n';
import { type FieldProps, fieldId } from './control';
import { ObjectFields } from './field';

export function Rows(props: FieldProps & { label: string }) {
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
