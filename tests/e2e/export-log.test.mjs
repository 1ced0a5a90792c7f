// The public history as a log: what the public sees and nothing else, in a form that other tools can read.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, people } from './installation.mjs';

let installation;
let as;

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
});
after(() => installation?.remove());

const unescaped = (text) => text.replace(/&(lt|gt|quot|amp|#(\d+));/g, (_, name, code) => (code ? String.fromCharCode(code) : { lt: '<', gt: '>', quot: '"', amp: '&' }[name]));

// The structure that the XES schema demands, read line by line: extensions, globals, classifiers, then traces of
// attributes and events.
function readXes(text) {
  const lines = text.split('\n').filter(Boolean);
  assert.equal(lines.shift(), '<?xml version="1.0" encoding="UTF-8"?>');
  assert.match(lines.shift(), /^<log xes.version="1849.2016" xes.features="" xmlns="http:\/\/www.xes-standard.org\/">$/);
  assert.equal(lines.pop(), '</log>');
  const order = ['extension', 'global', 'classifier', 'trace'];
  const traces = [];
  let part = 0;
  let open = [];
  const prefixes = new Set();
  for (const line of lines) {
    const attribute = line.match(/^\s+<(string|date|int) key="([^"<&]+)" value="([^"<\x00-\x1f]*)"\/>$/);
    const tag = line.match(/^\s+<(\/?)(extension|global|classifier|trace|event)\b[^>]*>$/);
    assert.ok(attribute || tag, line);
    if (attribute) {
      const [, type, key, value] = attribute;
      if (key.includes(':')) assert.ok(prefixes.has(key.split(':')[0]), key);
      if (type === 'date') assert.ok(!Number.isNaN(Date.parse(value)), line);
      if (type === 'int') assert.match(value, /^-?\d+$/);
      if (open.at(-1)) open.at(-1)[key] = unescaped(value);
      continue;
    }
    const [, closing, name] = tag;
    if (!closing && name !== 'event') {
      assert.ok(order.indexOf(name) >= part, `${name} comes too late`);
      part = order.indexOf(name);
    }
    if (name === 'extension') prefixes.add(line.match(/prefix="(\w+)"/)[1]);
    if (closing) open.pop();
    else if (name === 'global') open.push(null);
    else if (name === 'trace') open.push(traces[traces.push({ events: [] }) - 1]);
    else if (name === 'event') open.push(open[0].events[open[0].events.push({}) - 1]);
  }
  assert.deepEqual(open, []);
  return traces;
}

test('XES: one trace an item, with exactly the events that the public sees', async () => {
  const traces = readXes(installation.must('export', 'log', '--format', 'xes'));
  const everybody = installation.public();
  const meta = await everybody.read('/api/v1/meta');
  const expected = [];
  for (const kind of meta.kinds) for (const item of await everybody.list(kind.path)) expected.push([kind, item.id]);
  assert.deepEqual(traces.map((each) => each['concept:name']).sort(), expected.map(([kind, id]) => `${kind.id}/${id}`).sort());
  for (const [kind, id] of expected.filter((_, at) => at % 7 === 0)) {
    const history = await everybody.history(kind.path, id);
    const { events } = traces.find((each) => each['concept:name'] === `${kind.id}/${id}`);
    assert.deepEqual(events.map((each) => Number(each.seq)), history.map((each) => each.seq));
    for (const [at, entry] of history.entries()) {
      if (entry.type) assert.equal(events[at]['concept:name'], entry.type);
      assert.equal(events[at]['org:role'], entry.actor?.role);
      assert.equal(Date.parse(events[at]['time:timestamp']), Date.parse(entry.at));
    }
  }
});

test('nobody and nothing confidential is in it', async () => {
  const chamber = await as('kitakyushu-chamber');
  const confidential = (await chamber.list('problem-reports')).flatMap((item) => [item.fields.company, item.fields.contact]).filter(Boolean);
  assert.ok(confidential.length > 0);
  for (const format of ['xes', 'jsonl']) {
    const log = installation.must('export', 'log', '--format', format);
    for (const word of confidential) assert.ok(!log.includes(word), word);
    for (const { user } of installation.accounts().filter((each) => each.user.includes('-'))) assert.ok(!log.includes(user), user);
  }
});

test('jsonl: public rounds, exported and imported again, are the same', async () => {
  const lines = installation.must('export', 'log', '--format', 'jsonl', '--kind', 'round').trim().split('\n').map((line) => JSON.parse(line));
  // What comes after a memorandum needs its items, which began as drafts that are not public.
  const early = lines.filter((line) => ['open', 'edit', 'open_survey'].includes(line.type));
  const other = Installation.withAccounts([{ user: 'root', password: 'only-for-demonstration', role: 'administrator', organisation: 'operations' }]);
  const path = join(other.data, 'rounds.jsonl');
  writeFileSync(path, early.map((line) => JSON.stringify(line) + '\n').join(''));
  other.must('import', 'history', path);
  await other.start();
  const imported = await other.public().list('rounds');
  const rounds = await installation.public().list('rounds');
  assert.deepEqual(imported.map((each) => each.id).sort(), rounds.map((each) => each.id).sort());
  for (const round of imported) {
    const original = rounds.find((each) => each.id === round.id);
    for (const name of ['name', 'zone', 'survey_ends', 'planned_meeting', 'members']) assert.deepEqual(round.fields[name], original.fields[name]);
  }
  const again = other.must('export', 'log', '--format', 'jsonl').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(again, early);
  await other.remove();
});

test('an unknown kind or format is wrong usage', () => {
  assert.equal(installation.run(['export', 'log', '--format', 'xes', '--kind', 'none']).status, 2);
  assert.equal(installation.run(['export', 'log', '--format', 'xml']).status, 2);
});
