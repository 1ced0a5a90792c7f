// JSON Schemas as forms read them: references and simple combinations taken in, the rest left as it is.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const esbuild = createRequire(join(ui, 'package.json'))('esbuild');
const built = esbuild.buildSync({ entryPoints: [join(ui, 'src/plain-schema.ts')], bundle: true, format: 'esm', write: false });
const { isUnplain, plainEvents, plainSchema } = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);

test('what has no combination stays as it is', () => {
  const schema = { type: 'object', required: ['a'], properties: { a: { type: 'array', items: { type: 'string', enum: ['x'] } }, b: { 'x-title': { en: 'B' } } } };
  assert.deepEqual(plainSchema(schema), schema);
});

test('references are what they lead to, and what stands beside them is nearer', () => {
  const schema = {
    properties: { a: { $ref: '#/$defs/a~1b%25', 'x-title': { en: 'A' } }, list: { items: { $ref: '#/$defs/count' } } },
    $defs: { 'a/b%': { $ref: '#/$defs/count', 'x-title': { en: 'none' } }, count: { type: 'integer', minimum: 0 } },
  };
  const { properties } = plainSchema(schema);
  assert.deepEqual(properties.a, { type: 'integer', minimum: 0, 'x-title': { en: 'A' } });
  assert.deepEqual(properties.list.items, { type: 'integer', minimum: 0 });
});

test('allOf is taken together', () => {
  const schema = { properties: { a: { maximum: 3 } }, required: ['a'], allOf: [{ properties: { a: { type: 'integer' }, b: { type: 'string' } }, required: ['b'] }] };
  const plain = plainSchema(schema);
  assert.deepEqual(plain.properties, { a: { type: 'integer', maximum: 3 }, b: { type: 'string' } });
  assert.deepEqual(plain.required.sort(), ['a', 'b']);
});

test('one form that may be null, and choices by their constants', () => {
  const schema = { properties: { n: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] }, c: { oneOf: [{ const: 'x', 'x-title': { en: 'X' } }, { const: 'y' }] }, k: { const: 'k' } } };
  const { n, c, k } = plainSchema(schema).properties;
  assert.deepEqual(n, { type: ['integer', 'null'], minimum: 1 });
  assert.deepEqual(c, { enum: ['x', 'y'], 'x-enum-titles': { x: { en: 'X' }, y: {} } });
  assert.deepEqual(k, { enum: ['k'] });
  for (const each of [n, c, k]) assert.equal(isUnplain(each), false);
});

test('what cannot be said plainly is asked for as JSON', () => {
  const tree = plainSchema({ properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } }, one: { $ref: '#/$defs/node' }, closed: { type: 'array', prefixItems: [{}], items: false } }, $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } } });
  assert.equal(isUnplain(tree.properties.name), false);
  assert.equal(isUnplain(tree.properties.children), true);
  assert.equal(isUnplain(tree.properties.one), false);
  assert.equal(isUnplain(tree.properties.one.properties.next), true);
  assert.equal(isUnplain(plainSchema({ oneOf: [{ type: 'string' }, { type: 'object' }] })), true);
  assert.equal(isUnplain({ type: 'object' }), true);
  assert.equal(isUnplain({ type: 'array' }), false);
  assert.equal(isUnplain({}), false);
});

test('it ends, however many ways there are', () => {
  const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`d${i}`, { properties: { a: { $ref: `#/$defs/d${i + 1}` }, b: { $ref: `#/$defs/d${i + 1}` } } }]));
  assert.ok(plainSchema({ $ref: '#/$defs/d0', $defs }));
  assert.ok(plainSchema({ $ref: '#/nowhere/at/all' }));
});

test('events without data stay so', () => {
  assert.deepEqual(plainEvents([{ type: 'a', data: null }, { type: 'b', data: { const: 1 } }]), [{ type: 'a', data: null }, { type: 'b', data: { enum: [1] } }]);
});
