// The four catalogues say the same things: same keys, same placeholders, the plural forms that each language has.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const languages = ['en', 'ja', 'zh', 'ko'];
const catalogues = Object.fromEntries(
  languages.map((language) => [language, JSON.parse(readFileSync(join(ui, 'src/locales', `${language}.json`), 'utf8'))]),
);

const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const forms = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));

for (const language of languages) {
  const catalogue = catalogues[language];

  test(`${language} has English's keys, in its order, and no others`, () => {
    assert.deepEqual(Object.keys(catalogue), Object.keys(catalogues.en));
  });

  test(`${language} has the same placeholders as English`, () => {
    for (const [key, entry] of Object.entries(catalogue)) {
      const expected = placeholders(forms(catalogues.en[key]).at(-1));
      for (const form of forms(entry)) assert.deepEqual(placeholders(form), expected, key);
    }
  });

  test(`${language} has exactly the plural forms of its language`, () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.slice().sort();
    for (const [key, entry] of Object.entries(catalogue)) {
      assert.equal(typeof entry, typeof catalogues.en[key], key);
      if (typeof entry !== 'string') assert.deepEqual(Object.keys(entry).sort(), categories, key);
    }
  });

  test(`${language} leaves no text empty or with blanks around it`, () => {
    for (const [key, entry] of Object.entries(catalogue)) {
      for (const form of forms(entry)) {
        assert.notEqual(form.trim(), '', key);
        // Separators are the ones that need their blank.
        if (!/^(colon|state\.)/.test(key)) assert.equal(form, form.trim(), key);
      }
    }
  });
}

test('no text of another language was left in English', () => {
  const same = new Set(['date.offset', 'bars.one', 'item.caption']);
  for (const language of ['ja', 'zh', 'ko']) {
    for (const [key, entry] of Object.entries(catalogues[language])) {
      if (same.has(key)) continue;
      for (const form of forms(entry)) {
        assert.match(form.replace(/\{\w+\}/g, ''), /[^\x00-\x7f]|^[^A-Za-z]*$/u, `${language} ${key}: ${form}`);
      }
    }
  }
});

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

test('every key is used, and only keys that exist', () => {
  const text = [...sources(join(ui, 'src'))].map((path) => readFileSync(path, 'utf8')).join('\n');
  const shells = readFileSync(join(ui, 'pages.json'), 'utf8') + readFileSync(join(ui, 'build.mjs'), 'utf8');
  for (const key of Object.keys(catalogues.en)) {
    assert.ok(text.includes(`'${key}'`) || text.includes(`"${key}"`) || shells.includes(`"${key}"`) || shells.includes(`'${key}'`), `${key} is used nowhere`);
  }
  for (const [, key] of shells.matchAll(/"title": "([^"]+)"/g)) assert.ok(key in catalogues.en, key);
});
