// In which language a reader reads a text, and when a translation is stale.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const esbuild = createRequire(join(ui, 'package.json'))('esbuild');
globalThis.document = { documentElement: { lang: 'en' } };
const built = esbuild.buildSync({ entryPoints: [join(ui, 'src/translation.ts')], bundle: true, format: 'esm', write: false });
const { isStale, originalLanguage, ownTitle, read } = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);

const hash = (value) => createHash('sha256').update(JSON.stringify([value])).digest('hex');
const source = '通関に二か月かかる';
const item = (translations, fields = {}) => ({ kind: 'k', id: '1', fields: { language: 'ja', text: source, translations, ...fields } });
const english = (text, of = source) => ({ field: 'text', language: 'en', text, organisation: 'busan', source_sha256: hash(of) });

test('the latest translation into the reader’s language is read, with its original named', () => {
  const found = read(item([english('first'), { field: 'text', language: 'ko', text: '두 달' }, english('second')]), 'text', source);
  assert.equal(found.text, 'second');
  assert.equal(found.lang, 'en');
  assert.equal(found.original, 'ja');
  assert.equal(found.stale, false);
});

test('without one the original is read, in its own language', () => {
  const found = read(item([{ field: 'title', language: 'en', text: 'another field' }]), 'text', source);
  assert.deepEqual([found.text, found.lang, found.translation], [source, 'ja', undefined]);
});

test('whoever reads the original’s language gets the original', () => {
  assert.equal(read(item([english('first')]), 'text', source, 'ja').text, source);
});

test('a translation of another text than the present one is stale', () => {
  assert.equal(isStale(item([]), english('old', 'an earlier text')), true);
  assert.equal(isStale(item([]), english('new')), false);
});

test('a few Latin words are not called Japanese; Han alone is what the item says', () => {
  assert.equal(originalLanguage(item([]), 'theme', 'recycling trade'), 'en');
  assert.equal(originalLanguage(item([]), 'text', '通関'), 'ja');
  assert.equal(originalLanguage(item([], { language: 'zh' }), 'text', '通关'), 'zh');
});

test('what an answer quotes does not tell its language, unless there is nothing else', () => {
  const without = (text) => originalLanguage(item([], { language: undefined, text }), 'text', text);
  assert.equal(without('针对“通関が遅い”这一问题，将缩短时间。'), 'zh');
  assert.equal(without('The city answers "통관이 늦다".'), 'en');
  assert.equal(without('“通関が遅い”'), 'ja');
  assert.equal(without('“통관'), 'ko');
});

test('a title is translated like any text; what has none has none', () => {
  assert.equal(ownTitle(item([{ field: 'title', language: 'en', text: 'Customs' }], { title: '通関' })).text, 'Customs');
  assert.equal(ownTitle({ fields: {} }), null);
});
