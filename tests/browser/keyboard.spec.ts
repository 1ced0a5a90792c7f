// The main job with the keyboard alone: no pointer, no focus set by a script. Whoever presses Tab sees where they are,
// and after each step the focus is where the work goes on.
import type { Page } from '@playwright/test';
import { type Item, account, api, expect, person, test } from './installation';

const chamber = 'kitakyushu';
const city = 'dalian';

interface Focus {
  text: string;
  id: string;
  visible: boolean;
}

// What has the focus, and whether one sees it: an outline, a shadow or another background than without.
async function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return { text: '', id: '', visible: false };
    // Radios and checkboxes of this look show the focus on the box that their label draws.
    const drawn = element.matches('.govuk-checkboxes__input, .govuk-radios__input') ? getComputedStyle(element.nextElementSibling as Element, '::before') : getComputedStyle(element);
    const visible = (drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) > 0) || drawn.boxShadow !== 'none';
    const label = element.id ? document.querySelector(`label[for="${CSS.escape(element.id)}"]`)?.textContent : '';
    return { text: (element.getAttribute('aria-label') ?? (element.textContent || label) ?? '').trim(), id: element.id, visible };
  });
}

// Tab until the focus is on what is wanted; everything on the way has to be seen.
async function tabTo(page: Page, wanted: (focus: Focus) => boolean, what: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 220; presses++) {
    await page.keyboard.press(key);
    const here = await focus(page);
    if (!here.id && !here.text) continue;
    expect(here.visible, `the focus on “${here.text || here.id}” is seen`).toBe(true);
    if (wanted(here)) return;
  }
  throw new Error(`${what} can't be reached with Tab`);
}

const named = (text: string) => (here: Focus) => here.text === text;
const field = (id: string) => (here: Focus) => here.id === id;

async function type(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, field(id), id);
  await page.keyboard.type(text);
}

test('a chamber signs in, files a report; the secretariat accepts it; an officer takes it on and drafts: by keyboard alone', async ({ browser, installation }) => {
  const title = `By keyboard ${Date.now()}`;
  const context = await browser.newContext({ baseURL: installation.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();

  await test.step('sign in', async () => {
    await page.goto('/en/');
    await page.locator('h1').waitFor();
    await page.keyboard.press('Tab');
    expect((await focus(page)).text).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    await tabTo(page, named('Sign in'), 'the link to sign in');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in**');
    const { user, password } = account(installation, 'chamber', chamber);
    await type(page, 'f-user', user);
    await type(page, 'f-password', password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/');
    await page.locator('h1').waitFor();
  });

  let id = '';
  await test.step('file a report', async () => {
    await tabTo(page, named('File a report'), 'the page for reports');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/report');
    await page.locator('#f-title').waitFor();
    await tabTo(page, (here) => here.id === 'f-round', 'the round');
    const [round] = (await api<{ items: Item[] }>(page, '/api/v1/rounds?state=planning')).items;
    // A list of choices is chosen from by its first letters, as everywhere.
    await page.keyboard.type(String(round?.fields['name']).slice(0, 12));
    // Sent too early: the focus goes to what is missing.
    await tabTo(page, named('Send report'), 'sending');
    await page.keyboard.press('Enter');
    await expect(page.locator('.govuk-error-summary')).toBeFocused();
    await tabTo(page, (here) => /title/i.test(here.text), 'the first error');
    await page.keyboard.press('Enter');
    await expect(page.locator('#f-title')).toBeFocused();
    await page.keyboard.type(title);
    await type(page, 'f-description', 'Each office asks for other papers.');
    await type(page, 'f-requested_action', 'One list for all of them.');
    await tabTo(page, field(`f-cities-${city}`), 'the city');
    await page.keyboard.press('Space');
    await type(page, 'f-businesses_affected', '7');
    await type(page, 'f-severity', '3');
    await type(page, 'f-priority', '1');
    await type(page, 'f-reference', `K-${Date.now()}`);
    await tabTo(page, named('Send report'), 'sending');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/problem-reports/*');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    id = decodeURIComponent(new URL(page.url()).pathname.split('/').pop() ?? '');
  });

  await test.step('accept it', async () => {
    const secretariat = await person(browser, installation, 'secretariat');
    await secretariat.goto(`/en/problem-reports/${encodeURIComponent(id)}`);
    await secretariat.locator('[data-event=accept]').waitFor();
    await tabTo(secretariat, named('Accept'), 'accepting');
    await secretariat.keyboard.press('Enter');
    await expect(secretariat.locator('.banner')).toBeFocused();
    await secretariat.context().close();
  });

  await test.step('take it on and draft a plan', async () => {
    const officer = await person(browser, installation, 'city_officer', city);
    await officer.goto(`/en/action-plans/${encodeURIComponent(`${id}.${city}`)}`);
    await officer.locator('[data-event=take_on]').first().waitFor();
    await tabTo(officer, named('Take on'), 'taking it on');
    await officer.keyboard.press('Enter');
    await expect(officer.locator('.banner')).toBeFocused();
    await expect(officer.locator('[data-event=edit]').first()).toBeVisible();
    await tabTo(officer, named('Edit the plan'), 'editing');
    await officer.keyboard.press('Enter');
    await officer.waitForURL('**/edit');
    await officer.locator('#f-text').waitFor();
    await type(officer, 'f-text', 'One window, one list.');
    await tabTo(officer, named('Edit the plan'), 'saving');
    await officer.keyboard.press('Enter');
    await officer.waitForURL((url) => !url.pathname.endsWith('/edit'));
    await expect(officer.locator('.history')).toContainText('One window, one list.');
  });
});
