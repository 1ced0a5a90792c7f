// The help says the same in four languages, has a picture where it promises one, and names only texts that there are.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const help = join(root, 'web/ui/src/action/help');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const languages = ['en', 'ja', 'zh', 'ko'];
const texts = Object.fromEntries(languages.map((language) => [language, read(join(help, 'texts', `${language}.json`))]));
const chapters = read(join(help, 'chapters.json'));
const page = readFileSync(join(root, 'web/ui/src/action/help.tsx'), 'utf8');
const holes = (text) => [...text.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]).sort();

test('every role of the pack has a page, and so has the public', () => {
  assert.deepEqual(Object.keys(chapters).sort(), ['public', ...read(join(root, 'config/roles.json')).map(({ id }) => id)].sort());
});

for (const language of languages) {
  test(`${language} says all of it and no more`, () => {
    const steps = Object.entries(chapters).flatMap(([role, all]) => [
      `${role}.lead`,
      ...all.flatMap(({ name, picture }) => [`${role}.${name}.title`, `${role}.${name}.text`, ...(picture ? [`${role}.${name}.alt`] : [])]),
    ]);
    const everybody = /const everybody = \[([^\]]+)\]/.exec(page)[1].match(/\w+/g).map((name) => `everybody.${name}`);
    const others = ['everybody.title', 'public.title', ...[...page.matchAll(/'(help\.\w+)'/g)].map((match) => match[1])];
    assert.deepEqual(Object.keys(texts[language]).sort(), [...new Set([...steps, ...everybody, ...others])].sort());
  });

  test(`${language} names the same buttons as English, and only those that there are`, () => {
    const catalogue = read(join(root, `web/ui/src/locales/${language}.json`));
    for (const [key, text] of Object.entries(texts[language])) {
      assert.deepEqual(holes(text), holes(texts.en[key]), key);
      assert.equal(text, text.trim(), key);
      if (language !== 'en') assert.match(text.replace(/\{[^}]+\}/g, ''), /[^\x00-\x7f]/, `${key} was left in English`);
      for (const hole of holes(text)) {
        const [kind, part] = hole.split(':');
        if (!part) assert.ok(hole in catalogue, `${key}: ${hole}`);
        else {
          const { events, machine } = read(join(root, `workflows/${kind}.json`));
          const state = part.split('.').reduce((outer, name) => outer?.states?.[name], machine);
          assert.ok(events[part]?.title[language] ?? state?.meta.title[language], `${key}: ${hole}`);
        }
      }
    }
  });

  test(`${language} has a picture for each step that promises one, each small, and no others`, () => {
    const promised = Object.entries(chapters).flatMap(([role, all]) => all.filter(({ picture }) => picture).map(({ name }) => `${role}-${name}.webp`));
    const folder = join(help, 'pictures', language);
    assert.ok(existsSync(folder), 'run script/help-pictures');
    assert.deepEqual(readdirSync(folder).sort(), promised.sort());
    const named = readFileSync(join(help, 'pictures', `${language}.ts`), 'utf8');
    for (const file of promised) {
      assert.ok(statSync(join(folder, file)).size < 50_000, `${file} is ${statSync(join(folder, file)).size} bytes`);
      assert.ok(named.includes(`./${language}/${file}`) && named.includes(`'${file.replace('.webp', '')}'`), file);
    }
  });
}
