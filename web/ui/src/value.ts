// Plain JSON values as forms use them.
import type { Fields, Schema } from './api';

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && !Array.isArray(value) && Object.values(value as object).every(isEmpty))
  );
}

// Without what was left empty: an optional field that nobody filled in is absent, not "".
export function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune).filter((each) => !isEmpty(each));
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value as Fields)
        .filter(([, each]) => !isEmpty(each))
        .map(([name, each]) => [name, prune(each)]),
    );
  }
  return typeof value === 'string' ? value.trim() : value;
}

// A schema's properties in the order in which people read them: the definition's own, which the server keeps.
export function propertyNames(schema: Schema): string[] {
  const names = Object.keys(schema.properties ?? {});
  const first = schema['x-order'] ?? [];
  return [...first.filter((name) => names.includes(name)), ...names.filter((name) => !first.includes(name))];
}
