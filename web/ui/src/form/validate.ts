// What is wrong with a form's values, as far as it can be said before the server is asked. Values are plain JSON; a
// field is named by its JSON Pointer, as in the server's errors.
import type { FieldError, Fields, Schema } from '../api';
import { inSentence, pick, t } from '../i18n';
import { isEmpty } from '../value';

export function typeOf(schema: Schema): string {
  return (
    (Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type) ??
    (schema.properties ? 'object' : schema.items ? 'array' : 'string')
  );
}

// Widgets that choose an organisation or an item instead of taking text.
const plainWidgets = new Set(['', 'textarea', 'date', 'measures', 'attachments', 'panel']);
export const isReference = (widget: string): boolean => !plainWidgets.has(widget);

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
