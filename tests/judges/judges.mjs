#!/usr/bin/env node
// node tests/judges/judges.mjs [csp|wapiti|sqlmap…] [--minutes N]: outside judges against a demonstration server, each
// first against a server that is as bad as can be, where it has to find something. YELLOWSEA names the program; wapiti and
// sqlmap are Debian's packages. Ends with 1 if anything was found. What was found in the last run: README.md beside this.
import { Installation } from '../e2e/installation.mjs';
import { judgeCsp } from './csp.mjs';
import { explain } from './explained.mjs';
import { addresses, sqlmap, vulnerable, wapiti } from './scanners.mjs';

const JUDGES = ['csp', 'wapiti', 'sqlmap'];
const names = [];
let minutes = 10;
for (let words = process.argv.slice(2); words.length > 0; ) {
  const word = words.shift();
  if (word === '--minutes' && Number(words[0]) > 0) minutes = Number(words.shift());
  else if (JUDGES.includes(word)) names.push(word);
  else {
    console.error(`error: no such judge or option: ${word}; judges are ${JUDGES.join(', ')}`);
    process.exit(2);
  }
}

const tell = (line) => console.log(line);
const found = [];
function finding(judge, findings, what) {
  found.push(...findings);
  tell(`${judge}: ${what}, ${findings.length} found`);
  for (const each of findings) tell(`  ${each}`);
}

async function mustFind(judge, look) {
  const bad = await vulnerable();
  const seen = await look(bad.url).finally(() => bad.stop());
  if (seen.length === 0) finding(judge, [`${judge} finds nothing where there is something`], 'the server that is as bad as can be');
  else tell(`${judge}: finds ${seen.length} in the server that is as bad as can be, such as: ${seen[0].slice(0, 160)}`);
}

// A server of its own for each judge, and what a secretariat's browser asks it for.
async function withServer(work) {
  const installation = await Installation.demo().start();
  try {
    const office = await installation.signIn(installation.accounts().find(({ role }) => role === 'secretariat').user);
    const { json: document } = await installation.request('GET', '/openapi.json');
    const one = async (path) => (await office.read(`/api/v1/${path}?limit=1`)).items[0]?.id;
    const samples = { limit: '5', q: 'port', language: 'en', city: 'busan', sort: '-updated_at', after: '0', as_of: '2024-01-01' };
    for (const path of ['rounds', 'problem-reports', 'action-plans', 'memoranda', 'commitments']) {
      const id = await one(path);
      for (const route of Object.keys(document.paths).filter((each) => each.startsWith(`/api/v1/${path}/{id}`))) samples[`${route} id`] = id;
    }
    await work({ installation, office, document, starts: addresses(installation.url, document, samples) });
  } finally {
    await installation.remove();
  }
}

const run = {
  csp: () => withServer(async ({ installation }) => finding('csp', await judgeCsp(installation.url), 'policies of nine sorts of answers')),

  wapiti: async () => {
    await mustFind('wapiti', async (url) => (await wapiti(url, [`${url}/?id=1&q=x`], { minutes: 2 })).found);
    await withServer(async ({ installation, office, starts }) => {
      const { url } = installation;
      const pages = ['/en/', '/ja/', '/en/register?limit=8', '/register', '/en/coverage?gaps=true', '/en/sign-in', '/en/memorandum/2010'].map((path) => url + path);
      for (const [who, cookie] of [['the public', null], ['the secretariat', office.cookie]]) {
        const { scanned, found: seen } = await wapiti(url, [...pages, ...starts], { cookie, minutes });
        // Debian's wapiti cannot be told what to keep off (its -x fails with Python 3.11), so it might have signed itself out.
        const { status } = await installation.request('GET', '/api/v1/session', { headers: { cookie: cookie ?? '' } });
        if (status !== (cookie ? 200 : 401)) seen.push(`the session of ${who} has another status at the end: ${status}`);
        const { found: unexplained, explained } = explain(seen);
        for (const [why, times] of explained) tell(`wapiti: explained, ${times} times: ${why}`);
        finding('wapiti', unexplained, `as ${who}, ${scanned} addresses`);
      }
    });
  },

  sqlmap: async () => {
    await mustFind('sqlmap', (url) => sqlmap([{ name: 'bad', address: `${url}/?id=1` }], { level: 1, risk: 1 }));
    await withServer(async ({ installation, office, starts }) => {
      const { url } = installation;
      const headers = ['Content-Type: application/json', `Origin: ${url}`, `X-CSRF-Token: ${office.csrf}`];
      const reads = starts.filter((address) => address.includes('?')).map((address) => ({ name: address.slice(url.length), address }));
      const paths = starts.filter((address) => /\/api\/v1\/(rounds|commitments)\/[^/?]+$/.test(address)).map((address) => ({ name: `${address.slice(url.length)}*`, address: `${address}*` }));
      const writes = [
        { name: 'POST session', path: '/api/v1/session', body: '{"user": "x*", "password": "y*"}' },
        { name: 'POST rounds', path: '/api/v1/rounds', body: '{"year": "2031*", "name": "x*", "languages": ["en*"]}' },
        { name: 'PUT drafts', path: '/api/v1/drafts/judge', method: 'PUT', body: '{"a*": "b*"}' },
        { name: 'POST survey', path: '/api/v1/survey', body: '{"code": "x*", "answers": {"q*": "y*"}}' },
        { name: 'PUT acting', path: '/api/v1/session/acting', method: 'PUT', body: '{"role": "secretariat*", "organisation": "secretariat*"}' },
      ].map(({ name, path, method = 'POST', body }) => ({ name, address: url + path, method, headers, body }));
      const targets = [...reads, ...paths, ...writes];
      finding('sqlmap', await sqlmap(targets, { cookie: office.cookie, seconds: minutes * 60, said: tell }), `${targets.length} addresses as the secretariat`);
    });
  },
};

for (const name of names.length > 0 ? names : JUDGES) await run[name]();
tell(`${found.length} found`);
process.exit(found.length > 0 ? 1 : 0);
