// A city's board: dragging does what the buttons do, and departments see what is theirs.
import type { Locator, Page } from '@playwright/test';
import { type Item, api, expect, person, test } from './installation';
import { assignedPlan } from './plans';

const city = 'dalian';

async function plansIn(page: Page, of: string, state: string): Promise<Item[]> {
  return (await api<{ items: Item[] }>(page, `/api/v1/action-plans?city=${of}&state=${state}`)).items;
}

// Takes a card by its grip and holds it over a place that is there only while something is dragged.
async function dragTo(page: Page, card: Locator, place: Locator): Promise<void> {
  await card.locator('[data-grip]').hover();
  await page.mouse.down();
  const box = await card.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 10, { steps: 4 });
  await expect(place).toBeVisible();
  // The panel covers the lower edge.
  await place.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  const target = await place.boundingBox();
  await page.mouse.move((target?.x ?? 0) + 20, (target?.y ?? 0) + 20, { steps: 4 });
  await expect(place).toHaveClass(/drop-zone--over/);
  await page.mouse.up();
}

test('a card is dragged to its next step, or onto the state that it is to be in', async ({ browser, installation }) => {
  const plan = await assignedPlan(browser, installation, city);
  const other = await assignedPlan(browser, installation, city);
  const officer = await person(browser, installation, 'city_officer', city);
  await officer.goto('/en/board');
  const card = officer.locator(`[data-group="assigned"] [data-item="${plan.id}"]`);
  const panel = officer.locator('.drop-panel');
  await expect(panel).toHaveCount(0);

  // Let go in between: nothing happens.
  await card.locator('[data-grip]').hover();
  await officer.mouse.down();
  await officer.mouse.move(300, 300, { steps: 4 });
  await expect(panel).toBeVisible();
  await expect(panel.locator('[data-drop="take_on"]')).toContainText('Drafting');
  await officer.mouse.move(2, 2, { steps: 2 });
  await officer.mouse.up();
  await expect(panel).toHaveCount(0);
  await expect(card).toBeVisible();

  await dragTo(officer, card, panel.locator('[data-drop="take_on"]'));
  await expect(officer.locator('.banner')).toContainText(plan.id);
  await expect(officer.locator(`[data-group="drafting"] [data-item="${plan.id}"]`)).toBeVisible();
  await expect(panel).toHaveCount(0);

  await dragTo(officer, officer.locator(`[data-item="${other.id}"]`), officer.locator('[data-group="drafting"] > [data-drop]'));
  await expect(officer.locator(`[data-group="drafting"] [data-item="${other.id}"]`)).toBeVisible();
});

test('a step that asks for something opens its form', async ({ browser, installation }) => {
  const officer = await person(browser, installation, 'city_officer', 'busan');
  const [plan] = await plansIn(officer, 'busan', 'drafting');
  expect(plan, 'the demonstration has a plan that is being drafted').toBeTruthy();
  await officer.goto('/en/board');
  await dragTo(officer, officer.locator(`[data-item="${plan?.id}"]`), officer.locator('.drop-panel [data-drop="assess_central"]'));
  await officer.waitForURL(`**/en/action-plans/${encodeURIComponent(plan?.id ?? '')}/assess_central?back=*`);
});

test('what can be done at any time is not what somebody is waited for', async ({ browser, installation }) => {
  const officer = await person(browser, installation, 'city_officer', 'incheon');
  const [plan] = await plansIn(officer, 'incheon', 'mayor_review');
  expect(plan, 'the demonstration has a plan that its mayor’s office reviews').toBeTruthy();
  await officer.goto('/en/board');
  const buttons = officer.locator(`[data-item="${plan?.id}"] .govuk-button`);
  await expect(buttons.filter({ hasText: 'Name the officer in charge' })).toBeVisible();
  for (const button of await buttons.all()) await expect(button).toHaveClass(/govuk-button--secondary/);
  // The board counts those that have a next step.
  const plans = officer.getByRole('region', { name: 'Action plans', exact: true });
  const waiting = await plans.locator('.card:has(.govuk-button:not(.govuk-button--secondary))').count();
  await expect(plans.locator(':scope > p')).toHaveText(new RegExp(`^${waiting} of \\d+ wait`));
});

test('by department: a plan stands with each department that has a measure in it', async ({ browser, installation }) => {
  const officer = await person(browser, installation, 'city_officer', city);
  const items = (await api<{ items: Item[] }>(officer, `/api/v1/commitments?city=${city}&limit=100`)).items.filter(({ configuration }) => configuration.includes('delivery.in_progress'));
  const item = items[0] as Item;
  const departments = new Set((item.fields['measures'] as { department: string }[]).map(({ department }) => department));
  await officer.goto('/en/board');
  await officer.getByRole('link', { name: 'Department responsible' }).click();
  const board = officer.getByRole('region', { name: 'Mayors’ commitments', exact: true });
  for (const department of departments) await expect(board.locator(`[data-group="${department}"] [data-item="${item.id}"]`)).toBeVisible();
  await expect(board.locator(`[data-item="${item.id}"]`)).toHaveCount(departments.size);
  await expect(officer.locator('[data-grip]')).toHaveCount(0);
  // The choice stands in the address, and there is a way back.
  await officer.reload();
  await expect(officer.getByRole('link', { name: 'State' })).toBeVisible();
  await expect(officer.locator('nav.grouping strong')).toHaveText('Department responsible');
});
