// What a form that changes an item's fields says to the server: no more than what somebody changed.
import type { Fields, Schema } from '../api';
import { isEmpty } from '../value';
import { typeOf } from './validate';

// Of a form that edits, what differs from what was there: two people can then edit different fields.
export function onlyChanged(data: Fields, before: Fields): Fields {
  return Object.fromEntries(Object.entries(data).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}

// What an emptied field says to the server: null where the schema takes it, an empty list; undefined if it cannot be empty.
function emptyValue(property: Schema): null | [] | undefined {
  if (Array.isArray(property.type) && property.type.includes('null')) return null;
  return typeOf(property) === 'array' && !property.minItems ? [] : undefined;
}

const filled = (schema: Schema, before: Fields) => Object.entries(schema.properties ?? {}).filter(([name]) => !isEmpty(before[name]));

// What stands there and cannot be emptied is required.
export function withRequired(schema: Schema, before: Fields): Schema {
  return { ...schema, required: filled(schema, before).flatMap(([name, property]) => (emptyValue(property) === undefined ? [name] : [])) };
}

// What stood there and was emptied.
export function emptied(schema: Schema, data: Fields, before: Fields): Fields {
  return Object.fromEntries(filled(schema, before).flatMap(([name, property]) => (isEmpty(data[name]) ? [[name, emptyValue(property)]] : [])));
}
