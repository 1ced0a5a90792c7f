// Editing an item: what is emptied goes, what must be there stays, and nothing else is touched.
import { type Item, api, expect, person, post, test } from './installation';

test('an optional field that is emptied is gone, a title cannot be', async ({ browser, installation }) => {
  const page = await person(browser, installation, 'chamber', 'kitakyushu');
  const round = (await api<{ items: Item[] }>(page, '/api/v1/rounds?state=planning')).items[0] as Item;
  const filled = { description: 'Each office asks for other papers.', panel: 'logistics', priority: 2, theme: 'customs' };
  const made = await post(page, installation, '/api/v1/problem-reports', { round: round.id, chamber: 'kitakyushu', cities: ['dalian'], title: 'Papers differ', ...filled });
  const { id } = (await made.json()) as Item;
  const address = `/en/problem-reports/${encodeURIComponent(id)}`;
  await page.goto(`${address}/edit`);
  await expect(page.locator('label[for=f-title]')).toHaveText('Title');
  await expect(page.locator('label[for=f-description]')).toHaveText(/optional/);
  await page.locator('#f-title').fill('');
  await page.locator('#f-description').fill('');
  await page.locator('#f-priority').fill('');
  await page.getByRole('group', { name: /Panel/ }).getByText('None').click();
  await page.locator('main button[type=submit]').click();
  await expect(page.locator('.govuk-error-summary')).toContainText(/title/i);
  await expect(page.locator('.govuk-error-summary li')).toHaveCount(1);
  await page.locator('#f-title').fill('Papers differ');
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(`**${address}`);
  await expect(page.locator('.history').getByText('Taken out')).toHaveCount(3);
  const { fields } = await api<Item>(page, `/api/v1/problem-reports/${encodeURIComponent(id)}`);
  for (const name of ['description', 'priority', 'panel']) expect(fields, name).not.toHaveProperty(name);
  expect(fields['title']).toBe('Papers differ');
  expect(fields['theme']).toBe('customs');
});
