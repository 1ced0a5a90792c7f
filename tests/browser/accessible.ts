// What axe finds on a page against WCAG 2.2 AA and its own best practices: nothing.
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function expectAccessible(page: Page, name = page.url()): Promise<void> {
  // The other mode opens a second page for frames of other origins, which takes longer than looking; the pages have no
  // frames, and the policy allows none.
  const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(rules).analyze();
  expect(await page.locator('iframe, frame').count(), name).toBe(0);
  expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`), name).toEqual([]);
}
