// On empty data the program prints an address, which makes the first account, once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, program, serve, test } from './installation';

test('the printed address makes the first administrator, and only once', async ({ browser }) => {
  const binary = program();
  test.skip(!binary, 'needs a program to start');
  const data = mkdtempSync(join(tmpdir(), 'yellowsea-empty-'));
  const server = await serve(binary as string, data);
  try {
    await expect.poll(server.printed).toMatch(/\/first-administrator#\S+/);
    const address = /http:\/\/\S+\/first-administrator#\S+/.exec(server.printed())?.[0] ?? '';
    const page = await browser.newPage();
    await page.goto(address);
    const make = page.locator('main button[type=submit]');
    await make.click();
    await expect(page.locator('.govuk-error-summary')).toContainText('Enter your name');
    await page.locator('#f-user').fill('first');
    await page.locator('#f-name').fill('The first administrator');
    await page.locator('#f-password').fill('short');
    await make.click();
    // The server says what it asks of a password, beside the field.
    await expect(page.locator('#f-password-error')).toHaveText(/\S{3}/);
    await page.locator('#f-password').fill('a password of several words');
    await make.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The account is made');

    await page.getByRole('link', { name: 'Sign in' }).last().click();
    await page.locator('input[autocomplete=username]').fill('first');
    await page.locator('input[type=password]').fill('a password of several words');
    await page.locator('main button[type=submit]').click();
    await page.waitForURL('**/en/');
    await expect(page.locator('.who')).toContainText('The first administrator');

    // What comes next is said, and where.
    await expect(page.locator('[data-set-up]')).toHaveAttribute('data-set-up', '5');
    await page.getByRole('link', { name: 'Invite the secretariat' }).click();
    await page.locator('#f-name').fill('The secretariat');
    await page.locator('#f-roles-add').selectOption({ index: 1 });
    await page.locator('[data-does=invite]').click();
    await expect(page.locator('[data-link]')).toHaveText(/join#/);

    const again = await browser.newPage();
    await again.goto(address);
    await again.locator('#f-user').fill('second');
    await again.locator('#f-name').fill('Another');
    await again.locator('#f-password').fill('a password of several words');
    await again.locator('main button[type=submit]').click();
    await expect(again.locator('.govuk-error-summary')).toContainText('has people already');
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
