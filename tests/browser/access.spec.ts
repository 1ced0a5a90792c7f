// Accounts in the browser: an invitation becomes an account; the password again loses nothing; sessions, second factor
// and tokens on one's own page; the log of access.
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { oneTimeCode } from '../e2e/one-time-code.mjs';
import { account, api, expect, person, renewed, test } from './installation';

test('an administrator invites somebody, who makes an account and sets up a second factor', async ({ browser, installation }) => {
  const administrator = await person(browser, installation, 'administrator');
  await administrator.goto('/en/');
  await administrator.getByRole('link', { name: 'Accounts' }).click();
  await administrator.locator('#f-name').fill('Lee, city officer');
  await administrator.locator('#f-roles-add').selectOption({ label: 'City officer, Busan' });
  await administrator.locator('[data-does=invite]').click();
  const link = (await administrator.locator('[data-link]').textContent()) ?? '';
  expect(link).toMatch(/\/en\/join#/);

  const lee = await person(browser, installation, null);
  await lee.goto(link);
  await expect(lee.locator('main')).toContainText('City officer');
  await lee.locator('#f-user').fill('lee');
  await lee.locator('#f-password').fill('Kitakyushu2026');
  await lee.locator('[data-does=join]').click();
  await expect(lee.locator('#f-password-error')).toContainText('guessed first');
  await lee.locator('#f-password').fill('a boat between three harbours');
  await lee.locator('[data-does=join]').click();
  await expect(lee.getByRole('heading', { level: 1 })).toHaveText('The account is made');
  await lee.goto('/en/sign-in');
  await lee.locator('#f-user').fill('lee');
  await lee.locator('#f-password').fill('a boat between three harbours');
  await lee.locator('main button[type=submit]').click();
  await lee.waitForURL('**/en/');

  await lee.goto('/en/account');
  await expect(lee.locator('[data-sessions="1"]')).toBeVisible();
  await lee.locator('[data-does=begin-factor]').click();
  const secret = (await lee.locator('[data-secret]').textContent()) ?? '';
  // Another program's eyes: what a phone reads is the address with the same key.
  const picture = PNG.sync.read(await lee.locator('[data-qr]').screenshot());
  const read = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data ?? '';
  expect(read).toMatch(/^otpauth:\/\/totp\//);
  expect(new URL(read).searchParams.get('secret')).toBe(secret);
  await lee.locator('#f-code').fill(oneTimeCode(secret));
  await lee.locator('[data-does=activate-factor]').click();
  await expect(lee.locator('.codes li')).toHaveCount(10);
  const recovery = (await lee.locator('.codes code').first().textContent()) ?? '';
  await lee.locator('.who .link-button').click();
  await lee.waitForURL('**/sign-in');
  await lee.locator('#f-user').fill('lee');
  await lee.locator('#f-password').fill('a boat between three harbours');
  await lee.locator('main button[type=submit]').click();
  await lee.locator('#f-code').fill(recovery);
  await lee.locator('main button[type=submit]').click();
  await lee.waitForURL('**/en/');

  await administrator.reload();
  await administrator.locator('[data-user=lee] [data-does=close]').click();
  await expect(administrator.locator('[data-user=lee] .govuk-tag--grey')).toBeVisible();
  await lee.goto('/en/account');
  await expect(lee.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();

  await administrator.goto('/en/audit');
  await expect(administrator.locator('[data-audit=account_disabled]').first()).toContainText('lee');
});

test('a token is made after the password was given again, and nothing typed is lost', async ({ browser, installation }) => {
  const page = await person(browser, installation, 'evaluator');
  await page.goto('/en/account');
  let asked = false;
  await page.route('**/api/v1/tokens', (route) => {
    if (route.request().method() !== 'POST' || asked) return route.continue();
    asked = true;
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ status: 403, rule: 'password_again' }) });
  });
  await page.locator('#f-name').fill('Yearly report');
  await page.locator('[data-does=make-token]').click();
  await page.locator('dialog input[type=password]').fill(account(installation, 'evaluator').password);
  await page.locator('dialog button[type=submit]').click();
  await expect(page.locator('[data-token]')).toHaveText(/^ys_/);
  await renewed(page, account(installation, 'evaluator'));
  const tokens = await api<{ items: { name: string }[] }>(page, '/api/v1/tokens');
  expect(tokens.items.map(({ name }) => name)).toEqual(['Yearly report']);
});
