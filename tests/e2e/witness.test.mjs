// A witness beside the real server: it cosigns the log as it grows, also after it was killed, and refuses the same log
// with another history.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, binary } from './installation.mjs';

const work = mkdtempSync(join(tmpdir(), 'yellowsea-witness-'));
const config = join(work, 'config.json');
let place;
let witness;

// The program until it says where it listens; then what it prints on both streams.
function start(words) {
  const child = spawn(binary(), words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const running = { child, out: '', err: '', ended: new Promise((resolve) => child.once('exit', resolve)) };
  child.stdout.on('data', (chunk) => (running.out += chunk));
  child.stderr.on('data', (chunk) => (running.err += chunk));
  process.on('exit', () => child.kill('SIGKILL'));
  return running;
}

async function until(what, condition) {
  for (let attempt = 0; attempt < 150; attempt++) {
    const value = await condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail(`${what} did not happen within fifteen seconds`);
}

const urlOf = (running) => until('listening', () => /^listening on (\S+)$/m.exec(running.out)?.[1]);

async function startWitness(listen) {
  witness = start(['witness', '--log', join(work, 'export', 'vkey'), '--key', join(work, 'witness.key'), '--name', 'witness.kitakyushu.example', '--state', join(work, 'state'), '--listen', listen]);
  const url = await urlOf(witness);
  const vkey = await until('its key', () => / as (\S+)$/m.exec(witness.out)?.[1]);
  return { url, vkey };
}

async function serve(installation) {
  const running = start(['serve', '--data', installation.data, '--config', config, '--listen', '127.0.0.1:0']);
  installation.url = await urlOf(running);
  return running;
}

async function stop(running) {
  running.child.kill('SIGTERM');
  await running.ended;
}

const checkpoint = async (installation) => (await installation.public().get('/checkpoint')).text;
const isCosigned = (text) => text.includes('\u2014 witness.kitakyushu.example ');
const sizeOf = (text) => Number(text.split('\n')[1]);

async function openRound(installation, name) {
  const account = installation.accounts().find(({ role }) => role === 'secretariat');
  const session = await installation.signIn(account.user, account.password);
  const [{ fields }] = await session.list('rounds');
  await session.open('rounds', { name, zone: 'Asia/Tokyo', survey_ends: '2090-01-31', planned_meeting: '2090-06-30', members: fields.members });
}

before(async () => {
  place = Installation.demo('--now', '2026-11-24T09:00:00+09:00');
  place.must('ledger', 'export', join(work, 'export'));
  const { url, vkey } = await startWitness('127.0.0.1:0');
  writeFileSync(config, JSON.stringify({ witnesses: [{ url, vkey, organisation: 'kitakyushu' }] }));
});

after(async () => {
  if (witness) await stop(witness);
  await place.remove();
  rmSync(work, { recursive: true, force: true });
});

test('the witness cosigns the log as it grows, also after it was killed; another history it refuses', async () => {
  const other = new Installation(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')));
  cpSync(place.data, other.data, { recursive: true });
  const server = await serve(place);
  await until('a cosignature', async () => isCosigned(await checkpoint(place)));
  const before = sizeOf(await checkpoint(place));
  const log = await place.public().read('/api/v1/ledger');
  assert.deepEqual(
    log.witnesses.map(({ name, organisation, size }) => [name, organisation, size]),
    [['witness.kitakyushu.example', 'kitakyushu', before]],
  );
  assert.match(log.witnesses[0].at, /^\d{4}-\d\d-\d\dT/);

  witness.child.kill('SIGKILL');
  await witness.ended;
  await startWitness(new URL(JSON.parse(readFileSync(config, 'utf8')).witnesses[0].url).host);
  await openRound(place, 'Witnessed');
  const grown = await until('a cosignature of more', async () => {
    const text = await checkpoint(place);
    return sizeOf(text) > before && isCosigned(text) && text;
  });
  const ledger = await place.public().read('/api/v1/ledger');
  assert.deepEqual(ledger.cosigned_by, ['witness.kitakyushu.example']);
  place.agent.destroy();
  await stop(server);
  assert.ok(isCosigned(readFileSync(join(place.data, 'checkpoint'), 'utf8')), 'what was cosigned is kept');

  const fork = await serve(other);
  await openRound(other, 'Somebody else');
  await until('a report', () => /two histories|does not prove/.test(witness.err));
  const forked = await checkpoint(other);
  assert.ok(!isCosigned(forked) || sizeOf(forked) < sizeOf(grown));
  assert.match(fork.err, /did not cosign/);
  other.agent.destroy();
  await stop(fork);
  rmSync(other.data, { recursive: true, force: true });
});
