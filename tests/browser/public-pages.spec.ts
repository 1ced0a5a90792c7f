// The public pages where no script runs: the register is searched, filtered and gone through, a commitment and a
// memorandum are read, at both widths, without anything running out of the page.
import { expect, test } from './installation';

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
    await context.close();
  });
}
