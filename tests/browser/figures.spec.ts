// The pictures say what the lists say, each is a table on request, and on paper they are told apart without colours.
import { type Item, api, expect, person, test } from './installation';

test('open commitments over time, and where each city’s stand', async ({ browser, installation }) => {
  const page = await person(browser, installation, null);
  await page.goto('/en/progress?round=2022');
  const items = (await api<{ items: Item[] }>(page, '/api/v1/commitments?round=2022&limit=200')).items;
  const settled = ['delivery.fulfilled', 'delivery.lapsed', 'delivery.carried_over'];
  const open = items.filter(({ configuration }) => !configuration.some((path) => settled.includes(path)));
  const lead = page.locator('[data-total]');
  await expect(lead).toHaveAttribute('data-total', String(items.length));
  await expect(lead).toHaveAttribute('data-open', String(open.length));
  // The line ends at what is open now.
  const figure = page.locator('[data-figure=open]');
  await expect(figure.getByRole('img')).toHaveAccessibleName(new RegExp(`${items.length} commitments were open at first, ${open.length} are open now`));
  await figure.getByRole('button', { name: 'Show as table' }).click();
  await expect(figure.locator('tbody tr').first().locator('td').first()).toHaveText(String(items.length));
  await expect(figure.locator('tbody tr').last().locator('td').first()).toHaveText(String(open.length));
  await figure.getByRole('button', { name: 'Show as picture' }).click();
  await expect(figure.getByRole('img')).toBeVisible();
  // Solid and dashed: the two lines differ in more than their colour.
  await expect(figure.locator('.chart__pace')).toHaveCSS('stroke-dasharray', /\d/);
  await expect(figure.locator('.chart__line')).toHaveCSS('stroke-dasharray', 'none');

  // A number leads to the list of what it counts.
  const cell = page.locator('[data-figure=cities] tbody a').first();
  const count = Number(await cell.textContent());
  await cell.click();
  await expect(page.locator('tbody tr')).toHaveCount(count);
});

test('the next deadlines stand in their order, overdue ones filled, and follow what happens', async ({ browser, installation }) => {
  const page = await person(browser, installation, 'mayor_office', 'kitakyushu');
  await page.goto('/en/dashboard');
  const figure = page.locator('[data-figure=deadlines]');
  const own = (await api<{ items: Item[] }>(page, '/api/v1/commitments?city=kitakyushu&tag=-settled&sort=deadline,id&limit=12')).items as (Item & { overdue: boolean })[];
  await expect(figure.locator('.timeline__row')).toHaveCount(own.length);
  await expect(figure.locator('.span--late')).toHaveCount(own.filter(({ overdue }) => overdue).length);
  await expect(figure.locator('.timeline__row').first().getByRole('link')).toHaveAttribute('href', new RegExp(encodeURIComponent(own[0]?.id ?? '')));
  await figure.getByRole('button', { name: 'Show as table' }).click();
  await expect(figure.locator('tbody tr')).toHaveCount(own.length);
});
