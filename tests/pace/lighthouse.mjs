// Lighthouse, as of a phone on a slow network, on five main pages of the demonstration. Says its marks and what keeps
// them down; 1 if one is below 95.
import { mkdirSync, writeFileSync } from 'node:fs';
import lighthouse from 'lighthouse';
import { openBrowser, signIn, table } from './pages.mjs';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const least = 95;

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
  const rows = [['page', ...categories, 'first paint', 'largest', 'blocked', 'shift', 'bytes']];
  const below = [];
  mkdirSync('var/lighthouse', { recursive: true });
  try {
    for (const page of await pagesOf(installation)) {
      if (page.user) await signIn(browser.context, installation.url, page.user);
      const lhr = await measured(installation.url + page.path, browser.port);
      writeFileSync(`var/lighthouse/${page.name}.json`, JSON.stringify(lhr));
      const marks = categories.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
      const shown = (id) => lhr.audits[id]?.displayValue ?? '–';
      rows.push([page.name, ...marks, shown('first-contentful-paint'), shown('largest-contentful-paint'), shown('total-blocking-time'), shown('cumulative-layout-shift'), Math.round((lhr.audits['total-byte-weight']?.numericValue ?? 0) / 1024) + ' KiB']);
      categories.forEach((category, at) => marks[at] < 100 && below.push({ page: page.name, category, mark: marks[at], why: findings(lhr, category) }));
    }
  } finally {
    await browser.close();
  }
  table(rows);
  for (const { page, category, mark, why } of below) if (why.length) console.log(`  ${page}, ${category} ${mark}: ${why.join('; ')}`);
  return below.every(({ mark }) => mark >= least);
}
