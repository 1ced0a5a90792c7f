// Looking back, the coverage matrix and what its numbers lead to, documents to print, notices, translations.
import { expectAccessible } from './accessible';
import { type Item, api, expect, fire, person, test } from './installation';
import { assignedPlan } from './plans';

const many = '?limit=200';

test('numbers on the matrix are those of the lists they lead to; a change comes without taking the focus', async ({ browser, installation }) => {
  const plan = await assignedPlan(browser, installation, 'tianjin');
  const page = await person(browser, installation, 'secretariat');
  await page.goto('/en/coverage?round=2027');
  const gaps = Number(await page.locator('[data-gaps]').getAttribute('data-gaps'));
  await expect(page.locator('td.gap')).toHaveCount(gaps);
  const answered = await page.locator('td.answered').count();
  const link = page.locator('[data-answered-count=all]');
  await expect(link).toHaveText(new RegExp(`^${answered} of ${answered + gaps} `));
  await link.click();
  await expect(page.locator('tbody tr')).toHaveCount(answered);
  await page.goBack();
  await page.locator('[data-gap-count=all]').click();
  await expect(page.locator('td.gap')).toHaveCount(gaps);
  await expect(page.locator('td.answered')).toHaveCount(0);

  await page.goto('/en/coverage?round=2027');
  const csv = await page.request.get((await page.getByRole('link', { name: 'Download this table' }).getAttribute('href')) ?? '');
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(1 + answered + gaps);

  // Somebody is choosing a filter while a city takes on a plan.
  await page.locator('#filter-city').focus();
  const cell = page.locator(`td.gap[data-cell="${plan.id}"]`);
  await expect(cell).toContainText('Assigned');
  const officer = await person(browser, installation, 'city_officer', 'tianjin');
  const fired = await fire(officer, installation, `/api/v1/action-plans/${encodeURIComponent(plan.id)}`, 'take_on', {});
  expect(fired.ok(), await fired.text()).toBe(true);
  await expect(cell).toContainText('Drafting');
  await expect(page.locator('#filter-city')).toBeFocused();

  // Or stands in a row while another comes in above it: each report keeps its element.
  const rows = page.locator('tbody tr');
  const before = await rows.count();
  for (const link of await page.locator('tbody th a').elementHandles()) await link.evaluate((element) => element.setAttribute('data-was', element.textContent ?? ''));
  const accepted = await fire(page, installation, '/api/v1/problem-reports/2027-KKQ-02', 'accept', {});
  expect(accepted.ok(), await accepted.text()).toBe(true);
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.last()).not.toContainText('2027-KKQ-02');
  const kept = await page.locator('tbody th a[data-was]').evaluateAll((all) => all.map((element) => [element.getAttribute('data-was'), element.textContent]));
  expect(kept).toHaveLength(before);
  for (const [was, is] of kept) expect(is).toBe(was);
});

test('everybody sees the matrix, and why a city refused', async ({ browser, installation }) => {
  const page = await person(browser, installation, null);
  const refused = (await api<{ items: Item[] }>(page, '/api/v1/action-plans?state=refused')).items[0] as Item;
  await page.goto('/en/');
  await page.getByRole('link', { name: 'Coverage', exact: true }).click();
  await page.locator('#filter-round').selectOption(refused.fields['round']);
  await page.locator('#filter-state').selectOption('refused');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const cell = page.locator(`[data-cell="${refused.fields['report']}.${refused.fields['city']}"]`);
  await expect(cell).toContainText(String(refused.fields['reason']));
});

test('a page that looks back says so, keeps looking back, and comes back', async ({ browser, installation }) => {
  const page = await person(browser, installation, null);
  await page.goto('/en/register');
  await page.getByLabel('As it was on').fill('2012-11-26');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.locator('.past')).toContainText('26 Nov 2012');
  expect(new URL(page.url()).searchParams.get('as_of')).toBe('2012-11-26T23:59:59+09:00');
  const late = page.locator('.late').first();
  await expect(late).toContainText(/(hours|1 day) overdue/);
  await page.locator('.card__title').first().click();
  await expect(page.locator('.past')).toBeVisible();
  await expect(page.locator('[data-section=voices]')).toBeVisible();
  await page.getByRole('link', { name: 'Back to now' }).click();
  await expect(page.locator('.past')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
});

for (const [language, heading] of Object.entries({ en: 'Annex', ja: '附属書', zh: '附件', ko: '부속서' })) {
  test(`the memorandum as a document, ${language}`, async ({ browser, installation }) => {
    const page = await person(browser, installation, null, undefined, { language });
    const memorandum = await api<Item>(page, '/api/v1/memoranda/2010');
    await page.goto(`/${language}/memorandum/2010`);
    await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible();
    // The page has computed every hash again.
    await expect(page.locator('[data-check]')).toHaveAttribute('data-check', 'memorandum.checked');
    await expect(page.locator('[data-in-force]')).toHaveAttribute('data-in-force', memorandum.fields['in_force_on']);
    await expect(page.locator('[data-plan]')).toHaveCount(memorandum.fields['annex'].length);
    await expect(page.locator('section[aria-labelledby=signatures] tbody tr')).toHaveCount(memorandum.fields['signatures'].length);
    await expect(page.locator('.hash').first()).toHaveText(memorandum.fields['annex_sha256']);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(3);
    // On paper there is the document and nothing to press.
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.print-button')).toBeHidden();
    await expect(page.locator('.who')).toBeHidden();
    await expect(page.locator('[data-plan]').last()).toBeVisible();
  });
}

test('the memorandum’s own text is there as it was written and in every language that it was translated into', async ({ browser, installation }) => {
  const secretariat = await person(browser, installation, 'secretariat');
  const memorandum = await api<Item>(secretariat, '/api/v1/memoranda/2022');
  const reader = await person(browser, installation, null, undefined, { language: 'ja' });
  await reader.goto('/ja/memorandum/2022');
  await expect(reader.getByText(memorandum.fields['text'])).toBeVisible();
  await expect(reader.getByText('原文：英語（翻訳はまだありません）').first()).toBeVisible();
  // The meeting's place was written in English; it is a member city.
  expect(memorandum.fields['place']).toBe('Busan');
  await expect(reader.locator('[data-in-force]')).toContainText('釜山広域市');
  expect(await (await reader.request.get('/ja/memorandum/2022')).text()).toContain('発効（釜山広域市）');
  for (const [field, text] of [['text', '市長は附属書のプランを二年以内に実施する。'], ['place', '釜山の市庁']]) {
    const answer = await fire(secretariat, installation, '/api/v1/memoranda/2022', 'translate', { field, language: 'ja', text });
    expect(answer.status()).toBe(200);
  }
  await reader.reload();
  await expect(reader.getByText(memorandum.fields['text'])).toBeVisible();
  await expect(reader.getByText('市長は附属書のプランを二年以内に実施する。')).toHaveAttribute('lang', 'ja');
  await expect(reader.locator('[data-in-force]')).toContainText('釜山の市庁');
  const plain = await (await reader.request.get('/ja/memorandum/2022')).text();
  for (const text of [memorandum.fields['text'], '市長は附属書のプランを二年以内に実施する。', '釜山の市庁']) expect(plain).toContain(text);
});

test('on paper the coverage matrix has all its cities, and no addresses of this site', async ({ browser, installation }) => {
  const page = await person(browser, installation, null, undefined, { width: 1040 });
  await page.goto('/en/coverage?round=2027');
  await expect(page.locator('td.gap').first()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  const paper = 1047; // A4 across less its margins, in CSS pixels
  const right = await page.locator('.matrix thead th').last().evaluate((cell) => cell.getBoundingClientRect().right);
  expect(right).toBeLessThanOrEqual(paper);
  const after = await page.locator('.matrix a').evaluateAll((links) => links.map((link) => getComputedStyle(link, '::after').content));
  expect(new Set(after)).toEqual(new Set(['none']));
  const overflowing = await page.locator('.matrix th, .matrix td').evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent));
  expect(overflowing).toEqual([]);
});

test('the committee’s report sets three voices side by side and ranks nothing', async ({ browser, installation }) => {
  const page = await person(browser, installation, null);
  const commitments = (await api<{ items: Item[] }>(page, `/api/v1/commitments${many}&round=2022`)).items;
  const link = page.getByRole('link', { name: 'Evaluation committee’s report to print' });
  // Before anything is carried out there is nothing to report on.
  await page.goto('/en/rounds/2026-special');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ACTION 2026-special');
  await expect(page.locator('.pending')).toHaveCount(0);
  await expect(link).toHaveCount(0);
  await page.goto('/en/rounds/2022');
  await link.click();
  await expect(page.locator('[data-commitment]')).toHaveCount(commitments.length);
  await expect(page.locator('[data-voice]')).toHaveCount(3 * commitments.length);
  const counts = (await page.locator('[data-grade]').allTextContents()).map(Number);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(commitments.length);
  const cities = await page.locator('.annex__city > h2').allTextContents();
  expect(cities).toEqual([...cities].sort());
});

test('notices are counted in the header and marked as read', async ({ browser, installation }) => {
  const page = await person(browser, installation, 'mayor_office', 'dalian');
  await page.goto('/en/');
  await page.getByRole('link', { name: /new notice/ }).click();
  await expect(page.locator('[data-notice]').first()).toContainText('New');
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.locator('[data-unread-notices]')).toHaveAttribute('data-unread-notices', '0');
  await expect(page.locator('[data-unread]')).toHaveAttribute('data-unread', '0');
  await expectAccessible(page);
});

test('a text is read in one’s own language once somebody has translated it, and the original stays', async ({ browser, installation }) => {
  const page = await person(browser, installation, 'secretariat');
  const report = (await api<{ items: Item[] }>(page, '/api/v1/problem-reports?language=ja&state=accepted')).items[0] as Item;
  const address = `/en/problem-reports/${encodeURIComponent(report.id)}`;
  await page.goto(address);
  const row = page.locator('.govuk-summary-list__row').filter({ hasText: report.fields['description'] });
  await expect(row).toContainText('In Japanese');
  await expect(row.locator('.user-text').first()).toHaveAttribute('lang', 'ja');
  await row.getByRole('link', { name: 'Add a translation into English' }).click();
  await page.getByLabel('Text', { exact: true }).fill('It takes two months.');
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(`**${address}`);
  const translated = page.locator('.govuk-summary-list__row').filter({ hasText: 'It takes two months.' });
  await expect(translated).toContainText('Translated from Japanese by');
  await translated.getByText('Show the original').click();
  await expect(translated.locator('details .user-text')).toHaveText(report.fields['description']);
});
