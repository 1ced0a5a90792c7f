// Another pack than the built-in one, in the browser: a national action plan for open government
// (tests/packs/national-plan), on a desk and on a phone. Its own lists, filters, forms, board and dashboard are there;
// nothing of ACTION is.
import type { Browser, Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectAccessible } from './accessible';
import { type Server, base, expect, program, serve } from './installation';

const pack = fileURLToPath(new URL('../packs/national-plan', import.meta.url));
const password = 'a password of several words';
const accounts = { finance: 'ministry_focal@finance', justice: 'ministry_focal@justice', office: 'national_office@open-office', watch: 'civil_society@budget-watch', reviewer: 'reviewer@review-panel' };
type User = keyof typeof accounts;

// A pledge of six years ago whose four years are over, and one in consultation with a comment that has no answer.
const past: [string, string, string, string, object][] = [
  ['plan_cycle', '2019', 'open', '2019-01-10T09:00:00+13:00', { title: 'Plan of 2019', number: '2019', office: 'open-office', starts_on: '2019-03-01' }],
  ['pledge', '2019.ledger', 'open', '2019-01-20T09:00:00+13:00', { title: 'Publish the spending ledger', short_name: 'ledger', cycle: '2019', ministry: 'finance', theme: 'open_data', text: 'Every payment above 500 is published.' }],
  ['pledge', '2019.ledger', 'edit', '2019-01-21T09:00:00+13:00', { ambition: 'Anybody can follow the money.', steps: [{ code: 'a', title: 'First ministry publishes', due_on: '2020-06-30' }, { code: 'b', title: 'All ministries publish', due_on: '2022-06-30' }] }],
  ['pledge', '2019.ledger', 'consult', '2019-01-22T09:00:00+13:00', {}],
  ['pledge', '2019.ledger', 'adopt', '2019-02-28T09:00:00+13:00', { adopted_on: '2019-03-01' }],
  ['plan_cycle', '2019', 'publish', '2019-03-01T09:00:00+13:00', {}],
  ['milestone', '2019.ledger.a', 'reach', '2020-05-01T09:00:00+12:00', { evidence: 'https://ledger.example/finance' }],
  ['plan_cycle', '2026', 'open', '2026-01-10T09:00:00+13:00', { title: 'Plan of 2026', number: '2026', office: 'open-office', starts_on: '2026-03-01' }],
  ['pledge', '2026.budget', 'open', '2026-01-20T09:00:00+13:00', { title: 'Budgets for citizens', short_name: 'budget', cycle: '2026', ministry: 'finance', theme: 'participation', text: 'A budget that everybody can read.' }],
  ['pledge', '2026.budget', 'edit', '2026-01-21T09:00:00+13:00', { ambition: 'People can ask about it.', steps: [{ code: 'draft', title: 'A first draft', due_on: '2027-06-30' }] }],
  ['pledge', '2026.budget', 'consult', '2026-01-22T09:00:00+13:00', {}],
  ['public_comment', 'words', 'open', '2026-01-25T09:00:00+13:00', { title: 'Plain words, please', pledge: '2026.budget', organisation: 'budget-watch', text: 'No abbreviations.' }],
];

const test = base.extend<object, { other: Server }>({
  other: [
    async ({}, use) => {
      const binary = program();
      if (!binary) throw new Error('YELLOWSEA must name the program to test');
      const data = mkdtempSync(join(tmpdir(), 'yellowsea-other-'));
      const run = (words: string[], input = '') => {
        const ran = spawnSync(binary, [...words, '--data', data, '--pack', pack], { encoding: 'utf8', input });
        if (ran.status !== 0) throw new Error(`${words.join(' ')}: ${ran.stderr}`);
      };
      for (const [user, role] of Object.entries(accounts)) run(['user', 'add', user, '--role', role], `${password}\n`);
      const file = join(data, 'past.jsonl');
      writeFileSync(file, past.map(([kind, key, type, at, fields]) => JSON.stringify({ kind, key, type, at, data: fields })).join('\n') + '\n');
      run(['import', 'history', file]);
      const server = await serve(binary, data, ['--pack', pack]);
      try {
        await use(server);
      } finally {
        await server.stop();
        rmSync(data, { recursive: true, force: true });
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function visitor(browser: Browser, server: Server, user: User | null, width = 1280, language = 'en'): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width, height: 900 }, timezoneId: 'Asia/Tokyo' });
  const page = await context.newPage();
  if (user) {
    await page.goto(`/${language}/sign-in`);
    await page.locator('input[autocomplete=username]').fill(user);
    await page.locator('input[type=password]').fill(password);
    await page.locator('main button[type=submit]').click();
    await page.waitForURL(`**/${language}/`);
  }
  return page;
}

const picture = process.env['YELLOWSEA_PICTURES'];

async function look(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
  await expect(page.locator('.pending')).toHaveCount(0);
  const text = `${await page.title()}\n${await page.locator('body').innerText()}`;
  expect(text).not.toMatch(/\bACTION\b|Yellow Sea|[Rr]egister|[Mm]ayor|[Mm]emorand|[Cc]hamber|East Asia|環黄海|环黄海|환황해|市長|台帳/);
  const width = page.viewportSize()?.width ?? 0;
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} fits the width`).toBeLessThanOrEqual(width);
  await expectAccessible(page, name);
  if (picture) await page.screenshot({ path: join(picture, `${name.replace(/\W+/g, '-')}-${width}.png`), fullPage: true });
}

const visits: { name: string; user: User | null; path: string }[] = [
  { name: 'start public', user: null, path: '' },
  { name: 'sign-in', user: null, path: 'sign-in' },
  { name: 'pledges public', user: null, path: 'pledges' },
  { name: 'pledge public', user: null, path: 'pledges/2019.ledger' },
  { name: 'start ministry', user: 'finance', path: '' },
  { name: 'board', user: 'finance', path: 'board' },
  { name: 'dashboard', user: 'finance', path: 'dashboard' },
  { name: 'dashboard office', user: 'office', path: 'dashboard' },
  { name: 'pledge office', user: 'office', path: 'pledges/2026.budget' },
  { name: 'pledge ministry', user: 'finance', path: 'pledges/2019.ledger' },
  { name: 'adopt', user: 'office', path: 'pledges/2026.budget/adopt' },
  { name: 'not allowed', user: 'finance', path: 'pledges/2026.budget/adopt' },
  { name: 'new pledge', user: 'finance', path: 'pledges/new' },
  { name: 'comments', user: 'watch', path: 'comments?from=budget-watch' },
  { name: 'cycle', user: 'office', path: 'cycles/2026' },
];

for (const width of [1280, 390]) {
  test(`every page at ${width}`, async ({ browser, other }) => {
    const pages = new Map<User | null, Page>();
    for (const { name, user, path } of visits) {
      const page = pages.get(user) ?? (await visitor(browser, other, user, width));
      pages.set(user, page);
      const complaints: string[] = [];
      const listen = (error: Error) => complaints.push(error.message);
      page.on('pageerror', listen);
      await page.goto(`/en/${path}`);
      await look(page, name);
      page.off('pageerror', listen);
      expect(complaints, name).toEqual([]);
    }
  });
}

test('in Japanese nothing of another language or of ACTION is left', async ({ browser, other }) => {
  const page = await visitor(browser, other, 'finance', 390, 'ja');
  for (const path of ['', 'dashboard', 'pledges/2019.ledger']) {
    await page.goto(`/ja/${path}`);
    await look(page, `ja ${path}`);
    await expect(page.locator('.top__name')).toHaveText('開かれた政府 行動計画');
  }
});

test('navigation, footer and title are the pack’s; its lists have their own filters', async ({ browser, other }) => {
  const page = await visitor(browser, other, 'office');
  await expect(page.locator('.top__nav a')).toHaveText(['Overview', 'Action plan cycles', 'Pledges', 'Public comments']);
  await expect(page.locator('footer')).toHaveText('Open Government Office');
  await expect(page).toHaveTitle(/Open government plan/);
  await page.locator('.top__nav').getByRole('link', { name: 'Pledges' }).click();
  await expect(page.locator('.filters label')).toHaveText(['Search', 'Plan cycle', 'Responsible ministry', 'Theme', 'Verdict of the reviewer', 'State', 'Overdue', 'As it was on']);
  await expect(page.locator('#filter-ministry option')).toHaveText(['Any', 'Ministry of Finance', 'Ministry of Justice', 'Ministry of the Interior']);
  await page.locator('#filter-theme').selectOption('open_data');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.locator('tbody')).toContainText('Publish the spending ledger');
});

test('the dashboard has the pack’s sections, what is overdue first', async ({ browser, other }) => {
  const page = await visitor(browser, other, 'office');
  await page.goto('/en/dashboard');
  await expect(page.locator('.govuk-body-l')).toHaveText('1 pledge is overdue.');
  await expect(page.locator('.figures span')).toHaveText(['Overdue', 'Missed milestones', 'In public consultation', 'To be reviewed']);
  await expect(page.locator('#late [data-item="2019.ledger"]')).toContainText('Ministry of Finance');
  await expect(page.locator('#missed [data-item="2019.ledger.b"]')).toBeVisible();
  const justice = await visitor(browser, other, 'justice');
  await justice.goto('/en/dashboard');
  await expect(justice.locator('[data-count=late]')).toHaveText('0');
  await expect(justice.locator('.govuk-body-l')).toHaveText('No pledge is overdue.');
});

test('what can’t be done now says why, by keyboard, with the items that stand in the way', async ({ browser, other }) => {
  const page = await visitor(browser, other, 'finance', 390);
  await page.goto('/en/pledges/2019.ledger');
  const claim = page.locator('details[data-why-not=claim]');
  await claim.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(claim).toContainText('Every milestone must have been reached.');
  await expect(claim.getByRole('link')).toHaveText('All ministries publish');
  await expect(claim.locator('[data-cause]')).toHaveAttribute('data-cause', 'items');
  const rest = page.locator('details[data-why-not=others]');
  await rest.locator('summary').click();
  await expect(rest.locator('[data-why-not=adopt]')).toContainText('Only the national office may do this; you act as the ministry focal point.');
  await expect(rest.locator('[data-why-not=adopt]')).toContainText('This is possible only in the state “Delivery: Public consultation”; now it is “Delivery: Under way”.');
  await expect(rest.locator('[data-why-not=milestone_reached]')).toContainText('it follows from “Report as reached” (Milestone)');
});

test('a person of each role takes a pledge on its way', async ({ browser, other }) => {
  const office = await visitor(browser, other, 'office');
  await office.goto('/en/pledges/2026.budget');
  await office.locator('[data-event=adopt]').click();
  // A comment stands in the way, and the form says so before anybody has typed.
  await expect(office.locator('[data-conditions]')).toContainText('Every public comment must be answered first');
  await expect(office.locator('[data-conditions]').getByRole('link')).toHaveText('Plain words, please');
  await office.locator('#f-adopted_on').fill('2026-03-01');
  await office.locator('main button[type=submit]').click();
  await expect(office.locator('.govuk-error-summary')).toContainText('Every public comment must be answered first');

  const finance = await visitor(browser, other, 'finance');
  await finance.goto('/en/comments/words');
  await finance.locator('[data-event=answer]').click();
  await finance.locator('#f-reply').fill('There will be a glossary.');
  await finance.locator('main button[type=submit]').click();
  await expect(finance.locator('.govuk-tag')).toHaveText('Answered');

  await office.goto('/en/pledges/2026.budget/adopt');
  await expect(office.locator('[data-conditions]')).toHaveCount(0);
  await office.locator('#f-adopted_on').fill('2026-03-01');
  await office.locator('main button[type=submit]').click();
  await expect(office.locator('.tags').first()).toContainText('Under way');
  await expect(office.locator('main')).toContainText('Fri 1 Mar 2030, end of day, Ministry of Finance');

  await finance.goto('/en/board');
  await expect(finance.locator('[data-item="2026.budget.draft"] [data-event=reach]')).toBeVisible();

  const watch = await visitor(browser, other, 'watch');
  await watch.goto('/en/comments/new');
  await expect(watch.locator('#f-organisation option')).toHaveText(['Choose', 'Budget Watch', 'Data Guild']);
});
