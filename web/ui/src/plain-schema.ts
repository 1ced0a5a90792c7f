// Schemas as forms and views read them: a property's own `type`, `properties`, `items` and `enum`. What a definition
// says by references, allOf and simple alternatives is taken in here, once, when it is loaded. What can't be said that
// plainly (a tree, alternatives of several forms, conditions) keeps its `$ref`, `anyOf` or `oneOf`, and the form asks
// for it as text. The server checks everything by the whole schema.
import type { AvailableEvent, Kind, Meta, Schema } from './api';

// References to references can be exponentially many; what is beyond stays a reference.
const mostSchemas = 2000;

class Plain {
  private left = mostSchemas;

  constructor(private readonly whole: Schema) {}

  // `open`: the references that led here.
  schema(schema: unknown, open: string[]): Schema {
    if (typeof schema !== 'object' || schema === null) return {};
    const { $ref, allOf, anyOf, oneOf, const: constant, ...own } = schema as Schema;
    this.left -= 1;
    let result: Schema = own;
    if (own.properties) result.properties = Object.fromEntries(Object.entries(own.properties).map(([name, each]) => [name, this.schema(each, open)]));
    if (own.items) result.items = this.schema(own.items, open);
    if (constant !== undefined && !own.enum) result.enum = [constant];
    if ($ref !== undefined) {
      const target = open.includes($ref) || this.left <= 0 ? undefined : this.target($ref);
      result = target === undefined ? { ...result, $ref } : together(this.schema(target, [...open, $ref]), result);
    }
    for (const part of allOf ?? []) result = together(this.schema(part, open), result);
    if (anyOf) result = this.alternatives(result, 'anyOf', anyOf, open);
    if (oneOf) result = this.alternatives(result, 'oneOf', oneOf, open);
    return result;
  }

  // Plain are the values of a choice, and one form that may also be null.
  private alternatives(result: Schema, keyword: 'anyOf' | 'oneOf', all: Schema[], open: string[]): Schema {
    if (all.every((each) => each.const !== undefined)) {
      const titles = Object.fromEntries(all.map((each) => [String(each.const), each['x-title'] ?? {}]));
      return together({ enum: all.map((each) => each.const as string), 'x-enum-titles': titles }, result);
    }
    const forms = all.filter((each) => each.type !== 'null');
    if (forms.length !== 1 || all.length > 2) return { ...result, [keyword]: all };
    const only = this.schema(forms[0], open);
    const nullable = all.length > forms.length && only.type !== undefined;
    return together(nullable ? { ...only, type: [only.type ?? [], 'null'].flat() } : only, result);
  }

  private target(reference: string): unknown {
    const [before, ...names] = decodeURIComponent(reference).split('/');
    if (before !== '#') return undefined;
    const step = (at: unknown, name: string) => (at as Record<string, unknown> | undefined)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')];
    return names.reduce(step, this.whole as unknown);
  }
}

// What two schemas of one value say; where both say something, the one that is nearer.
function together(farther: Schema, nearer: Schema): Schema {
  const result = { ...farther, ...nearer };
  if (farther.properties && nearer.properties) {
    const both = { ...farther.properties };
    for (const [name, each] of Object.entries(nearer.properties)) both[name] = both[name] ? together(both[name], each) : each;
    result.properties = both;
  }
  if (farther.required && nearer.required) result.required = [...new Set([...farther.required, ...nearer.required])];
  return result;
}

export function plainSchema(schema: Schema): Schema {
  return new Plain(schema).schema(schema, ['#']);
}

export function plainEvents<T extends { data?: AvailableEvent['data'] }>(events: T[]): T[] {
  return events.map((event) => (event.data ? { ...event, data: plainSchema(event.data) } : event));
}

// The same with one schema made plain when it is looked at: most pages need few of a pack's many.
function withPlain<T extends object, K extends keyof T>(holder: T, key: K): T {
  const schema = holder[key] as Schema | null | undefined;
  if (!schema) return holder;
  let plain: Schema | undefined;
  return Object.defineProperty({ ...holder }, key, { enumerable: true, get: () => (plain ??= plainSchema(schema)) });
}

function plainKind(kind: Kind): Kind {
  const events = Object.fromEntries(Object.entries(kind.events).map(([name, event]) => [name, withPlain(event, 'data')]));
  const opened = kind.open ? { open: withPlain(kind.open, 'data') } : {};
  return withPlain({ ...kind, events, ...opened }, 'fields');
}

export function plainMeta(meta: Meta): Meta {
  return { ...meta, kinds: meta.kinds.map(plainKind) };
}

// Whether a form can only ask for the value as it is written in JSON.
export function isUnplain(schema: Schema): boolean {
  const { type, items } = schema;
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (schema.enum || schema.properties) return false;
  if (named === 'object') return true;
  if (named === 'array') return !!items && !items.properties && !items.enum && (isUnplain(items) || items.type === 'array');
  return named === undefined && !items && !!(schema.$ref ?? schema.anyOf ?? schema.oneOf);
}
