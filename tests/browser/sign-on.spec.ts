// Signing in by an identity provider in the browser: the button, the way there and back, errors in the reader's language,
// the code of a second factor, the link of one's own account, the address in an invitation.
import type { Browser, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IdentityProvider, secret } from '../sign-on/provider.mjs';
import { oneTimeCode } from '../e2e/one-time-code.mjs';
import { expectAccessible } from './accessible';
import { type Installation, type Server, account, expect, person, program, serve, test } from './installation';

let provider: any;
let server: Server;
let data: string;
let installation: Installation;

test.beforeAll(async () => {
  const binary = program();
  test.skip(!binary, 'needs a server with a configuration of its own');
  provider = await new IdentityProvider().start();
  data = mkdtempSync(join(tmpdir(), 'yellowsea-sign-on-'));
  execFileSync(binary as string, ['demo', '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] });
  const file = join(data, 'provider-secret');
  writeFileSync(file, secret);
  const config = join(data, 'settings.json');
  writeFileSync(config, JSON.stringify({ sign_on: [provider.settings(file)] }));
  server = await serve(binary as string, data, ['--config', config]);
  provider.serve(server.url);
  provider.people = Object.assign(provider.people, { lee: { email: 'lee@busan.example', email_verified: true }, officer: {} });
  installation = { url: server.url, accounts: JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')) };
});
test.afterAll(async () => {
  await server?.stop();
  await provider?.stop();
  if (data) rmSync(data, { recursive: true, force: true });
});

// By the form: what person() remembers of the other tests' server is nobody here.
async function signedIn(browser: Browser, role: string, organisation?: string): Promise<Page> {
  const page = await person(browser, installation, null);
  const { user, password } = account(installation, role, organisation);
  await page.goto('/en/sign-in');
  await page.locator('#f-user').fill(user);
  await page.locator('#f-password').fill(password);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL('**/en/');
  return page;
}

const button = (page: Page) => page.locator('[data-sign-on=city]');

test('who was invited signs in by the button, and comes to the page that they wanted', async ({ browser }) => {
  const administrator = await signedIn(browser, 'administrator');
  await administrator.goto('/en/accounts');
  await administrator.locator('#f-name').fill('Lee');
  await administrator.locator('#f-roles-add').selectOption({ label: 'City officer, Busan' });
  await administrator.locator('#f-sign-on').selectOption({ label: 'Harbour City' });
  await administrator.locator('[data-does=invite]').click();
  await expect(administrator.locator('#f-sign_on-email-error')).toHaveText(/Enter an e-mail address/);
  await administrator.locator('#f-sign_on-email').fill('Lee@Busan.example');
  await administrator.locator('[data-does=invite]').click();
  const link = (await administrator.locator('[data-link]').textContent()) ?? '';
  await expect(administrator.locator('[data-invitation]')).toContainText('lee@busan.example');

  const lee = await person(browser, installation, null);
  await lee.goto(link);
  await lee.locator('#f-user').fill('lee');
  await lee.locator('#f-password').fill('a boat between three harbours');
  await lee.locator('[data-does=join]').click();
  await expect(lee.getByRole('heading', { level: 1 })).toHaveText('The account is made');
  provider.who = 'lee';
  await lee.goto('/en/sign-in?back=%2Fen%2Fboard');
  await expect(button(lee)).toHaveText('Sign in with Harbour City');
  await button(lee).click();
  await lee.waitForURL('**/en/board');
  await expect(lee.locator('.who')).toContainText('City officer');
});

test('who has no account here reads it in their language, on a phone', async ({ browser }) => {
  provider.people.stranger = {};
  provider.who = 'stranger';
  const stranger = await person(browser, installation, null, undefined, { width: 390 });
  await stranger.goto('/ja/sign-in');
  await expect(button(stranger)).toHaveText('港市でログイン');
  await button(stranger).click();
  await stranger.waitForURL('**/ja/sign-on');
  await expect(stranger.locator('.govuk-error-summary')).toContainText('アカウントがありません');
  await expectAccessible(stranger);
  expect(await stranger.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await stranger.reload();
  await expect(stranger.locator('.govuk-error-summary')).toContainText('ログインページから');
});

test('an account is linked by its person, its second factor is asked for after the provider, and the link ends', async ({ browser }) => {
  const officer = await signedIn(browser, 'city_officer', 'kitakyushu');
  provider.who = 'officer';
  await officer.goto('/en/account');
  const link = officer.locator('[data-provider=city]');
  await expect(link).toHaveAttribute('data-linked', 'false');
  await link.locator('[data-does=link]').click();
  await officer.waitForURL('**/en/account');
  await expect(link).toHaveAttribute('data-linked', 'true');
  await officer.locator('[data-does=begin-factor]').click();
  const shared = (await officer.locator('[data-secret]').textContent()) ?? '';
  await officer.locator('#f-code').fill(oneTimeCode(shared));
  await officer.locator('[data-does=activate-factor]').click();
  const recovery = (await officer.locator('.codes code').first().textContent()) ?? '';

  const again = await person(browser, installation, null);
  await again.goto('/en/sign-in');
  await button(again).click();
  await again.locator('#f-code').fill('000000');
  await again.locator('main button[type=submit]').click();
  await expect(again.locator('#f-code-error')).toContainText('not right');
  await again.locator('#f-code').fill(recovery);
  await again.locator('main button[type=submit]').click();
  await again.waitForURL('**/en/');

  await link.locator('[data-does=unlink]').click();
  await expect(link).toHaveAttribute('data-linked', 'false');
});
