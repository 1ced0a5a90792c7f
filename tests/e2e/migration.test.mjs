// A pack gets a new version while its installation lives: items of both versions side by side, the map tried beside the
// running server, then the migration itself, with the real program. The steps build on each other, in order.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, binary, day, demoPassword } from './installation.mjs';

const workflow = (version, changes) => ({
  format: 'yellowsea.workflow/1',
  id: 'promise',
  version,
  path: 'promises',
  deadline: '/fields/due',
  ...changes,
});

const first = workflow(1, {
  fields: { type: 'object', properties: { due: { type: 'string', format: 'date' }, who: { type: 'string' } } },
  delays: { answer: { duration: 'P30D' }, late: { until: 'deadline' } },
  machine: {
    initial: 'asked',
    states: {
      asked: { after: { answer: 'forgotten' }, on: { agree: 'running' } },
      running: { after: { late: 'overdue' }, on: { keep: 'kept' } },
      overdue: { on: { keep: 'kept' } },
      forgotten: { tags: ['stopped'] },
      kept: { type: 'final', tags: ['settled'] },
    },
  },
});

const second = workflow(2, {
  fields: { type: 'object', properties: { due: { type: 'string', format: 'date' }, author: { type: 'string', maxLength: 20 } } },
  delays: first.delays,
  machine: {
    initial: 'asked',
    states: {
      asked: { after: { answer: 'forgotten' }, on: { agree: 'under_way' } },
      under_way: { after: { late: 'overdue' }, on: { keep: 'kept' } },
      overdue: { on: { keep: 'kept' } },
      forgotten: { tags: ['stopped'] },
      kept: { type: 'final', tags: ['settled'] },
    },
  },
});

const textOf = (definition) => JSON.stringify(definition, null, 1);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const map = {
  format: 'yellowsea.migration/1',
  kind: 'promise',
  reason: 'clearer names',
  from: { version: 1, sha256: sha256(textOf(first)) },
  to: { version: 2 },
  states: { same: true, map: { running: 'under_way' } },
  fields: { same: true, rename: { who: 'author' } },
  timers: { same: true, map: { 'running/late': 'under_way/late' } },
};

const folder = mkdtempSync(join(tmpdir(), 'yellowsea-versions-'));
const mapFile = join(folder, 'promise-1-to-2.json');

function pack(name, definition) {
  const at = join(folder, name);
  mkdirSync(join(at, 'workflows'), { recursive: true });
  mkdirSync(join(at, 'config'), { recursive: true });
  writeFileSync(join(at, 'workflows', 'promise.json'), textOf(definition));
  writeFileSync(join(at, 'config', 'roles.json'), JSON.stringify([{ id: 'clerk', organisations: 'office' }]));
  writeFileSync(join(at, 'config', 'organisations.json'), JSON.stringify([{ id: 'town-hall', kind: 'office', zone: 'Asia/Seoul' }]));
  return at;
}

const packs = { 1: pack('one', first), 2: pack('two', second), changed: pack('changed', { ...first, deadline: undefined, delays: { ...first.delays, late: { duration: 'P9D' } } }) };

// An installation that runs a pack of its own, another one after each restart.
class Packed extends Installation {
  async restart(version) {
    await this.stop();
    this.pack = packs[version];
    await this.start();
    return this.signIn('clerk');
  }

  migrate(...options) {
    return this.run(['workflow', 'migrate', mapFile, ...options]);
  }

  query(...options) {
    return this.must('query', 'promise', ...options).split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }
}

let installation;
let clerk;
let one;
let two;
const due = day(400, 'UTC');

function withClerk() {
  const made = new Packed(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')), packs[1]);
  const added = made.run(['user', 'add', 'clerk', '--role', 'clerk@town-hall'], demoPassword + '\n');
  assert.equal(added.status, 0, added.stderr);
  return made;
}

before(() => {
  writeFileSync(mapFile, JSON.stringify(map, null, 1));
  installation = withClerk();
});
after(async () => {
  await installation?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('items of the first version', async () => {
  clerk = await installation.restart(1);
  one = await clerk.open('promises', { due, who: 'Anna' });
  two = await clerk.open('promises', { due, who: 'Bert' });
  two = await clerk.fire('promises', two.id, 'agree');
  assert.deepEqual([one.workflow.version, two.configuration], [1, ['running']]);
});

test('the answer to an event knows the timers that it made due at once', async () => {
  const aside = withClerk();
  try {
    const session = await aside.restart(1);
    const late = await session.open('promises', { due: '2020-01-31', who: 'Dora' });
    const agreed = await session.fire('promises', late.id, 'agree');
    assert.deepEqual([agreed.configuration, agreed.version], [['overdue'], 3]);
    // Whoever saw that answer is not told that it is stale.
    const kept = await session.fire('promises', late.id, 'keep', {}, { 'if-match': '"3"' });
    assert.deepEqual(kept.configuration, ['kept']);
  } finally {
    await aside.remove();
  }
});

test('data are not opened with a pack that does not know their kinds', async () => {
  await installation.stop();
  installation.pack = null; // the built-in one
  for (const words of [['doctor'], ['doctor', '--rebuild'], ['serve', '--listen', '127.0.0.1:0']]) {
    const refused = installation.run(words);
    assert.equal(refused.status, 1, words.join(' '));
    assert.match(refused.stderr, /kind 'promise', which the pack does not have/);
  }
  installation.pack = packs[1];
  assert.match(installation.must('doctor'), /ok: what is derived equals what the events say/);
});

test('a definition that was changed in place is not served', async () => {
  await installation.stop();
  installation.pack = packs.changed;
  const refused = installation.run(['serve', '--listen', '127.0.0.1:0']);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /version 1 has been changed in place/);
});

test('two versions run side by side', async () => {
  clerk = await installation.restart(2);
  const three = await clerk.open('promises', { due, author: 'Carl' });
  assert.equal(three.workflow.version, 2);
  const agreed = await clerk.fire('promises', three.id, 'agree');
  assert.deepEqual(agreed.configuration, ['under_way']);
  const old = await clerk.item('promises', two.id);
  assert.equal(old.workflow.version, 1);
  assert.deepEqual([old.configuration, old.fields.who], [['running'], 'Bert']);
  // Either version's states can be asked for.
  assert.deepEqual(installation.query('--state', 'running').map(({ id }) => id), [two.id]);
  assert.deepEqual(installation.query('--state', 'under_way').map(({ id }) => id), [three.id]);
  assert.equal(installation.run(['query', 'promise', '--state', 'nowhere']).status, 2);
});

test('beside a running server the map can be tried, but not used', async () => {
  const tried = installation.migrate('--dry-run', '--format', 'json');
  assert.equal(tried.status, 0, tried.stderr);
  const plan = JSON.parse(tried.stdout);
  assert.deepEqual([plan.written, plan.migrating, plan.staying, plan.refused], [false, 2, 0, 0]);
  const step = plan.items.find(({ id }) => id === two.id);
  assert.deepEqual([step.outcome, step.from, step.to], ['migrates', ['running'], ['under_way']]);
  assert.deepEqual(step.fields, { author: 'Bert', who: null });
  assert.deepEqual(step.timers.map(({ what, from, to }) => [what, from, to]), [['carried', 'running/late', 'under_way/late']]);
  const refused = installation.migrate();
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^yellowsea: .*(in use|another process|running)/);
  assert.equal((await clerk.item('promises', two.id)).workflow.version, 1);
});

test('a map that leaves something out is refused with its place', async () => {
  await installation.stop();
  const wrong = join(folder, 'wrong.json');
  writeFileSync(wrong, JSON.stringify({ ...map, states: { same: true } }, null, 1));
  const refused = installation.run(['workflow', 'migrate', wrong]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /wrong\.json:\d+:\d+: error: the old state 'running' is not covered.*\[uncovered_state\]/);
});

test('one item that does not fit keeps all from moving', async () => {
  clerk = await installation.restart(1).catch(() => null);
  assert.equal(clerk, null, 'data that have seen version 2 are not written with version 1');
  await installation.child?.kill();
  installation.child = null;
  installation.pack = packs[2];
  const strict = join(folder, 'strict.json');
  writeFileSync(strict, JSON.stringify({ ...map, fields: { same: true, drop: { who: 'not needed' }, set: { author: 'a name that is too long for it' } } }, null, 1));
  const refused = installation.run(['workflow', 'migrate', strict]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /\[schema\]/);
  assert.deepEqual(installation.query().map((item) => item.workflow.version).sort(), [1, 1, 2]);
});

test('the migration moves every item, deadlines stay, the past stays as it was', async () => {
  const soon = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const moved = installation.migrate();
  assert.equal(moved.status, 0, moved.stderr);
  assert.match(moved.stdout, new RegExp(`promise '${two.id}': running -> under_way; fields: author = "Bert", who removed; timers: running/late -> under_way/late`));
  assert.match(moved.stdout, /2 migrated, 0 stayed, 0 refused\n$/);
  const items = installation.query();
  assert.deepEqual(items.map((item) => item.workflow.version), [2, 2, 2]);
  const now = items.find(({ id }) => id === two.id);
  assert.deepEqual([now.configuration, now.deadline, now.version], [['under_way'], two.deadline, two.version + 1]);
  const then = installation.query('--as-of', soon).find(({ id }) => id === two.id);
  assert.deepEqual([then.workflow.version, then.configuration, then.fields.who], [1, ['running'], 'Bert']);
  assert.match(installation.must('doctor'), /ok: what is derived equals what the events say/);
});

test('the history shows each event as it was under its own version, and the item goes on', async () => {
  clerk = await installation.restart(2);
  const history = await clerk.history('promises', two.id);
  assert.deepEqual(history.map(({ type }) => type), ['open', 'agree', 'xstate.migrate']);
  assert.deepEqual(history.map(({ configuration }) => configuration), [['asked'], ['running'], ['under_way']]);
  assert.equal(history[0].changed.who, 'Bert');
  assert.deepEqual(history[2].data.to.version, 2);
  assert.equal(history[2].data.reason, 'clearer names');
  const kept = await clerk.fire('promises', two.id, 'keep');
  assert.deepEqual(kept.configuration, ['kept']);
  const posted = await clerk.tryFire('promises', one.id, 'xstate.migrate');
  assert.equal(posted.status, 403);
  await installation.stop();
});

test('killed in the middle, a migration has happened to all items or to none', async () => {
  const lines = [];
  for (let i = 0; i < 400; ++i) lines.push(JSON.stringify({ kind: 'promise', key: `p${i}`, type: 'open', at: '2026-01-01T00:00:00Z', data: { due, who: `P${i}` } }));
  const file = join(folder, 'many.jsonl');
  writeFileSync(file, lines.join('\n'));
  const outcomes = new Set();
  const source = withClerk();
  source.must('import', 'history', file);
  for (const delay of [20, 60, 120, 200, 400, 30_000]) {
    const place = new Packed(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')), packs[2]);
    try {
      cpSync(source.data, place.data, { recursive: true });
      const child = spawn(binary(), ['workflow', 'migrate', mapFile, ...place.place()], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), delay);
      await ended;
      clearTimeout(timer);
      const versions = new Set(place.query().map((item) => item.workflow.version));
      assert.equal(versions.size, 1, `after ${delay} ms: versions ${[...versions]}`);
      outcomes.add([...versions][0]);
      assert.match(place.must('doctor'), /ok: what is derived equals what the events say/);
    } finally {
      rmSync(place.data, { recursive: true, force: true });
    }
  }
  rmSync(source.data, { recursive: true, force: true });
  assert.ok(outcomes.has(2), 'left alone, it ends');
});
