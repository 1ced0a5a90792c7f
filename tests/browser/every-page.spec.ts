// Every page on a phone, in English and Japanese: it comes up without an error, fits the width, keeps the policy, and
// axe finds nothing against WCAG 2.2 AA.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type Item, api, expect, person, test } from './installation';

const city = 'kitakyushu';

async function firstId(page: Page, path: string): Promise<string> {
  const list = await api<{ items: Item[] }>(page, path);
  expect(list.items.length, `the demo has something at ${path}`).toBeGreaterThan(0);
  return encodeURIComponent((list.items[0] as Item).id);
}

interface Visit {
  name: string;
  role: string | null;
  organisation?: string;
  path: (page: Page) => Promise<string> | string;
}

const visits: Visit[] = [
  { name: 'sign-in', role: null, path: () => 'sign-in' },
  { name: 'first administrator', role: null, path: () => 'first-administrator#a-key' },
  { name: 'start, public', role: null, path: () => '' },
  { name: 'register', role: null, path: () => 'register?limit=8' },
  { name: 'commitment in the register', role: null, path: async (page) => `register/${await firstId(page, '/api/v1/commitments')}` },
  { name: 'round, public', role: null, path: async (page) => `rounds/${await firstId(page, '/api/v1/rounds')}` },
  { name: 'start, chamber', role: 'chamber', organisation: city, path: () => '' },
  { name: 'report form', role: 'chamber', organisation: city, path: () => 'report' },
  { name: 'start, city officer', role: 'city_officer', organisation: city, path: () => '' },
  { name: 'board', role: 'city_officer', organisation: city, path: () => 'board' },
  { name: 'event form', role: 'city_officer', organisation: city, path: async (page) => `commitments/${await firstId(page, `/api/v1/commitments?city=${city}&state=delivery.in_progress`)}/progress` },
  { name: 'dashboard', role: 'mayor_office', organisation: city, path: () => 'dashboard' },
  { name: 'commitment', role: 'mayor_office', organisation: city, path: async (page) => `commitments/${await firstId(page, `/api/v1/commitments?city=${city}`)}` },
  { name: 'coverage', role: 'secretariat', path: () => 'coverage' },
  { name: 'coverage, public', role: null, path: () => 'coverage?round=2022&gaps=true' },
  { name: 'coverage in the past', role: null, path: () => 'coverage?round=2010&as_of=2010-08-01' },
  { name: 'memorandum as a document', role: null, path: () => 'memorandum/2010' },
  { name: 'memorandum with its reservations', role: null, path: () => 'memorandum/2022' },
  { name: 'report of the evaluation committee', role: null, path: () => 'committee-report/2022' },
  { name: 'plan', role: 'city_officer', organisation: city, path: async (page) => `action-plans/${await firstId(page, `/api/v1/action-plans?city=${city}&tag=answered`)}` },
  { name: 'commitment in the past', role: null, path: async (page) => `register/${await firstId(page, '/api/v1/commitments?round=2010')}?as_of=2011-12-01` },
  { name: 'notices', role: 'mayor_office', organisation: city, path: () => 'notices' },
  { name: 'account', role: 'secretariat', path: () => 'account' },
  { name: 'accounts', role: 'administrator', path: () => 'accounts' },
  { name: 'log of access', role: 'evaluator', path: () => 'audit' },
  { name: 'joining without a key', role: null, path: () => 'join' },
  { name: 'dashboard of all cities', role: 'secretariat', path: () => 'dashboard' },
  { name: 'list', role: 'secretariat', path: () => 'problem-reports?limit=8' },
  { name: 'report', role: 'secretariat', path: async (page) => `problem-reports/${await firstId(page, '/api/v1/problem-reports')}` },
  { name: 'opening form', role: 'secretariat', path: () => 'rounds/new' },
  { name: 'memorandum', role: 'secretariat', path: async (page) => `memoranda/${await firstId(page, '/api/v1/memoranda')}` },
  { name: 'signing', role: 'mayor_office', organisation: city, path: async (page) => `memoranda/${await firstId(page, '/api/v1/memoranda?state=signing')}/sign` },
];

for (const language of ['en', 'ja']) {
  for (const visit of visits) {
    test(`${visit.name}, ${language}`, async ({ browser, installation }) => {
      const page = await person(browser, installation, visit.role, visit.organisation, { width: 390, language });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A draft that is not there and a session that is not there are answers, not faults.
        const expected = /Failed to load resource/.test(message.text()) && /\/(drafts|session)\b/.test(message.location().url);
        if (message.type() === 'error' && !expected) complaints.push(message.text());
      });
      await page.goto(`/${language}/${await visit.path(page)}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
      await expect(page.locator('.pending')).toHaveCount(0);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page).toHaveTitle(language === 'ja' ? /環黄海ACTION/ : /Pan-Yellow Sea ACTION/);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, 'nothing is wider than the phone').toBeLessThanOrEqual(390);
      const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  }
}
