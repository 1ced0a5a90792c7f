// The picture on an item's page, on a desk and on a phone: it is there, shows what is active, scrolls in its own box,
// and says the same in words.
import { type Item, api, expect, person, test } from './installation';
import { assignedPlan } from './plans';

const city = 'kitakyushu';

for (const width of [1280, 390]) {
  test(`the picture at ${width} pixels`, async ({ browser, installation }) => {
    const page = await person(browser, installation, 'city_officer', city, { width });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const { items } = await api<{ items: Item[] }>(page, `/api/v1/commitments?city=${city}&state=delivery.in_progress`);
    const item = items[0] as Item;
    await page.goto(`/en/commitments/${encodeURIComponent(item.id)}`);
    const section = page.locator('section.picture');
    await expect(section.getByRole('heading', { level: 2 })).toHaveText('Where it stands');
    const image = section.getByRole('img');
    await expect(image).toHaveAttribute('alt', /Now: .*Delivery: In progress/);
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.complete && element.naturalWidth)).toBeGreaterThan(300);

    // At its own size, inside a box that is no wider than the page.
    const box = section.getByRole('region', { name: 'The picture, which can be scrolled' });
    const sizes = await box.evaluate((element) => ({
      inner: element.scrollWidth,
      outer: element.clientWidth,
      image: (element.firstElementChild as HTMLImageElement).naturalWidth,
      page: document.documentElement.scrollWidth,
      window: window.innerWidth,
    }));
    expect(sizes.page).toBeLessThanOrEqual(sizes.window);
    expect(sizes.inner).toBeGreaterThanOrEqual(sizes.image * 0.84);
    if (width === 390) expect(sizes.inner, 'a phone shows a part of it').toBeGreaterThan(sizes.outer);

    // The first active state is in view.
    const words = await api<{ picture: { active: { x: number; y: number; width: number; height: number }[] } }>(page, `/api/v1/commitments/${encodeURIComponent(item.id)}/picture/words?language=en`);
    const place = words.picture.active[0] as { x: number; y: number; width: number; height: number };
    const view = await box.evaluate((element) => {
      const image = element.firstElementChild as HTMLImageElement;
      const scale = image.width / image.naturalWidth;
      return { left: element.scrollLeft / scale, top: element.scrollTop / scale, width: element.clientWidth / scale, height: element.clientHeight / scale };
    });
    expect(place.x).toBeGreaterThanOrEqual(view.left);
    expect(place.x + place.width).toBeLessThanOrEqual(view.left + view.width);
    expect(place.y).toBeGreaterThanOrEqual(view.top);
    expect(place.y + place.height).toBeLessThanOrEqual(view.top + view.height);

    // By keyboard alone: the box scrolls.
    await box.focus();
    await box.evaluate((element) => (element.scrollTop = 0));
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);

    // The same in words.
    await section.getByText('The same in words').click();
    await expect(section.getByRole('listitem').filter({ hasText: 'Delivery: In progress' })).toBeVisible();
    const step = section.locator('li[data-step=report_completion]');
    await expect(step).toContainText('Leads to: Awaiting verification');
    await expect(step).toContainText('By: ');
    await expect(section.getByRole('heading', { name: 'What time will bring' })).toBeVisible();
    expect(complaints).toEqual([]);
  });
}

test('the picture follows when the item moves, in the reader’s language', async ({ browser, installation }) => {
  const item = await assignedPlan(browser, installation, 'ulsan');
  const page = await person(browser, installation, 'city_officer', 'ulsan', { language: 'ko' });
  await page.goto(`/ko/action-plans/${encodeURIComponent(item.id)}`);
  const image = page.locator('section.picture img');
  await expect(image).toHaveAttribute('src', new RegExp(`version=${item.version}$`));
  const before = await image.getAttribute('alt');
  await page.locator('[data-event=take_on]').first().click();
  await expect(image).toHaveAttribute('src', new RegExp(`version=${item.version + 1}$`));
  expect(await image.getAttribute('alt')).not.toBe(before);
});
