// With 10,000 reports in the lists: how long until something is seen, and how long a person waits for an answer to a key
// or a click, in Chromium on this machine. Figures to read, not a test: they depend on what else runs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, openBrowser, signIn, table } from './pages.mjs';

const many = 10_000;
const loads = 5;
const header = 'reference,chamber,addressed_cities,panel,theme,language,title,description,requested_action,businesses_affected,severity,company,contact';

export function importMany(installation, round) {
  const rows = Array.from({ length: many }, (_, at) => `PACE-${at},kitakyushu,dalian;qingdao,logistics,customs,en,Customs papers no. ${at},Each office asks for other papers.,One list for all.,${(at % 20) + 1},${(at % 5) + 1},,`);
  const file = join(installation.data, 'many.csv');
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  installation.must('import', 'survey', file, '--round', round);
}

// What people do there: [what, how].
const interactions = {
  list: [
    ['type into the search', async (page) => page.locator('input[type=search]').pressSequentially('customs 77', { delay: 30 })],
    ['choose a filter', async (page) => page.locator('form select').first().selectOption({ index: 1 })],
  ],
  report: [
    ['open what you can’t do', async (page) => page.locator('details summary').first().click()],
    ['type into a form', async (page) => {
      await page.locator('a[data-event], button[data-event]').first().focus();
      await page.keyboard.press('Tab');
    }],
  ],
  form: [['type a paragraph', async (page) => page.locator('#f-description').pressSequentially('Each office asks for other papers than the last one.', { delay: 20 })]],
  dashboard: [['show the deadlines as a table', async (page) => page.locator('[data-figure=deadlines] button').click()]],
};

const watch = () => {
  const seen = { paint: 0, longest: 0 };
  window.pace = seen;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.name === 'first-contentful-paint' && (seen.paint = entry.startTime))).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.interactionId && (seen.longest = Math.max(seen.longest, entry.duration)))).observe({ type: 'event', durationThreshold: 16, buffered: true });
};

export async function runMany(installation) {
  const rounds = installation.must('query', 'round').trim().split('\n').map((line) => JSON.parse(line));
  const round = rounds.find(({ configuration }) => configuration.includes('planning'));
  console.log(`  importing ${many} reports`);
  importMany(installation, round.id);
  await installation.start();
  const browser = await openBrowser({ width: 1280, height: 900 });
  const rows = [['page', 'first paint (ms)', 'all there (ms)', 'longest answer (ms)']];
  let fine = true;
  try {
    await browser.context.addInitScript(watch);
    await signIn(browser.context, installation.url, 'secretariat');
    const session = await installation.signIn('secretariat');
    const [{ id }] = (await session.read('/api/v1/problem-reports?q=Customs&limit=1')).items;
    const pages = { start: '', list: 'problem-reports', search: 'problem-reports?q=customs%20papers', register: 'register', coverage: `coverage?round=${round.id}`, report: `problem-reports/${encodeURIComponent(id)}`, dashboard: 'dashboard' };
    for (const [name, path] of Object.entries(pages)) {
      const paints = [];
      const complete = [];
      let longest = 0;
      for (let load = 0; load < loads; load++) {
        const page = await browser.context.newPage();
        const begun = Date.now();
        await page.goto(`${installation.url}/en/${path}`);
        await page.locator('#app h1').waitFor();
        await page.waitForFunction(() => !document.querySelector('.pending'));
        complete.push(Date.now() - begun);
        for (const [, act] of interactions[name] ?? []) await act(page);
        await page.waitForTimeout(200);
        const seen = await page.evaluate(() => window.pace);
        paints.push(seen.paint);
        longest = Math.max(longest, seen.longest);
        await page.close();
      }
      rows.push([name, Math.round(median(paints)), median(complete), interactions[name] ? Math.round(longest) : '–']);
      fine &&= median(paints) <= 1000 && longest <= 100;
    }
  } finally {
    await browser.close();
  }
  table(rows);
  return fine;
}
