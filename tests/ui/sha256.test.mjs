// The pages' own SHA-256 and JSON against Node's, and against what the server hashes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const esbuild = createRequire(join(ui, 'package.json'))('esbuild');
const built = esbuild.buildSync({ entryPoints: [join(ui, 'src/sha256.ts')], bundle: true, format: 'esm', write: false });
const { canonical, sha256 } = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);

test('every length around the block’s, and texts of four languages, are hashed as Node does', () => {
  const texts = Array.from({ length: 200 }, (_, length) => 'x'.repeat(length));
  texts.push('通関手続き', '통관 절차 '.repeat(1000), 'Ω𠮷🚢', 'a'.repeat(1_000_000));
  for (const text of texts) assert.equal(sha256(text), createHash('sha256').update(text).digest('hex'), text.slice(0, 20));
});

test('members are in the order of their names, at every depth, and nothing is between them', () => {
  assert.equal(canonical([{ b: 1, a: [{ d: null, c: '"\n' }] }, undefined]), '[{"a":[{"c":"\\"\\n","d":null}],"b":1},null]');
});
