// Plans of a test's own: what the demonstration has of them is used up by whichever test comes first.
import type { Browser, Page } from '@playwright/test';
import { type Installation, type Item, api, expect, fire, person } from './installation';

async function draftReport(page: Page, installation: Installation, fields: Record<string, unknown>): Promise<Item> {
  const session = await api<{ csrf_token: string }>(page, '/api/v1/session');
  const response = await page.request.post('/api/v1/problem-reports', { data: fields, headers: { 'X-CSRF-Token': session.csrf_token, Origin: installation.url } });
  expect(response.ok(), await response.text()).toBe(true);
  return (await response.json()) as Item;
}

// A plan that waits for an officer of this city to take it on: a chamber elsewhere files a report, the secretariat
// accepts it.
export async function assignedPlan(browser: Browser, installation: Installation, city: string): Promise<Item> {
  const chamber = city === 'kitakyushu' ? 'ulsan' : 'kitakyushu';
  const reporter = await person(browser, installation, 'chamber', chamber);
  const round = (await api<{ items: Item[] }>(reporter, '/api/v1/rounds?state=planning')).items[0] as Item;
  const title = 'Opening hours of the counter';
  const report = await draftReport(reporter, installation, {
    round: round.id,
    chamber,
    cities: [city],
    title,
    description: 'The counter closes before the ferry arrives.',
    requested_action: 'An hour more in the evening.',
    businesses_affected: 3,
    severity: 2,
    priority: 2,
  });
  const path = `/api/v1/problem-reports/${encodeURIComponent(report.id)}`;
  const submitted = await fire(reporter, installation, path, 'submit', {});
  expect(submitted.ok(), await submitted.text()).toBe(true);
  const secretariat = await person(browser, installation, 'secretariat');
  const accepted = await fire(secretariat, installation, path, 'accept', {});
  expect(accepted.ok(), await accepted.text()).toBe(true);
  const plan = await api<Item>(secretariat, `/api/v1/action-plans/${encodeURIComponent(`${report.id}.${city}`)}`);
  expect(plan.configuration).toContain('assigned');
  return plan;
}
