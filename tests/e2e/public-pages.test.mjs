// What the public gets without JavaScript and without an account: the register, a commitment, a memorandum, each in
// four languages, the news feed, the calendars and the open data; and nothing of what is not public.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Installation, people } from './installation.mjs';

const languages = ['en', 'ja', 'zh', 'ko'];
let installation;
let as;
let everyone;
let commitments;

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
  everyone = installation.public();
  commitments = await everyone.list('commitments', 'sort=deadline,id');
});
after(() => installation?.remove());

const page = async (path, headers = {}) => {
  const answer = await everyone.get(path, headers);
  assert.match(answer.headers['content-type'], /^text\/html/, path);
  return answer;
};
const ofPage = 25;
// What somebody without scripts reads.
const read = (text) => /<div id="static">([\s\S]*)<\/div>\s*<\/body>/.exec(text)[1];
const ids = (text) => [...read(text).matchAll(/data-item="([^"]*)"/g)].map((match) => match[1]);

// Well formed: every element that begins ends, in order, but for those that have no end.
function wellFormed(markup) {
  const open = [];
  for (const [, end, name] of markup.matchAll(/<(\/?)([a-z0-9]+)(?:\s[^<>]*)?>/g)) {
    if (['input', 'br', 'link', 'meta'].includes(name)) continue;
    if (!end) open.push(name);
    else assert.equal(open.pop(), name);
  }
  assert.deepEqual(open, []);
}

test('the register is a list in four languages, with filters, search and pages in the address', async () => {
  for (const language of languages) {
    const { status, text, headers } = await page(`/${language}/register`);
    assert.equal(status, 200);
    assert.equal(headers['content-language'], language);
    wellFormed(read(text));
    assert.deepEqual(ids(text), commitments.slice(0, ofPage).map(({ id }) => id));
    assert.match(text, new RegExp(`<html lang="${language}"`));
    assert.match(text, /<link rel="alternate" type="application\/atom\+xml"/);
    assert.match(text, /<meta name="description" content="[^"]{20,}">/);
  }
  // The page that takes its place asks who reads it; for the public that is no error.
  assert.equal((await everyone.get('/api/v1/session')).status, 401);
  assert.equal(await everyone.read('/api/v1/session/reader'), null);
  assert.equal((await (await as('secretariat')).read('/api/v1/session/reader')).user, 'secretariat');
  const city = ids((await page('/en/register?city=kitakyushu')).text);
  assert.deepEqual(city, commitments.filter(({ fields }) => fields.city === 'kitakyushu').slice(0, ofPage).map(({ id }) => id));
  const overdue = (await page('/en/register?overdue=true&city=')).text;
  assert.deepEqual(ids(overdue), commitments.filter((item) => item.overdue).slice(0, ofPage).map(({ id }) => id));
  assert.match(read(overdue), /<option value="true" selected>/);
  const first = (await page('/en/register?limit=2')).text;
  const next = /rel="next" href="([^"]*)"/.exec(read(first))[1].replaceAll('&amp;', '&');
  assert.deepEqual(ids((await page(`/en/register${next}`)).text), commitments.slice(2, 4).map(({ id }) => id));
});

test('what is typed into the search comes back as text, and a wrong parameter is said', async () => {
  const { text } = await page(`/en/register?q=${encodeURIComponent('"><b>x</b>')}`);
  assert.ok(!read(text).includes('<b>x</b>'));
  assert.match(read(text), /value="&quot;&gt;&lt;b&gt;x&lt;\/b&gt;"/);
  const wrong = await page('/en/register?limit=9999');
  assert.equal(wrong.status, 400);
  assert.match(read(wrong.text), /limit/);
});

test('without a language in the address the browser’s is taken, and the answer says so', async () => {
  const { headers } = await page('/register', { 'accept-language': 'ko-KR, en;q=0.5' });
  assert.equal(headers['content-language'], 'ko');
  assert.match(headers.vary, /accept-language/);
  const etag = headers.etag;
  assert.equal((await everyone.get('/register', { 'accept-language': 'ko-KR', 'if-none-match': etag })).status, 304);
});

test('every commitment has its permanent page, in four languages, with its texts in theirs', async () => {
  const item = commitments.find(({ fields }) => /\p{Script=Hangul}/u.test(fields.text ?? ''));
  assert.ok(item, 'the demo has a promise in Korean');
  for (const language of languages) {
    const { status, text } = await page(`/${language}/register/${encodeURIComponent(item.id)}`);
    assert.equal(status, 200);
    wellFormed(read(text));
    const promised = /<span class="user-text" lang="([a-z]+)">([^<]*\p{Script=Hangul}[^<]*)<\/span>/u.exec(read(text));
    assert.equal(promised?.[1], 'ko', 'a text in Korean is said to be');
    assert.match(read(text), /<ol class="history" reversed>/);
  }
  assert.equal((await page('/en/register/there-is-none')).status, 404);
});

test('an earlier day is asked for as the form sends it, and a day to come is now', async () => {
  const { id } = commitments.find(({ fields }) => fields.round === '2010');
  const address = `/en/register/${encodeURIComponent(id)}`;
  const then = await page(`${address}?as_of=2011-12-01`);
  assert.equal(then.status, 200);
  assert.notEqual(read(then.text), read((await page(address)).text));
  assert.equal((await page(`${address}?as_of=2010-11-01`)).status, 404, 'it was not there yet');
  for (const now of ['', '2999-01-01']) assert.equal((await page(`${address}?as_of=${now}`)).status, 200, now);
  assert.ok(ids((await page('/en/register?as_of=2011-12-01')).text).length > 0);
});

test('what is not public is not on a public page', async () => {
  const chamber = await as('busan-chamber');
  const users = installation.accounts().map(({ user }) => user).filter((user) => user.includes('-'));
  for (const { id } of commitments.slice(0, 5)) {
    const shown = read((await page(`/en/register/${encodeURIComponent(id)}`)).text);
    for (const user of users) assert.ok(!shown.includes(user), `${id} names ${user}`);
  }
  const drafts = await chamber.list('problem-reports', 'state=draft');
  for (const { id } of drafts) assert.equal((await page(`/en/register/${id}`)).status, 404);
});

test('a memorandum says who signed, when, in the city’s time, and over which text', async () => {
  const memoranda = await everyone.list('memoranda');
  const signed = memoranda.find(({ fields }) => fields.in_force_on && fields.annex?.length);
  for (const language of languages) {
    const { status, text } = await page(`/${language}/memorandum/${encodeURIComponent(signed.id)}`);
    assert.equal(status, 200);
    wellFormed(read(text));
    assert.ok(read(text).includes(signed.fields.annex_sha256));
    for (const { plan } of signed.fields.annex) assert.ok(read(text).includes(`data-plan="${plan}"`), plan);
    assert.match(read(text), /UTC\+0[89]:00/);
  }
  assert.equal((await page('/en/memorandum/there-is-none')).status, 404);
});

test('the news feed is well-formed Atom with the latest changes', async () => {
  const { status, text, headers } = await everyone.get('/feeds/commitments.atom?lang=ja');
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^application\/atom\+xml/);
  const checked = spawnSync('xmllint', ['--noout', '-'], { input: text, encoding: 'utf8' });
  if (checked.error?.code !== 'ENOENT') assert.equal(checked.status, 0, checked.stderr);
  assert.match(text, /<feed xmlns="http:\/\/www.w3.org\/2005\/Atom" xml:lang="ja">/);
  const entries = text.split('<entry>').slice(1);
  assert.equal(entries.length, Math.min(50, commitments.length));
  // What RFC 4287 asks of every entry, once each, and ids that are all different.
  for (const entry of entries) {
    for (const name of ['id', 'title', 'updated']) assert.equal(entry.match(new RegExp(`<${name}[ >]`, 'g')).length, 1, name);
    assert.match(entry, /<link rel="alternate" [^>]*href="http:\/\/127\.0\.0\.1:\d+\/ja\/register\//);
  }
  assert.equal(new Set(text.match(/<id>[^<]*<\/id>/g)).size, entries.length + 1);
  const updated = [...text.matchAll(/<updated>([^<]*)<\/updated>/g)].map((match) => match[1]).slice(1);
  assert.deepEqual(updated, [...updated].sort().reverse(), 'the latest first');
});

test('a city’s calendar has its deadlines as whole days, folded at 75 octets', async () => {
  const { status, bytes, headers } = await everyone.get('/calendar/kitakyushu.ics?lang=ja');
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^text\/calendar/);
  const text = bytes.toString('utf8');
  assert.ok(!text.includes('\ufffd'), 'no line is folded inside a character');
  const lines = text.split('\r\n');
  assert.equal(lines.pop(), '');
  for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(!text.replaceAll('\r\n', '').includes('\n'));
  const whole = text.replaceAll('\r\n ', '');
  const own = commitments.filter(({ fields }) => fields.city === 'kitakyushu');
  const events = whole.split('BEGIN:VEVENT').slice(1);
  assert.equal(events.length, own.length);
  const value = (event, name) => new RegExp(`\r\n${name}(?:;[^:]*)?:([^\r]*)`).exec(event)[1];
  assert.equal(new Set(events.map((event) => value(event, 'UID'))).size, events.length);
  for (const item of own) {
    const event = events.find((each) => value(each, 'UID') === `commitment/${item.id}@yellowsea`);
    assert.equal(value(event, 'DTSTART'), item.deadline.slice(0, 10).replaceAll('-', ''), 'the day of the place where it counts');
    assert.equal(value(event, 'SEQUENCE'), String(item.version - 1));
  }
  assert.equal((await everyone.get('/calendar/nowhere.ics')).status, 404);
  assert.equal((await everyone.get('/calendar/secretariat.ics')).status, 404);
});

test('the register is open data, the same as the command exports', async () => {
  const csv = await everyone.get('/data/register.csv');
  const json = await everyone.get('/data/register.json');
  assert.match(csv.headers['content-type'], /^text\/csv/);
  assert.equal(csv.text, installation.must('export', 'register', '--format', 'csv'));
  assert.deepEqual(json.json, JSON.parse(installation.must('export', 'register', '--format', 'json')));
  assert.equal(json.json.items.filter(({ kind }) => kind === 'commitment').length, commitments.length);
  assert.equal((await everyone.get('/data/register.csv', { 'if-none-match': csv.headers.etag })).status, 304);
});

test('no page weighs more than 60 kB compressed, and what it loads is compressed and kept for ever', async () => {
  const paths = ['', 'sign-in', 'register', 'coverage', 'dashboard', 'board', 'notices', 'questionnaires', 'report', 'report-files', 'problem-reports', 'action-plans/x', `register/${encodeURIComponent(commitments[0].id)}`, 'survey', 'memorandum/x', 'committee-report/x'];
  const weights = new Map();
  const weigh = async (file) => {
    if (weights.has(file)) return weights.get(file);
    const { headers, bytes, status } = await everyone.get(file, { 'accept-encoding': 'gzip' });
    assert.equal(status, 200, file);
    assert.match(headers['cache-control'], /immutable/, file);
    if (headers['content-encoding'] === undefined) assert.ok(bytes.length < 1500, `${file} is not compressed`);
    const stored = await everyone.get(file, { 'accept-encoding': 'br, gzip' });
    const small = stored.headers['content-encoding'] === undefined || stored.headers['content-encoding'] === 'br';
    assert.ok(small, `${file} has no Brotli form`);
    assert.ok(stored.bytes.length <= bytes.length, `${file}: the Brotli form is larger`);
    weights.set(file, bytes.length);
    return bytes.length;
  };
  for (const language of languages) {
    for (const path of paths) {
      const { text, bytes, headers } = await everyone.get(`/${language}/${path}`, { 'accept-encoding': 'gzip' });
      const shell = headers['content-encoding'] === 'gzip' ? '' : text;
      const plain = shell || (await everyone.get(`/${language}/${path}`)).text;
      let weight = shell ? gzipSync(bytes).length : bytes.length;
      for (const file of new Set(plain.match(/\/assets\/[^"]+/g))) weight += await weigh(file);
      assert.ok(weight <= 60_000, `/${language}/${path} weighs ${weight} bytes`);
    }
  }
});
