// The survey as people see it: a chamber publishes its questionnaire, a business answers it on a phone in Korean, the
// chamber makes a report of the answer. Accessible on the way.
import type { Browser, Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { type Installation, api, expect, person, test } from './installation';

const wide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

// A round in its survey, by the secretariat.
async function openRound(browser: Browser, installation: Installation) {
  const page = await person(browser, installation, 'secretariat');
  const { csrf_token } = await api<{ csrf_token: string }>(page, '/api/v1/session');
  const headers = { 'X-CSRF-Token': csrf_token, Origin: installation.url };
  const data = { name: 'Asked', zone: 'Asia/Tokyo', survey_ends: '2199-05-31', planned_meeting: '2199-11-25', members: ['busan', 'dalian', 'kitakyushu'] };
  const made = await page.request.post('/api/v1/rounds', { data, headers });
  expect(made.status()).toBe(201);
  await page.request.post(`${made.headers()['location']}/events`, { data: { type: 'open_survey', data: {} }, headers });
}

test('from a questionnaire to a report', async ({ browser, installation }) => {
  await openRound(browser, installation);
  const chamber = await person(browser, installation, 'chamber', 'kitakyushu');
  await chamber.goto('/en/questionnaires');
  await chamber.getByLabel('Language it is written in').selectOption('ja');
  await chamber.getByRole('button', { name: 'Prepare it' }).click();
  await expect(chamber.getByRole('group', { name: 'Question 1', exact: true })).toBeVisible();
  await chamber.getByRole('button', { name: 'Preview: Korean' }).click();
  await expect(chamber.getByRole('region', { name: 'Preview: Korean' })).toContainText('어느 도시에 관한 문제입니까?');
  await expectAccessible(chamber);
  await chamber.getByRole('button', { name: 'Publish' }).click();
  const link = await chamber.getByLabel('Link for everybody').inputValue();
  await expect(chamber.locator('[data-answers]')).toHaveAttribute('data-answers', '0');

  const phone = await person(browser, installation, null, undefined, { width: 390, language: 'ko' });
  await phone.goto(link.replace('/survey/', '/ko/survey/'));
  await phone.getByRole('button', { name: '응답 시작' }).click();
  await expect(phone.getByRole('button', { name: '응답 제출' })).toBeVisible();
  const own = phone.url();
  expect(await wide(phone)).toBeLessThanOrEqual(0);
  await expectAccessible(phone);
  await phone.getByLabel('문제를 한 문장으로 적어 주십시오.').fill('통관이 느립니다');
  await expect(phone.getByText('임시 저장했습니다.')).toBeVisible();
  await phone.reload();
  await expect(phone.getByLabel('문제를 한 문장으로 적어 주십시오.')).toHaveValue('통관이 느립니다');
  await phone.getByRole('button', { name: '응답 제출' }).click();
  await expect(phone.locator('.govuk-error-summary li')).toHaveCount(3);
  await expectAccessible(phone);
  await phone.getByLabel('부산광역시').check();
  await phone.getByLabel('구체적인 상황과 영향을 적어 주십시오.').fill('열흘씩 걸립니다');
  await phone.getByLabel('4', { exact: true }).check();
  await phone.getByRole('button', { name: '응답 제출' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('응답해 주셔서 감사합니다');
  await expectAccessible(phone);

  // It arrives without a reload.
  await expect(chamber.locator('[data-answers]')).toHaveAttribute('data-answers', '1', { timeout: 15_000 });
  await chamber.getByLabel(/^Answer 1/).check();
  await chamber.getByRole('button', { name: /Make a problem report/ }).click();
  await expect(chamber.getByLabel('Title', { exact: true })).toHaveValue('통관이 느립니다');
  // The texts are a Korean's, whatever the questionnaire was written in.
  await expect(chamber.getByRole('radio', { name: 'Korean' })).toBeChecked();
  await expectAccessible(chamber);
  await chamber.getByRole('button', { name: 'Make the report' }).click();
  await chamber.waitForURL('**/problem-reports/*');
  await phone.goto(own);
  await expect(phone.getByText('아직 공개되지 않은 문제 보고 1건에')).toBeVisible();
});

test('a file of reports is looked at before it is imported', async ({ browser, installation }) => {
  const chamber = await person(browser, installation, 'chamber', 'kitakyushu');
  await chamber.goto('/en/report-files');
  await chamber.getByLabel(/^File/).setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('reference,title\r\nA,B\r\n') });
  await chamber.getByRole('button', { name: 'Look at it first' }).click();
  await expect(chamber.locator('[data-stored=false]')).toContainText('is a column that is missing');
  await expect(chamber.getByRole('button', { name: 'Import' })).toHaveCount(0);
  await expectAccessible(chamber);
});
