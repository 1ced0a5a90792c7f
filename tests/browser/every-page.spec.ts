// Every page comes up without an error, fits the width, keeps the policy, and axe finds nothing against WCAG 2.2 AA: on a
// phone in English and Japanese, with YELLOWSEA_LONG=1 also on a desktop and in Chinese and Korean. What was seen is
// kept as pictures for a person to look at (var/screenshots/LANGUAGE-WIDTH/PAGE.png).
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectAccessible } from './accessible';
import { expect, person, test } from './installation';
import { visits } from './visits';

const long = !!process.env['YELLOWSEA_LONG'];
const kept = process.env['YELLOWSEA_SCREENSHOTS'] ?? fileURLToPath(new URL('../../var/screenshots', import.meta.url));
const names: Record<string, RegExp> = { en: /Pan-Yellow Sea ACTION/, ja: /環黄海ACTION/, zh: /环黄海行动/, ko: /환황해 ACTION/ };

for (const language of long ? ['en', 'ja', 'zh', 'ko'] : ['en', 'ja']) {
  for (const width of long ? [390, 1280] : [390]) {
    for (const visit of visits) {
      test(`${visit.name}, ${language}, ${width}`, async ({ browser, installation }) => {
        const page = await person(browser, installation, visit.role, visit.organisation, { width, language });
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('console', (message) => {
          // A draft, a session or an item that is not there is an answer, not a fault.
          const expected = /Failed to load resource/.test(message.text()) && /\/(drafts|session|none)\b/.test(message.location().url);
          if (message.type() === 'error' && !expected) complaints.push(message.text());
        });
        await page.goto(`/${language}/${await visit.path(page)}`);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
        // What the server wrote for readers without scripts has given way to the page.
        await expect(page.locator('#static')).toHaveCount(0);
        await expect(page.locator('.pending')).toHaveCount(0);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page).toHaveTitle(names[language] as RegExp);
        await expect(page.locator('.who__help')).toHaveCount(1);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the window').toBeLessThanOrEqual(width);
        await page.screenshot({ path: join(kept, `${language}-${width}`, `${visit.name.replace(/[ ,]+/g, '-')}.png`), fullPage: true });
        await expectAccessible(page);
        expect(complaints).toEqual([]);
      });
    }
  }
}
