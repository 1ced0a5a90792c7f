// What one event costs, in one run: a table written by hand, the engine, XState's actor, XState's pure transition; all but
// the table on the commitment of the built-in pack, through the same steps. Prints nanoseconds and ratios.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const { assign, createActor, createMachine, raise, transition } = await import(
  createRequire(join(root, 'tests/oracle/package.json')).resolve('xstate').replace(/\.cjs\.js$/, '.esm.js'));
const [, , program, ...options] = process.argv;

const STEPS = {
  before: [{ type: 'start' }],
  cycle: [
    { type: 'progress', data: { outlook: 'on_track', text: 'Forms are translated.', percentage: 40 } },
    { type: 'report_completion', data: { evidence: 'Notice 12 of the port office' } },
    { type: 'dispute', data: { reason: 'The notice covers one of two terminals.' } },
    { type: 'progress', data: { outlook: 'at_risk', text: 'The second terminal follows.', percentage: 60 } },
  ],
};

// The machine without what writes JSON into fields: states, regions, guards, raised events and timers remain.
const KEPT = new Set(['raise']);
function withoutFields(node) {
  if (Array.isArray(node)) return node.map(withoutFields);
  if (node === null || typeof node !== 'object') return node;
  const result = {};
  for (const [key, value] of Object.entries(node)) {
    const actions = ['entry', 'exit', 'actions'].includes(key);
    result[key] = actions ? [value].flat().filter(({ type }) => KEPT.has(type)) : withoutFields(value);
  }
  return result;
}

function toXState(node, events) {
  if (Array.isArray(node)) return node.map((each) => toXState(each, events));
  if (node === null || typeof node !== 'object') return node;
  if (node.type === 'raise') return raise({ type: node.params.event });
  const result = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'guard') result.guard = toGuard(value);
    else if (key !== 'meta' && key !== 'description') result[key] = toXState(value, events);
  }
  return result;
}

const at = (path, scope) => path.split('/').slice(1).reduce((value, key) => value?.[key], scope);

function toGuard({ type, params }) {
  const test = (guard, scope) => {
    switch (guard.type) {
      case 'all': return guard.params.of.every((each) => test(each, scope));
      case 'not': return !test(guard.params.of, scope);
      case 'equals': return at(guard.params.path, scope) === guard.params.value;
      case 'present': return at(guard.params.path, scope) != null;
      default: return false; // none of the steps gets there
    }
  };
  return ({ context, event }) => test({ type, params }, { fields: context, data: event.data });
}

const measured = (run, count) => {
  run(count / 10); // warm
  const begin = process.hrtime.bigint();
  run(count);
  return Number(process.hrtime.bigint() - begin) / count;
};

function xstate(machine) {
  const events = STEPS.cycle.map(({ type, data }) => ({ type, data }));
  const actor = createActor(machine, { clock: { setTimeout: () => 0, clearTimeout: () => {} } }).start();
  for (const step of STEPS.before) actor.send(step);
  const sent = measured((count) => { for (let i = 0; i < count; ++i) actor.send(events[i % events.length]); }, 100_000);
  let snapshot = actor.getSnapshot();
  const pure = measured((count) => { for (let i = 0; i < count; ++i) [snapshot] = transition(machine, snapshot, events[i % events.length]); }, 20_000);
  actor.stop();
  return { sent, pure };
}

const folder = mkdtempSync(join(tmpdir(), 'yellowsea-benchmark-'));
try {
  const definition = JSON.parse(readFileSync(join(root, 'workflows/commitment.json'), 'utf8'));
  const bare = { ...definition, machine: withoutFields(definition.machine) };
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(bare));
  writeFileSync(join(folder, 'steps.json'), JSON.stringify(STEPS));
  const output = execFileSync(program, ['--benchmark_format=json', '--benchmark_min_time=0.5', ...options], {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, BENCHMARK_MACHINE: join(folder, 'machine.json'), BENCHMARK_DEFINITION: join(root, 'workflows/commitment.json'),
      BENCHMARK_STEPS: join(folder, 'steps.json') },
  });
  const times = new Map(JSON.parse(output).benchmarks.map(({ name, cpu_time: time, error_message: error }) => [name, error ?? time]));
  const delays = Object.fromEntries(Object.keys(definition.delays).map((name) => [name, 86_400_000]));
  const machine = createMachine({ ...toXState(bare.machine), context: {} }, { delays });
  const { sent, pure } = xstate(machine);
  const base = times.get('engine/machine');
  const rows = [
    ['table by hand, state × event', times.get('table')],
    ['engine, commitment, without writing fields', base],
    ['engine, commitment, with its fields (JSON)', times.get('engine/with_fields')],
    ['engine, an event that is refused', times.get('refusal')],
    ['XState actor.send', sent],
    ['XState transition (pure)', pure],
  ];
  console.log('ns an event, and how many times the engine\'s (without writing fields):');
  for (const [name, time] of rows) {
    console.log(`  ${name.padEnd(46)} ${typeof time === 'number' ? `${time.toFixed(0).padStart(8)} ns ${(time / base).toFixed(2).padStart(8)} ×` : time}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
