// The cases of SCION's SCXML test framework, as scion/convert.mjs made them: after every event the program must be in the
// states that the case names. What needs an ECMAScript data model is listed in cases.json with its reason.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const PROGRAM = process.env.YELLOWSEA;
const { cases } = JSON.parse(readFileSync(new URL('scion/cases.json', import.meta.url), 'utf8'));
const STRUCTURAL = ['atom3-basic-tests', 'basic', 'default-initial-state', 'documentOrder', 'hierarchy', 'hierarchy+documentOrder', 'history', 'in',
  'internal-transitions', 'more-parallel', 'multiple-events-per-transition', 'parallel', 'parallel+interrupt', 'targetless-transition'];

const folder = mkdtempSync(join(tmpdir(), 'yellowsea-scion-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function trace(definition, lines) {
  const [file, events] = ['definition.json', 'events.jsonl'].map((name) => join(folder, name));
  writeFileSync(file, JSON.stringify(definition));
  writeFileSync(events, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return execFileSync(PROGRAM, ['workflow', 'trace', file, '--events', events], { encoding: 'utf8' }).split('\n').filter(Boolean).map(JSON.parse);
}

const leaves = (answer) => answer.configuration.map((path) => path.split('.').at(-1)).sort();
const keys = (ids) => ids.map((id) => id.replaceAll('.', '_')).sort();

for (const { name, definition, fields, initialConfiguration, events } of cases) {
  test(name, () => {
    let now = Date.UTC(2026, 0, 1);
    const lines = [{ at: new Date(now).toISOString(), type: 'open', data: fields }];
    for (const { event, after } of events) {
      now += after ?? 0;
      lines.push({ at: new Date(now).toISOString(), type: event.name });
    }
    const answers = trace(definition, lines);
    assert.deepEqual(leaves(answers[0]), keys(initialConfiguration), 'at the start');
    events.forEach(({ event, nextConfiguration }, index) => {
      assert.deepEqual(leaves(answers[index + 1]), keys(nextConfiguration), `after event ${index + 1}, ${event.name}`);
    });
  });
}

test('every structural category is there', () => {
  const there = new Set(cases.map(({ name }) => name.split('/')[0]));
  assert.deepEqual(STRUCTURAL.filter((category) => !there.has(category)), []);
});
