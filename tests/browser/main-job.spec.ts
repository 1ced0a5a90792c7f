// From a chamber's report to a plan that answers it, each person in a browser of their own, and everybody's pages
// following without a reload.
import type { Page } from '@playwright/test';
import { type Item, account, api, expect, fire, person, renewed, test } from './installation';
import { assignedPlan } from './plans';

const chamber = 'kitakyushu';
const city = 'dalian';

test('a report becomes an adopted plan, and everybody sees it', async ({ browser, installation }) => {
  const reporter = await person(browser, installation, 'chamber', chamber);
  const rounds = await api<{ items: Item[] }>(reporter, '/api/v1/rounds?state=planning');
  const round = rounds.items[0] as Item;
  expect(round, 'the demo has a round in planning').toBeTruthy();
  const title = `Customs forms differ from window to window ${Date.now()}`;
  let report = '';

  await test.step('the chamber files a report', async () => {
    await reporter.goto('/en/report');
    const send = reporter.getByRole('button', { name: 'Send report' });
    await reporter.getByLabel('Round', { exact: true }).selectOption(round.id);
    await send.click();
    // What is missing is said at the top, with the focus there, and at the field.
    const summary = reporter.locator('.govuk-error-summary');
    await expect(summary).toBeFocused();
    await summary.getByRole('link', { name: /title/i }).click();
    const titleField = reporter.locator('#f-title');
    await expect(titleField).toBeFocused();
    await expect(titleField).toHaveAttribute('aria-invalid', 'true');

    await titleField.fill(title);
    await reporter.locator('#f-description').fill('The same parts need other papers in each office.');
    await reporter.locator('#f-requested_action').fill('One list of papers, with examples, for all offices.');
    await reporter.locator(`label[for="f-cities-${city}"]`).click();
    await reporter.locator('#f-businesses_affected').fill('14');
    await reporter.locator('#f-severity').fill('4');
    await reporter.locator('#f-priority').fill('1');
    await reporter.locator('#f-reference').fill(`T-${Date.now()}`);
    await expect(reporter.getByText('Draft saved at')).toBeVisible();
    // Nothing typed is lost.
    await reporter.reload();
    await expect(titleField).toHaveValue(title);
    await expect(reporter.locator(`#f-cities-${city}`)).toBeChecked();

    await send.click();
    await reporter.waitForURL('**/en/problem-reports/*');
    await expect(reporter.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(reporter.locator('.govuk-tag').first()).toHaveText('Submitted');
    report = decodeURIComponent(new URL(reporter.url()).pathname.split('/').pop() ?? '');
  });

  const plan = `${report}.${city}`;
  const mayor = await person(browser, installation, 'mayor_office', city);
  await mayor.goto('/en/dashboard');
  const awaiting = mayor.locator('[data-count=awaiting_approval]');
  const before = Number(await awaiting.textContent());
  // A mark that a reload would wipe away.
  await mayor.evaluate(() => document.body.setAttribute('data-not-reloaded', 'true'));

  const secretariat = await person(browser, installation, 'secretariat');
  await test.step('the secretariat accepts it', async () => {
    await secretariat.goto(`/en/problem-reports/${encodeURIComponent(report)}`);
    await secretariat.locator('[data-event=accept]').click();
    await expect(secretariat.locator('.banner')).toBeFocused();
    await secretariat.goto(`/en/coverage?round=${encodeURIComponent(round.id)}`);
    await expect(secretariat.locator(`[data-cell="${plan}"]`)).toHaveAttribute('data-answered', 'false');
  });
  // The chamber's page has followed.
  await expect(reporter.locator('.govuk-tag').first()).toContainText('Accepted');

  const officer = await person(browser, installation, 'city_officer', city);
  await test.step('the city officer takes it on, drafts measures and proposes', async () => {
    await officer.goto('/en/board');
    const card = officer.locator(`[data-item="${plan}"]`);
    await expect(card.locator('[data-event=approve]')).toHaveCount(0);
    await card.locator('[data-event=take_on]').click();
    await card.locator('[data-event=edit]').click();
    await officer.locator('#f-text').fill('One window gives out one list of papers.');
    await officer.locator('#f-measures-0-text').fill('Publish the list of papers in four languages.');
    await officer.locator('#f-measures-0-department').fill('Port Office');
    await officer.locator('form button[type=submit]').click();
    // Half a measure is no measure: the form says what is missing.
    await expect(officer.locator('.govuk-error-summary')).toBeFocused();
    await officer.locator('#f-measures-0-test').fill('The list is on the city’s page.');
    await officer.locator('#f-measures-0-due').fill(round.fields['planned_meeting']);
    await officer.locator('form button[type=submit]').click();
    await officer.waitForURL('**/en/board');
    await card.locator('[data-event=propose]').click();
    await expect(card.locator('[data-event=propose]')).toHaveCount(0);
  });

  await test.step('the mayor’s dashboard shows it without a reload, and the office approves', async () => {
    await expect(awaiting).toHaveText(String(before + 1));
    expect(await mayor.evaluate(() => document.body.getAttribute('data-not-reloaded'))).toBe('true');
    await mayor.locator(`#awaiting_approval [data-item="${plan}"] a`).click();
    await mayor.locator('[data-event=approve]').click();
    await expect(mayor.locator('[data-event=approve]')).toHaveCount(0);
    await expect(mayor.locator('.history li').first()).toHaveAttribute('data-type', 'approve');
  });

  await test.step('the chamber endorses it, and the coverage matrix has its answer', async () => {
    await reporter.goto(`/en/action-plans/${encodeURIComponent(plan)}`);
    await reporter.locator('[data-event=endorse]').click();
    await expect(reporter.locator('.govuk-tag').first()).toHaveText('Adopted');
    await expect(secretariat.locator(`[data-cell="${plan}"]`)).toHaveAttribute('data-answered', 'true');
  });

  await test.step('what is not possible says why', async () => {
    await officer.goto(`/en/action-plans/${encodeURIComponent(plan)}`);
    await officer.locator('details[data-why-not=others] summary').click();
    await expect(officer.locator('.reasons dd').first()).toHaveText(/\S{3}/);
  });
});

test('a mayor signs the memorandum, with the password once more, and the dashboard follows', async ({ browser, installation }) => {
  const secretariat = await person(browser, installation, 'secretariat');
  const memoranda = await api<{ items: Item[] }>(secretariat, '/api/v1/memoranda?state=signing');
  const memorandum = memoranda.items[0] as Item;
  expect(memorandum, 'the demo has a memorandum open for signature').toBeTruthy();
  const signer = memorandum.fields['pending'][0] as string;
  const { password } = account(installation, 'mayor_office', signer);
  // The server asks for the password when it was given more than five minutes ago; here it says so at once.
  let asked = false;

  // The same office looks at its dashboard in another window.
  const mayor = await person(browser, installation, 'mayor_office', signer);
  const watching = await mayor.context().newPage();
  await watching.goto('/en/dashboard');
  const awaiting = watching.locator('[data-count=awaiting_signature]');
  await expect(awaiting).toHaveText('1');
  await watching.evaluate(() => document.body.setAttribute('data-not-reloaded', 'true'));

  await mayor.goto('/en/dashboard');
  await mayor.locator(`#awaiting_signature [data-item="${memorandum.id}"] a`).click();
  await mayor.locator('[data-event=sign]').click();
  // The signature names the text that was read, and only plans of the signer's own city may be reserved.
  await expect(mayor.locator('#f-sha256')).toHaveValue(memorandum.fields['annex_sha256']);
  const own = (memorandum.fields['annex'] as { city: string }[]).filter(({ city: of }) => of === signer);
  await expect(mayor.locator('#f-reserved input')).toHaveCount(own.length);
  await mayor.route('**/events', (route) => {
    if (route.request().method() !== 'POST' || asked) return route.continue();
    asked = true;
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ status: 403, rule: 'password_again' }) });
  });
  await mayor.locator('form button[type=submit][data-event=sign]').click();
  const dialog = mayor.locator('dialog');
  const goOn = dialog.locator('button[type=submit]');
  await goOn.click();
  await expect(dialog.locator('.govuk-error-message')).toContainText('Enter your password');
  await dialog.locator('input[type=password]').fill('not the password');
  await goOn.click();
  await expect(dialog.locator('.govuk-error-message')).toContainText('The password is not right');
  await dialog.locator('input[type=password]').fill(password);
  await goOn.click();
  await mayor.waitForURL(`**/en/memoranda/${encodeURIComponent(memorandum.id)}`);
  await renewed(mayor, account(installation, 'mayor_office', signer));
  await expect(mayor.locator('.history li').first()).toHaveAttribute('data-type', 'sign');
  // Nobody signs twice.
  await expect(mayor.locator('.govuk-button[data-event=sign]')).toHaveCount(0);
  const signed = await api<Item>(secretariat, `/api/v1/memoranda/${encodeURIComponent(memorandum.id)}`);
  expect(signed.fields['signed']).toContain(signer);
  expect(signed.fields['pending']).not.toContain(signer);

  await expect(awaiting).toHaveText('0');
  expect(await watching.evaluate(() => document.body.getAttribute('data-not-reloaded'))).toBe('true');
});

test('overdue commitments stand first, the longest overdue on top', async ({ browser, installation }) => {
  const secretariat = await person(browser, installation, 'secretariat');
  await secretariat.goto('/en/dashboard');
  await expect(secretariat.locator('main section').first()).toHaveAttribute('id', 'overdue');
  const late = secretariat.locator('#overdue .card');
  await expect(late.first().locator('.late')).toContainText(/(year|month|day).* overdue/);
  const deadlines = await late.locator('time').evaluateAll((times) => times.map((time) => Date.parse(time.getAttribute('datetime') ?? '')));
  expect(deadlines.length).toBeGreaterThan(1);
  expect(deadlines).toEqual([...deadlines].sort((a, b) => a - b));
});

test('a form in which somebody types is left alone, and says what changed', async ({ browser, installation }) => {
  const mine = `What I am writing ${Date.now()}`;
  const theirs = `What a colleague wrote ${Date.now()}`;
  const plan = await assignedPlan(browser, installation, city);
  const officer = await person(browser, installation, 'city_officer', city);
  const path = `/api/v1/action-plans/${encodeURIComponent(plan.id)}`;
  expect((await fire(officer, installation, path, 'take_on', {})).status()).toBe(200);
  await officer.goto(`/en/action-plans/${encodeURIComponent(plan.id)}/edit`);
  const text = officer.locator('#f-text');
  await text.fill(mine);

  expect((await fire(officer, installation, path, 'edit', { text: theirs })).status()).toBe(200);
  const stale = officer.locator('.stale');
  await expect(stale).toContainText('changed while you were writing');
  await expect(stale).toContainText('City officer');
  await expect(text).toHaveValue(mine);

  // Sent all the same, the server refuses it; nothing is lost.
  await officer.locator('form button[type=submit]').click();
  await expect(officer.locator('.govuk-error-summary')).toContainText('changed in the meantime');
  await expect(text).toHaveValue(mine);

  // Both texts stand side by side: keep the one …
  await expect(stale.locator('[data-conflict=text]')).toContainText(theirs);
  await expect(stale.locator('[data-conflict=text]')).toContainText(mine);
  await stale.locator('[data-does=keep]').click();
  await expect(stale).toHaveCount(0);
  await expect(text).toHaveValue(mine);
  await officer.locator('form button[type=submit]').click();
  await officer.waitForURL((url) => !url.pathname.endsWith('/edit'));
  const saved = await api<Item>(officer, path);
  expect(Object.values(saved.fields)).toContain(mine);

  // … or take the other.
  await officer.goto(`/en/action-plans/${encodeURIComponent((plan as Item).id)}/edit`);
  await text.fill(`${mine} and more`);
  const newest = `${theirs}, once more`;
  expect((await fire(officer, installation, path, 'edit', { text: newest })).status()).toBe(200);
  await stale.locator('[data-does=take]').click();
  await expect(stale).toHaveCount(0);
  await expect(text).toHaveValue(newest);
  // What another field says is nobody's conflict: it is kept without a question.
  await expect(officer.locator('[data-conflict]')).toHaveCount(0);
});

test('a lost connection is said, and what was missed is caught up with', async ({ browser, installation }) => {
  const officer = await person(browser, installation, 'city_officer', city);
  await officer.goto('/en/board');
  const status = officer.locator('.liveness');
  await expect(status).toHaveText('Up to date');
  await officer.context().setOffline(true);
  // Chromium leaves an open socket open when it goes offline: the page's own close stands in for the network's.
  await officer.evaluate(() => dispatchEvent(new Event('offline')));
  await expect(status).toContainText('Offline since');
  await officer.context().setOffline(false);
  await officer.evaluate(() => dispatchEvent(new Event('online')));
  await expect(status).toContainText('Connected again');
});

// Chromium shows every page that a test opens: the page is told otherwise.
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('a page that nobody sees has no live stream, and catches up when it is seen', async ({ browser, installation }) => {
  const plan = await assignedPlan(browser, installation, city);
  const officer = await person(browser, installation, 'city_officer', city);
  const opened = officer.waitForEvent('websocket');
  await officer.goto('/en/board');
  const stream = await opened;
  await expect(officer.locator('.liveness')).toHaveText('Up to date');
  await expect(officer.locator(`[data-group="assigned"] [data-item="${plan.id}"]`)).toBeVisible();

  const closed = stream.waitForEvent('close');
  await setHidden(officer, true);
  await closed;
  const path = `/api/v1/action-plans/${encodeURIComponent(plan.id)}`;
  expect((await fire(officer, installation, path, 'take_on', {})).status()).toBe(200);
  const reopened = officer.waitForEvent('websocket');
  await setHidden(officer, false);
  await reopened;
  await expect(officer.locator(`[data-group="drafting"] [data-item="${plan.id}"]`)).toBeVisible();
  await expect(officer.locator('.liveness')).toHaveText('Up to date');
});

test('a wrong password is refused in words, and an empty form says what is missing', async ({ browser, installation }) => {
  const page = await person(browser, installation, null);
  await page.goto('/en/sign-in');
  // A newcomer to the demonstration is told how to get in.
  const { user, password } = account(installation, 'mayor_office', chamber);
  await expect(page.locator('.govuk-inset-text')).toContainText(user);
  await expect(page.locator('.govuk-inset-text')).toContainText(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('.govuk-error-summary')).toContainText('Enter your user name');
  await page.locator('input[autocomplete=username]').fill('nobody');
  await page.locator('input[type=password]').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('.govuk-error-summary')).toContainText('is not right');
  await expect(page.locator('input[autocomplete=username]')).toHaveValue('nobody');
});
