// The ledger as others see it: the Go team's verifier reads what is served and what is exported, receipts are
// checked without the installation, and a changed database is found.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, itemPath, root } from './installation.mjs';

const work = mkdtempSync(join(tmpdir(), 'yellowsea-ledger-'));
const verifier = join(work, 'verify');
let place;

// Debian's golang-golang-x-mod-dev puts the sources where GOPATH mode finds them.
function buildVerifier() {
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(work, 'cache') };
  const built = spawnSync('go', ['build', '-o', verifier, '.'], { cwd: join(root, 'tests', 'ledger', 'verify'), env, encoding: 'utf8' });
  assert.equal(built.status, 0, `the verifier cannot be built (Debian: golang-go, golang-golang-x-mod-dev): ${built.error ?? built.stderr}`);
}

const verify = (...words) => spawnSync(verifier, words, { encoding: 'utf8' });
const vkey = () => readFileSync(join(work, 'export', 'vkey'), 'utf8').trim();
const sizeOf = (checkpoint) => Number(checkpoint.split('\n')[1]);

let rounds = 0;
const newRound = (members) => ({ name: `Ledger ${++rounds}`, zone: 'Asia/Tokyo', survey_ends: '2090-01-31', planned_meeting: '2090-06-30', members });

async function until(what, condition) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${what} did not happen within ten seconds`);
}

before(async () => {
  buildVerifier();
  place = Installation.demo('--now', '2026-11-24T09:00:00+09:00');
  place.must('ledger', 'export', join(work, 'export'));
  await place.start();
});

after(async () => {
  await place.remove();
  rmSync(work, { recursive: true, force: true });
});

test('the key of the log is for its owner only', () => {
  assert.equal(statSync(join(place.data, 'ledger.key')).mode & 0o777, 0o600);
});

test("Go's verifier accepts an export, entry by entry", () => {
  const run = verify(join(work, 'export'), vkey());
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /^verified \d{3,} entries of /);
});

test("Go's verifier refuses an export in which one byte is another one", () => {
  const copy = join(work, 'changed');
  for (const file of ['checkpoint', 'tile/0/000', 'tile/entries/001']) {
    cpSync(join(work, 'export'), copy, { recursive: true });
    const bytes = readFileSync(join(copy, file));
    bytes[20] ^= 1;
    writeFileSync(join(copy, file), bytes);
    assert.equal(verify(copy, vkey()).status, 1, file);
    rmSync(copy, { recursive: true });
  }
});

test('what is served is the same log, goes on as events come, and never forks', async () => {
  const run = verify(place.url, vkey());
  assert.equal(run.status, 0, run.stderr);
  const old = join(work, 'old-checkpoint');
  copyFileSync(join(work, 'export', 'checkpoint'), old);

  const account = place.accounts().find(({ role }) => role === 'secretariat');
  const session = await place.signIn(account.user, account.password);
  const size = sizeOf((await place.public().get('/checkpoint')).text);
  const [{ fields }] = await session.list('rounds');
  await session.open('rounds', newRound(fields.members));
  await until('a new checkpoint', async () => sizeOf((await place.public().get('/checkpoint')).text) > size);
  const grown = verify(place.url, vkey(), old);
  assert.equal(grown.status, 0, grown.stderr);
});

test('tiles that are complete may be kept for ever, those that the log does not have do not exist', async () => {
  const visitor = place.public();
  const full = await visitor.get('/tile/0/000');
  assert.equal(full.status, 200);
  assert.equal(full.bytes.length, 8192);
  assert.match(full.headers['cache-control'], /immutable/);
  assert.equal((await visitor.get('/tile/0/000.p/5')).bytes.length, 5 * 32);
  for (const path of ['/tile/0/999', '/tile/1/000.p/255', '/tile/0/0', '/tile/0/x000/000', '/tile/9/000', '/tile/entries/999'])
    assert.equal((await visitor.get(path)).status, 404, path);
});

test('a receipt proves a public event without the installation, and a changed one does not', async () => {
  const visitor = place.public();
  const [commitment] = await visitor.list('commitments');
  const answer = await visitor.get(`${itemPath('commitments', commitment.id)}/receipt`);
  assert.equal(answer.status, 200, answer.text);
  const file = join(work, 'receipt.json');
  writeFileSync(file, answer.bytes);
  const check = (...words) => spawnSync(process.env.YELLOWSEA, ['ledger', 'check', ...words], { encoding: 'utf8' });
  const good = check(file, '--key', vkey());
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /commitment/);
  assert.match(good.stdout, /not proved/);
  assert.equal(check(file, '--key', join(work, 'export', 'vkey')).status, 0);

  const changes = {
    event: (receipt) => (receipt.event = receipt.event.replace('"kind"', '"king"')),
    entry: (receipt) => (receipt.entry = receipt.entry.replace('"v":1', '"v":2')),
    index: (receipt) => receipt.index--,
    proof: (receipt) => receipt.proof.pop(),
    checkpoint: (receipt) => (receipt.checkpoint = receipt.checkpoint.replace(/\n\d/, '\n9')),
  };
  for (const [name, change] of Object.entries(changes)) {
    const receipt = JSON.parse(answer.text);
    change(receipt);
    writeFileSync(file, JSON.stringify(receipt));
    const bad = check(file, '--key', vkey());
    assert.equal(bad.status, 1, name);
    assert.match(bad.stderr, /receipt\.json/);
  }
});

test('a receipt of what the public may not see does not exist for it', async () => {
  const account = place.accounts().find(({ role }) => role === 'secretariat');
  const session = await place.signIn(account.user, account.password);
  const all = await session.list('problem-reports');
  const visitor = place.public();
  let hidden = 0;
  for (const report of all) {
    const path = itemPath('problem-reports', report.id);
    if ((await visitor.get(path)).status === 404) {
      hidden++;
      assert.equal((await visitor.get(`${path}/receipt`)).status, 404);
    } else {
      const first = await visitor.read(`${path}/history`);
      const seen = new Set(first.items.map(({ version }) => version));
      for (let version = 1; version <= report.version; version++)
        assert.equal((await visitor.get(`${path}/receipt?version=${version}`)).status, seen.has(version) ? 200 : 404, `${report.id} ${version}`);
    }
    if (hidden > 3) break;
  }
});

test('verify says that all is well beside the running server, and finds an older database', async () => {
  assert.match(place.must('ledger', 'verify'), /^ok: \d+ events, \d+ items/);
  const older = Installation.demo('--now', '2026-11-24T09:00:00+09:00');
  try {
    copyFileSync(join(place.data, 'checkpoint'), join(older.data, 'checkpoint'));
    const run = older.run(['ledger', 'verify']);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /signed|not this log/);
    const refused = older.run(['doctor']);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /older than what others have seen|not those that this installation has signed/);
  } finally {
    await older.remove();
  }
});

test('a backup that is older than the checkpoint is restored only when told, and then as a new log', async () => {
  const other = Installation.demo('--now', '2026-11-24T09:00:00+09:00');
  try {
    const backup = join(work, 'older.db');
    other.must('backup', backup);
    await other.start();
    const account = other.accounts().find(({ role }) => role === 'secretariat');
    const session = await other.signIn(account.user, account.password);
    const [{ fields }] = await session.list('rounds');
    await session.open('rounds', newRound(fields.members));
    await other.stop();
    const origin = readFileSync(join(other.data, 'checkpoint'), 'utf8').split('\n')[0];
    const refused = other.run(['restore', backup]);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /--behind-checkpoint/);
    other.must('restore', backup, '--behind-checkpoint');
    other.must('ledger', 'export', join(work, 'restored'));
    const now = readFileSync(join(work, 'restored', 'checkpoint'), 'utf8').split('\n')[0];
    assert.ok(now.startsWith(`${origin}/restored-`), now);
    assert.ok(existsSync(join(other.data, 'ledger.key')));
  } finally {
    await other.remove();
  }
});
