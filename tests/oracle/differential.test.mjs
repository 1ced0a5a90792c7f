// Random machines, run by the program and by XState: after every event and every timer both must be in the same states,
// with the same actions performed in the same order. Needs YELLOWSEA (the program); ORACLE_MACHINES says how many,
// ORACLE_SEED where to begin: a failure prints the seed with which it comes back.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { generateDefinition, generateEvents } from './generate.mjs';
import { EndlessLoop, IllegalConfiguration, Oracle } from './oracle.mjs';

const PROGRAM = process.env.YELLOWSEA;
const MACHINES = Number(process.env.ORACLE_MACHINES ?? 2000);
const FIRST_SEED = Number(process.env.ORACLE_SEED ?? 1);
const EVENTS = 20;

const folder = mkdtempSync(join(tmpdir(), 'yellowsea-oracle-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function trace(seed, definition, lines) {
  const file = join(folder, `${seed}.json`);
  const events = join(folder, `${seed}.jsonl`);
  writeFileSync(file, JSON.stringify(definition));
  writeFileSync(events, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return new Promise((resolve) => {
    execFile(PROGRAM, ['workflow', 'trace', file, '--events', events], { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal) : 0, stderr, answers: stdout.split('\n').filter(Boolean).map(JSON.parse) });
    });
  });
}

const comparable = ({ at, type, timer, accepted, configuration, value, actions, done }) => ({
  at: Date.parse(at), type, timer, accepted, configuration, value,
  log: actions.filter((action) => action.type === 'log').map((action) => action.params.message), done,
});

// Each active compound state has one active child, each parallel one all of its regions.
function isLegal(machine, configuration) {
  const active = new Set(['']);
  for (const leaf of configuration) leaf.split('.').reduce((path, key) => { const own = path ? `${path}.${key}` : key; active.add(own); return own; }, '');
  const check = (node, path) => {
    const children = Object.entries(node.states ?? {}).filter(([, child]) => child.type !== 'history').map(([key, child]) => [path ? `${path}.${key}` : key, child]);
    const inside = children.filter(([own]) => active.has(own));
    if (children.length === 0) return configuration.includes(path);
    return inside.length === (node.type === 'parallel' ? children.length : 1) && inside.every(([own, child]) => check(child, own));
  };
  return check(machine, '');
}

async function compare(seed, counts) {
  const definition = generateDefinition(seed);
  const lines = generateEvents(seed, EVENTS);
  const given = await trace(seed, definition, lines);
  const oracle = new Oracle(definition);
  let endless = false;
  let illegal = false;
  try {
    oracle.run(lines);
  } catch (error) {
    endless = error instanceof EndlessLoop;
    illegal = error instanceof IllegalConfiguration;
    if (!endless && !illegal) throw error;
  }
  const expected = oracle.answers;
  // Where XState's configuration is none from the start, the engine goes its own way, which may be an endless loop.
  if (!endless && !(illegal && expected.length === 0)) assert.equal(given.code, 0, given.stderr);
  for (const [index, answer] of given.answers.entries()) {
    assert.ok(isLegal(definition.machine, answer.configuration), `answer ${index}: ${answer.configuration} is no legal configuration`);
  }
  // XState stops at an endless loop; the engine refuses the event and goes on. What came before must be the same.
  const compared = endless || illegal ? given.answers.slice(0, expected.length) : given.answers;
  assert.equal(compared.length, expected.length, 'number of answers');
  for (const [index, answer] of compared.entries()) assert.deepEqual(comparable(answer), expected[index], `answer ${index}`);
  if (endless) {
    const refused = given.answers[expected.length]?.refused_by ?? given.stderr;
    assert.match(refused, /endless_loop|never comes to rest/);
    if (expected.length > 0) {
      assert.deepEqual(given.answers[expected.length].configuration, expected.at(-1).configuration, 'an endless loop changes nothing');
    }
  }
  counts.endless += endless ? 1 : 0;
  counts.illegal += illegal ? 1 : 0;
  counts.timers += expected.filter((answer) => answer.timer).length;
  counts.done += expected.at(-1)?.done ? 1 : 0;
  counts.answers += expected.length;
  counts.accepted += expected.filter((answer) => answer.accepted && (answer.type || answer.timer)).length;
}

test(`${MACHINES} random machines go through the same states here and in XState`, async (t) => {
  assert.ok(PROGRAM, 'set YELLOWSEA to the program');
  const counts = { answers: 0, accepted: 0, timers: 0, done: 0, endless: 0, illegal: 0 };
  const failed = [];
  let next = FIRST_SEED;
  const work = async () => {
    while (next < FIRST_SEED + MACHINES && failed.length < 5) {
      const seed = next++;
      try {
        await compare(seed, counts);
      } catch (error) {
        failed.push(`seed ${seed} (ORACLE_SEED=${seed} ORACLE_MACHINES=1): ${error.message}`);
      }
    }
  };
  await Promise.all(cpus().map(work));
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(failed, []);
  if (MACHINES >= 200) {
    // The generator must keep exercising what it is for.
    assert.ok(counts.accepted > 5 * MACHINES, 'events are accepted');
    assert.ok(counts.timers > MACHINES, 'timers fire');
    assert.ok(counts.done > MACHINES / 50, 'machines come to their end');
    assert.ok(counts.endless < MACHINES / 4, 'few machines loop endlessly');
    assert.ok(counts.illegal < MACHINES / 20, 'XState hardly ever comes into a configuration that is none');
  }
});
