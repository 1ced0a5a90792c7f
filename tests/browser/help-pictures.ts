// Makes the pictures of the help from the demonstration: script/help-pictures. For each language and each step of
// web/ui/src/action/help/chapters.json that has a picture, a part of the page as somebody in that role sees it, as WebP,
// and the module that names them with their sizes.
import type { Browser, Locator, Page } from '@playwright/test';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Installation, type Item, api, expect, person, test } from './installation';

const help = fileURLToPath(new URL('../../web/ui/src/action/help', import.meta.url));
const chapters = JSON.parse(readFileSync(join(help, 'chapters.json'), 'utf8')) as Record<string, { name: string; picture?: boolean }[]>;

const viewport = { width: 720, height: 900 };
const margin = 14;
const quality = 0.72;

interface Shot {
  role: string | null;
  // What the page is about decides whose it is.
  organisation?: (page: Page) => Promise<string>;
  path: (page: Page) => Promise<string> | string;
  // The part that is shown begins at this element and is so high.
  from: string;
  height: number;
}

async function first(page: Page, query: string): Promise<Item> {
  const { items } = await api<{ items: Item[] }>(page, `/api/v1/${query}`);
  expect(items.length, `the demo has something at ${query}`).toBeGreaterThan(0);
  return items[0] as Item;
}

const pathOf = async (page: Page, kind: string, query: string, more = '') => `${kind}/${encodeURIComponent((await first(page, `${kind}?${query}`)).id)}${more}`;
const cityOf = (query: string) => async (page: Page) => String((await first(page, query)).fields['city']);
const chamberOf = (query: string) => async (page: Page) => String((await first(page, query)).fields['chamber']);
const kitakyushu = () => Promise.resolve('kitakyushu');

const shots: Record<string, Shot> = {
  'public-register': { role: null, path: () => 'register', from: 'h1', height: 560 },
  'public-entry': { role: null, path: (page) => pathOf(page, 'commitments', 'round=2010&sort=deadline').then((path) => path.replace('commitments', 'register')), from: '#main > *', height: 620 },
  'public-verify': { role: null, path: () => 'verify', from: 'h1', height: 430 },
  'chamber-survey': { role: 'chamber', organisation: kitakyushu, path: async (page) => `questionnaires/${(await api<{ items: { id: string }[] }>(page, '/api/v1/questionnaires')).items[0]?.id}`, from: '.charts', height: 460 },
  'chamber-report': { role: 'chamber', organisation: kitakyushu, path: () => 'report', from: '#main > *', height: 620 },
  'chamber-consult': { role: 'chamber', organisation: chamberOf('action-plans?state=consultation'), path: (page) => pathOf(page, 'action-plans', 'state=consultation'), from: '#main > *', height: 480 },
  'city_officer-start': { role: 'city_officer', organisation: kitakyushu, path: () => '', from: '#main > *', height: 560 },
  'city_officer-board': { role: 'city_officer', organisation: kitakyushu, path: () => 'board', from: '#main > *', height: 520 },
  'city_officer-plan': { role: 'city_officer', organisation: cityOf('action-plans?state=drafting'), path: (page) => pathOf(page, 'action-plans', 'state=drafting', '/edit'), from: 'form', height: 620 },
  'city_officer-progress': { role: 'city_officer', organisation: kitakyushu, path: (page) => pathOf(page, 'commitments', 'city=kitakyushu&state=delivery.in_progress', '/progress'), from: '#main > *', height: 560 },
  'mayor_office-dashboard': { role: 'mayor_office', organisation: kitakyushu, path: () => 'dashboard', from: '#main > *', height: 600 },
  'mayor_office-approve': { role: 'mayor_office', organisation: cityOf('action-plans?state=mayor_review'), path: (page) => pathOf(page, 'action-plans', 'state=mayor_review'), from: '#main > *', height: 420 },
  'mayor_office-sign': { role: 'mayor_office', organisation: async (page) => String(((await first(page, 'memoranda?state=signing')).fields['pending'] as string[])[0]), path: (page) => pathOf(page, 'memoranda', 'state=signing', '/sign'), from: '#main > *', height: 560 },
  'secretariat-reports': { role: 'secretariat', path: (page) => pathOf(page, 'problem-reports', 'state=submitted'), from: '#main > *', height: 440 },
  'secretariat-coverage': { role: 'secretariat', path: () => 'coverage', from: '.matrix', height: 420 },
  'secretariat-memorandum': { role: 'secretariat', path: () => 'memorandum/2022', from: '#main > *', height: 520 },
  'secretariat-round': { role: 'secretariat', path: (page) => pathOf(page, 'rounds', 'state=planning'), from: '#main > *', height: 420 },
  'evaluator-decide': { role: 'evaluator', path: () => '', from: '#main > *', height: 400 },
  'evaluator-assess': { role: 'evaluator', path: (page) => pathOf(page, 'commitments', 'state=delivery.in_progress', '/assess'), from: '#main > *', height: 560 },
  'evaluator-report': { role: 'evaluator', path: () => 'committee-report/2022', from: '#main > *', height: 560 },
  'administrator-invite': { role: 'administrator', path: () => 'accounts', from: 'h1', height: 560 },
  'administrator-audit': { role: 'administrator', path: () => 'audit', from: 'h1', height: 420 },
};

// A browser can write WebP; nothing else is needed for it.
async function asWebp(page: Page, png: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  const made = await page.evaluate(
    async ([data, level]) => {
      const image = await createImageBitmap(await (await fetch(data)).blob());
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return { url: canvas.toDataURL('image/webp', level), width: image.width, height: image.height };
    },
    [`data:image/png;base64,${png.toString('base64')}`, quality] as const,
  );
  return { bytes: Buffer.from(made.url.split(',')[1] ?? '', 'base64'), width: made.width, height: made.height };
}

async function part(page: Page, shot: Shot): Promise<Buffer> {
  const begin: Locator = page.locator(shot.from).first();
  await begin.waitFor();
  await expect(page.locator('.pending')).toHaveCount(0);
  // Titles that come from other items arrive a moment later.
  await page.waitForLoadState('networkidle');
  const box = await begin.boundingBox();
  const main = await page.locator('#main').boundingBox();
  if (!box || !main) throw new Error('nothing to show');
  const clip = { x: main.x - margin, y: box.y - margin, width: main.width + 2 * margin, height: Math.min(shot.height, main.y + main.height - box.y + margin) };
  return page.screenshot({ clip, fullPage: true });
}

async function take(browser: Browser, installation: Installation, language: string, name: string): Promise<Buffer> {
  const shot = shots[name] as Shot;
  const scout = await person(browser, installation, 'secretariat');
  const organisation = await shot.organisation?.(scout);
  await scout.context().close();
  const page = await person(browser, installation, shot.role, organisation, { width: viewport.width, language });
  await page.goto(`/${language}/${await shot.path(page)}`);
  const png = await part(page, shot);
  await page.context().close();
  return png;
}

for (const language of ['en', 'ja', 'zh', 'ko']) {
  test(`the help’s pictures, ${language}`, async ({ browser, installation }) => {
    test.setTimeout(600_000);
    const folder = join(help, 'pictures', language);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const painter = await browser.newPage();
    const names = Object.entries(chapters).flatMap(([role, steps]) => steps.filter(({ picture }) => picture).map((step) => `${role}-${step.name}`));
    const entries: string[] = [];
    for (const name of names) {
      const { bytes, width, height } = await asWebp(painter, await take(browser, installation, language, name));
      writeFileSync(join(folder, `${name}.webp`), bytes);
      const id = name.replace(/\W(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      entries.push(`${id} ${name} ${width} ${height}`);
    }
    const rows = entries.map((entry) => entry.split(' '));
    const text = [
      '// Made by script/help-pictures.',
      ...rows.map(([id, name]) => `import ${id} from './${language}/${name}.webp';`),
      "import type { HelpPicture } from '../content';",
      '',
      'const pictures: Record<string, HelpPicture> = {',
      ...rows.map(([id, name, width, height]) => `  '${name}': { url: ${id}, width: ${width}, height: ${height} },`),
      '};',
      '',
      'export default pictures;',
      '',
    ].join('\n');
    writeFileSync(join(help, 'pictures', `${language}.ts`), text);
    await painter.close();
  });
}
