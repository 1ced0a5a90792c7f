// Three years of timers fall due while the server is down; while it catches up it is killed (SIGKILL) again and again.
// In the end every item is where one is that caught up undisturbed, with as many events, and what is derived equals a
// rebuild: no timer is lost, and none fires twice.
//   YELLOWSEA_KILLS  how often (20)
//   YELLOWSEA_SEED   the seed of the random numbers, which is printed
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Installation } from '../e2e/installation.mjs';

const kills = Number(process.env.YELLOWSEA_KILLS ?? 20);
const seed = Number(process.env.YELLOWSEA_SEED ?? Math.floor(Math.random() * 2 ** 32));
const kinds = ['round', 'problem_report', 'action_plan', 'memorandum', 'commitment'];

let state = seed;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

function copyOf(installation) {
  const folder = mkdtempSync(join(tmpdir(), 'yellowsea-timers-'));
  cpSync(installation.data, folder, { recursive: true });
  return new Installation(folder);
}

const items = (installation, ...asOf) =>
  kinds.flatMap((kind) => installation.must('query', kind, ...asOf).split('\n').filter(Boolean).map(JSON.parse));
const events = (list) => list.reduce((sum, { version }) => sum + version, 0);

test('timers that fell due are caught up exactly once, whatever kills the server meanwhile', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const now = new Date().toISOString();
  const before = Installation.demo('--now', new Date(Date.now() - 3 * 365 * 86_400_000).toISOString());
  const [undisturbed, killed] = [copyOf(before), copyOf(before)];
  try {
    const eventsBefore = events(items(before, '--as-of', new Date(Date.now() - 3 * 365 * 86_400_000).toISOString()));
    const begin = Date.now();
    await undisturbed.start();
    const catchingUp = Date.now() - begin;
    await undisturbed.stop();

    let interrupted = 0;
    for (let i = 0; i < kills; ++i) {
      const child = killed.spawn();
      let ready = false;
      child.stdout.once('data', () => { ready = true; });
      await new Promise((resolve) => setTimeout(resolve, random() * catchingUp * 0.8));
      if (!ready) interrupted++;
      await killed.kill();
    }
    await killed.start();
    await killed.stop();

    const expected = items(undisturbed, '--as-of', now);
    assert.deepEqual(items(killed, '--as-of', now), expected);
    killed.must('doctor');
    undisturbed.must('doctor');
    const fired = events(expected) - eventsBefore;
    assert.ok(fired > 200, `${fired} timers had fallen due`);
    t.diagnostic(`${fired} events of timers, ${kills} kills, ${interrupted} of them while catching up`);
    assert.ok(interrupted > 0, 'the server was killed while it caught up');
  } finally {
    for (const installation of [before, undisturbed, killed]) await installation.remove();
  }
});
