// An installation of the real program in a temporary folder, its server on a free port, and people signed in to it.
// Shared by the end-to-end and kill tests; the program is named by the environment variable YELLOWSEA.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const demoPassword = 'only-for-demonstration';

export function binary() {
  const path = process.env.YELLOWSEA;
  if (!path) throw new Error('YELLOWSEA must name the program to test, as in YELLOWSEA=build/yellowsea node --test tests/e2e/…');
  if (!existsSync(path)) throw new Error(`YELLOWSEA names ${path}, which does not exist: build it first`);
  return path;
}

// Built with a sanitizer, the program keeps freed memory for a while.
export const sanitized = /build-[at]san\//.test(process.env.YELLOWSEA ?? '');

// An item's path, with its id as one segment.
export const itemPath = (path, id) => `/api/v1/${path}/${encodeURIComponent(id)}`;

// No server outlives the tests, even if these are stopped.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(1));

export class Installation {
  // `pack`: the folder of another pack than the built-in one.
  constructor(data, pack = null) {
    this.data = data;
    this.pack = pack;
    this.config = null;
    this.url = null;
    this.child = null;
    this.errors = '';
    // One answer at a time on a connection; as many connections as a test asks for at once.
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  }

  // With the demonstration's rounds and accounts: a copy of the one that the script has made, if it has.
  static demo(...options) {
    const installation = new Installation(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')));
    const made = process.env.YELLOWSEA_DEMO;
    if (made && options.length === 0) cpSync(made, installation.data, { recursive: true });
    else installation.must('demo', ...options);
    return installation;
  }

  // With nothing but the accounts named: [{user, password, role, organisation}]
  static withAccounts(accounts, pack = null) {
    const installation = new Installation(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')), pack);
    for (const { user, password, role, organisation } of accounts) {
      const added = installation.run(['user', 'add', user, '--role', `${role}@${organisation}`], password + '\n');
      assert.equal(added.status, 0, added.stderr);
    }
    return installation;
  }

  accounts() {
    return JSON.parse(readFileSync(join(this.data, 'demo-accounts.json'), 'utf8'));
  }

  // Settings for the next start, as serve --config reads them.
  configure(settings) {
    this.config = join(this.data, 'settings.json');
    writeFileSync(this.config, JSON.stringify(settings));
    return this;
  }

  place() {
    return ['--data', this.data, ...(this.pack ? ['--pack', this.pack] : [])];
  }

  // A command of the program on this installation's data.
  run(words, input = '') {
    return spawnSync(binary(), [...words, ...this.place()], { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  }

  // The same, which must succeed; its standard output.
  must(...words) {
    const run = this.run(words);
    assert.equal(run.status, 0, `yellowsea ${words.join(' ')}: ${run.stderr}`);
    return run.stdout;
  }

  // `config`: the file of --config, if any.
  spawn(config = this.config) {
    this.errors = '';
    const more = config ? ['--config', config] : [];
    this.child = spawn(binary(), ['serve', ...this.place(), ...more, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const { child } = this;
    running.add(child);
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    this.ended.then(() => running.delete(child));
    this.child.stderr.on('data', (chunk) => (this.errors += chunk));
    return this.child;
  }

  // Starts the server; its first line on standard output says where it listens, and that it is ready.
  async start() {
    const child = this.spawn();
    this.url = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const end = text.indexOf('\n');
        if (end < 0) return;
        const match = /^listening on (https?:\/\/127\.0\.0\.1:\d+)$/.exec(text.slice(0, end));
        if (match) resolve(match[1]);
        else reject(new Error(`the server's first line is: ${text.slice(0, end)}`));
      });
      child.once('exit', (code, signal) => reject(new Error(`the server ended (${code ?? signal}) before it listened: ${this.errors}`)));
    });
    return this;
  }

  // As an operator stops it; it must say that all is well.
  async stop() {
    if (!this.child) return;
    const child = this.child;
    this.child = null;
    child.kill('SIGTERM');
    const { code, signal } = await this.ended;
    this.agent.destroy();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    assert.equal(signal, null, `the server died of ${signal}: ${this.errors}`);
    assert.equal(code, 0, `the server ended with ${code}: ${this.errors}`);
  }

  // As a power cut stops it.
  async kill() {
    const child = this.child;
    this.child = null;
    child.kill('SIGKILL');
    await this.ended;
    this.agent.destroy();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  }

  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  // {status, headers, bytes, text, json}; `json` is undefined if the answer is none.
  request(method, path, { headers = {}, body } = {}) {
    return new Promise((resolve, reject) => {
      const sent = http.request(this.url + path, { method, headers: { ...headers }, agent: this.agent }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          const is = answer.headers['content-type'] ?? '';
          let json;
          try {
            if (text && /^application\/(problem\+)?json/.test(is)) json = JSON.parse(text);
          } catch (error) {
            return reject(new Error(`${method} ${path}: no JSON, ${error.message}: ${text.slice(0, 200)}`));
          }
          resolve({ status: answer.statusCode, headers: answer.headers, bytes, text, json });
        });
      });
      sent.on('error', reject);
      if (body !== undefined) sent.write(body);
      sent.end();
    });
  }

  // Somebody who has not signed in.
  public() {
    return new Session(this, {});
  }

  // A program with a token.
  withToken(token) {
    return new Session(this, { token });
  }

  async signIn(user, password = demoPassword) {
    const answer = await this.request('POST', '/api/v1/session', {
      headers: { 'content-type': 'application/json', origin: this.url },
      body: JSON.stringify({ user, password }),
    });
    assert.equal(answer.status, 200, `${user} cannot sign in: ${answer.text}`);
    const cookie = answer.headers['set-cookie'][0].split(';')[0];
    return new Session(this, { cookie, csrf: answer.json.csrf_token });
  }
}

// Requests as one person makes them; outlives restarts of the server, as a browser's cookie does.
export class Session {
  constructor(installation, { cookie, csrf, token }) {
    Object.assign(this, { installation, cookie, csrf, token });
  }

  headers(unsafe) {
    if (this.token) return { authorization: `Bearer ${this.token}` };
    if (!this.cookie) return {};
    return { cookie: this.cookie, ...(unsafe ? { origin: this.installation.url, 'x-csrf-token': this.csrf } : {}) };
  }

  request(method, path, { headers = {}, body } = {}) {
    return this.installation.request(method, path, { headers: { ...this.headers(method !== 'GET'), ...headers }, body });
  }

  send(method, path, value, headers = {}) {
    return this.request(method, path, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) });
  }

  get(path, headers = {}) {
    return this.request('GET', path, { headers });
  }

  // The answer's JSON, which must be there.
  async read(path) {
    const answer = await this.get(path);
    assert.equal(answer.status, 200, `GET ${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return answer.json;
  }

  item(path, id) {
    return this.read(itemPath(path, id));
  }

  // Every item of a list, page after page.
  async list(path, query = '') {
    const items = [];
    let cursor = '';
    do {
      const page = await this.read(`/api/v1/${path}?limit=200${query && '&' + query}${cursor && '&cursor=' + encodeURIComponent(cursor)}`);
      items.push(...page.items);
      cursor = page.next ?? '';
    } while (cursor);
    return items;
  }

  // The whole history of an item.
  async history(path, id) {
    const entries = [];
    let next = 0;
    do {
      const page = await this.read(`${itemPath(path, id)}/history?after=${next}`);
      entries.push(...page.items);
      next = page.next;
    } while (next);
    return entries;
  }

  tryFire(path, id, type, data = {}, headers = {}) {
    return this.send('POST', `${itemPath(path, id)}/events`, { type, data }, headers);
  }

  // Fires an event that must be taken; the item after it.
  async fire(path, id, type, data = {}, headers = {}) {
    const answer = await this.tryFire(path, id, type, data, headers);
    assert.equal(answer.status, 200, `${type} of ${path}/${id}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  async open(path, fields, headers = {}) {
    const answer = await this.send('POST', `/api/v1/${path}`, fields, headers);
    assert.equal(answer.status, 201, `open ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
}

// Signs each person in once, when first asked for.
export function people(installation) {
  const sessions = new Map();
  return (user) => {
    if (!sessions.has(user)) sessions.set(user, installation.signIn(user));
    return sessions.get(user);
  };
}

// A refusal as RFC 9457 has it.
export function assertProblem(answer, status, more = {}) {
  assert.equal(answer.status, status, `${answer.status} instead of ${status}: ${answer.text.slice(0, 500)}`);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  assert.equal(answer.json.status, status);
  for (const member of ['type', 'title', 'detail']) assert.equal(typeof answer.json[member], 'string', `${member} of ${answer.text}`);
  for (const [name, value] of Object.entries(more)) assert.deepEqual(answer.json[name], value, answer.text);
}

// ---- dates ----

// YYYY-MM-DD in a zone, some days from now.
export function day(offset, zone = 'Asia/Tokyo') {
  // From its parts: which locale writes a date in this order differs between versions of ICU.
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = Object.fromEntries(format.formatToParts(Date.now() + offset * 86_400_000).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

// The date two years later; 29 February gives 28 February.
export function twoYearsAfter(date) {
  const [year, month, dayOfMonth] = date.split('-');
  return `${Number(year) + 2}-${month}-${month === '02' && dayOfMonth === '29' ? '28' : dayOfMonth}`;
}

// ---- CSV as RFC 4180 has it, for the sample survey ----
export function readCsv(text) {
  const rows = [[]];
  let field = '';
  let quoted = false;
  const source = text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n');
  for (let i = 0; i < source.length; ++i) {
    const c = source[i];
    if (quoted && c === '"' && source[i + 1] === '"') field += source[++i];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === ',' || c === '\n')) {
      rows.at(-1).push(field);
      field = '';
      if (c === '\n') rows.push([]);
    } else field += c;
  }
  if (field) rows.at(-1).push(field);
  const [header, ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}
