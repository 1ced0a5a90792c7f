// Plans of a test's own: what the demonstration has of them is used up by whichever test comes first.
import type { Browser } from '@playwright/test';
import { type Installation, type Item, api, expect, fire, person, post } from './installation';

// A plan that waits for an officer of this city to take it on: a chamber elsewhere files a report, the secretariat
// accepts it.
export async function assignedPlan(browser: Browser, installation: Installation, city: string): Promise<Item> {
  const chamber = city === 'kitakyushu' ? 'ulsan' : 'kitakyushu';
  const reporter = await person(browser, installation, 'chamber', chamber);
  const round = (await api<{ items: Item[] }>(reporter, '/api/v1/rounds?state=planning')).items[0] as Item;
  const opened = await post(reporter, installation, '/api/v1/problem-reports', {
    round: round.id,
    chamber,
    cities: [city],
    title: 'Opening hours of the counter',
    description: 'The counter closes before the ferry arrives.',
    requested_action: 'An hour more in the evening.',
    businesses_affected: 3,
    severity: 2,
    priority: 2,
  });
  expect(opened.ok(), await opened.text()).toBe(true);
  const report = (await opened.json()) as Item;
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
