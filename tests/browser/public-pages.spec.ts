// The public pages where no script runs: the register is searched, filtered and gone through, a commitment and a
// memorandum are read, at both widths, without anything running out of the page.
import { expect, test } from './installation';

test('where the page’s script does not come, what the server wrote is there', async ({ browser, installation }) => {
  const context = await browser.newContext({ baseURL: installation.url });
  const page = await context.newPage();
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto('/en/register');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByLabel('City').selectOption('kitakyushu');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/city=kitakyushu/);
  await page.locator('li.card a').first().click();
  await expect(page.getByText('Three views of how it stands')).toBeVisible();
});

test('the live page takes the place of what the server wrote, but not from under somebody’s hands', async ({ browser, installation }) => {
  const context = await browser.newContext({ baseURL: installation.url });
  const page = await context.newPage();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/v1/commitments?**', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/en/register');
  await expect(page.locator('#static').getByRole('heading', { level: 1 })).toBeVisible();
  release();
  await expect(page.locator('#static')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.liveness')).toHaveText('Up to date');

  let again = () => {};
  const heldAgain = new Promise<void>((resolve) => (again = resolve));
  await page.route('**/api/v1/commitments?**', async (route) => {
    await heldAgain;
    await route.continue();
  });
  await page.goto('/en/register');
  await page.locator('#static').getByLabel('Search').fill('port');
  const answered = page.waitForResponse('**/api/v1/commitments?**');
  again();
  await answered;
  await expect(page.locator('#app h1')).toHaveCount(1);
  await expect(page.locator('#static').getByLabel('Search')).toHaveValue('port');
});

for (const width of [1280, 390]) {
  test(`without JavaScript, at ${width} pixels`, async ({ browser, installation }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 }, baseURL: installation.url });
    const page = await context.newPage();
    await page.goto('/ja/register');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('コミットメント公開台帳');
    expect(await page.locator('li.card').count()).toBeGreaterThan(10);
    await page.getByLabel('都市').selectOption('kitakyushu');
    await page.getByRole('button', { name: '表示' }).click();
    await expect(page).toHaveURL(/city=kitakyushu/);
    await expect(page.getByLabel('都市')).toHaveValue('kitakyushu');
    for (const id of await page.locator('li.card').evaluateAll((all) => all.map((each) => each.getAttribute('data-item')))) expect(id).toMatch(/\.kitakyushu$/);
    const link = page.locator('li.card a').first();
    const title = await link.innerText();
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByText('現状についての三者の見解')).toBeVisible();
    await page.getByRole('link', { name: '한국어' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(page).toHaveURL(/\/ko\/register\//);
    const box = await page.locator('main').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });
}

test('a page’s first number format is made in a worker, which the policy lets through', async ({ browser, installation }) => {
  const context = await browser.newContext({ baseURL: installation.url });
  const page = await context.newPage();
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(message.text()));
  const worker = page.waitForEvent('worker');
  await page.goto('/ko/register');
  expect((await worker).url()).toMatch(/\/assets\/prepare-formatters\.worker-\w+\.js$/);
  await expect(page.locator('#static')).toHaveCount(0);
  expect(warnings).toEqual([]);
});
