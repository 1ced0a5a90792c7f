// Lighthouse, as of a phone on a slow network, on five main pages of the demonstration. Says its marks and what keeps
// them down; 1 if one is below 95. Each page is measured several times, each time with nothing in the browser's cache, and
// the median counts, as Lighthouse advises: one run of an unchanged page may be ten marks below the next.
import { mkdirSync, writeFileSync } from 'node:fs';
import lighthouse from 'lighthouse';
import { computeMedianRun } from 'lighthouse/core/lib/median-run.js';
import { openBrowser, signIn, table } from './pages.mjs';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const least = 95;
const runs = 5;

async function pagesOf(installation) {
  const [{ id }] = await installation.public().list('commitments', 'round=2010');
  return [
    { name: 'start', path: '/en/' },
    { name: 'register', path: '/en/register' },
    { name: 'commitment', path: `/en/register/${encodeURIComponent(id)}` },
    { name: 'coverage', path: '/en/coverage?round=2022' },
    { name: 'dashboard', path: '/en/dashboard', user: 'kitakyushu-mayor' },
  ];
}

// What an audit found, in one line each.
function findings(report, category) {
  return report.categories[category].auditRefs
    .map(({ id, weight }) => ({ ...report.audits[id], weight }))
    .filter(({ score, weight }) => weight > 0 && score !== null && score < 0.9)
    .map(({ title, displayValue }) => `${title}${displayValue ? ` (${displayValue})` : ''}`);
}

async function emptyCache(context) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  await page.close();
}

// Sometimes it misses the beginning of a page, and asks to be run again.
async function measured(address, port) {
  for (let more = 2; ; more--) {
    const { lhr } = await lighthouse(address, { port, output: 'json', logLevel: 'silent', onlyCategories: categories, disableStorageReset: true });
    if (!lhr.runtimeError) return lhr;
    console.log(`  ${address}: ${lhr.runtimeError.message}`);
    if (more === 0) throw new Error('Lighthouse could not measure it');
  }
}

export async function runLighthouse(installation) {
  await installation.start();
  const browser = await openBrowser({ width: 412, height: 823 });
  const rows = [['page', ...categories, 'runs', 'first paint', 'largest', 'blocked', 'shift', 'bytes']];
  const below = [];
  mkdirSync('var/lighthouse', { recursive: true });
  try {
    for (const page of await pagesOf(installation)) {
      if (page.user) await signIn(browser.context, installation.url, page.user);
      const all = [];
      while (all.length < runs) {
        await emptyCache(browser.context);
        all.push(await measured(installation.url + page.path, browser.port));
      }
      const lhr = computeMedianRun(all);
      writeFileSync(`var/lighthouse/${page.name}.json`, JSON.stringify(lhr));
      const marks = categories.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
      const shown = (id) => lhr.audits[id]?.displayValue ?? '–';
      const performances = all.map(({ categories }) => Math.round((categories.performance.score ?? 0) * 100)).sort((a, b) => a - b);
      rows.push([page.name, ...marks, `${performances[0]}–${performances.at(-1)}`, shown('first-contentful-paint'), shown('largest-contentful-paint'), shown('total-blocking-time'), shown('cumulative-layout-shift'), Math.round((lhr.audits['total-byte-weight']?.numericValue ?? 0) / 1024) + ' KiB']);
      categories.forEach((category, at) => marks[at] < 100 && below.push({ page: page.name, category, mark: marks[at], why: findings(lhr, category) }));
    }
  } finally {
    await browser.close();
  }
  table(rows);
  for (const { page, category, mark, why } of below) if (why.length) console.log(`  ${page}, ${category} ${mark}: ${why.join('; ')}`);
  return below.every(({ mark }) => mark >= least);
}
