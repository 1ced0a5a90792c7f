// A form made from a JSON Schema. Each sort of control is a file beside this one, chosen here by the schema's type and
// its x-widget.
import { useRef } from 'preact/hooks';
import type { FieldError, Fields, Schema } from '../api';
import { AttachmentsInput } from '../attachments';
import { pick, t } from '../i18n';
import { isUnplain } from '../plain-schema';
import { propertyNames } from '../value';
import { Choices, Select } from './choices';
import { ColleagueInput } from './colleague';
import { type ControlProps, type FieldProps, type Offered, fieldId } from './control';
import { Rows } from './rows';
import { DateInput, JsonInput, LinesInput, NumberInput, TextArea, TextInput } from './text';
import { isReference, typeOf } from './validate';

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
    widget === 'attachments' || widget === 'organisations' || (type === 'array' && schema.items?.enum) || type === 'boolean' || (type === 'array' && widget.startsWith('item:')) || (schema.enum && schema.enum.length <= 7);
  if (grouped) {
    return (
      <div class={group}>
        <fieldset class="govuk-fieldset" id={id} aria-describedby={described}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
          {notes}
          {widget === 'attachments' ? <AttachmentsInput {...shared} /> : <Choices {...shared} />}
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

// One control under one label.
function Single(props: ControlProps) {
  const { schema } = props;
  const widget = schema['x-widget'] ?? '';
  const type = typeOf(schema);
  if (widget === 'colleague') return <ColleagueInput {...props} />;
  if (schema.enum || isReference(widget)) return <Select {...props} />;
  if (isUnplain(schema)) return <JsonInput {...props} />;
  if (type === 'integer' || type === 'number') return <NumberInput {...props} />;
  if (widget === 'date' || schema.format === 'date') return <DateInput {...props} />;
  if (type === 'array') return <LinesInput {...props} />;
  if (widget === 'textarea' || (schema.maxLength ?? 0) > 300) return <TextArea {...props} />;
  return <TextInput {...props} />;
}
