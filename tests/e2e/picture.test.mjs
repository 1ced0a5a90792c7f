// The picture of a workflow: from the command line, and of an item over HTTP, with the same in words.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, binary, itemPath, people, root } from './installation.mjs';

let installation;
let who;
before(async () => {
  installation = await Installation.demo().start();
  who = people(installation);
});
after(() => installation?.remove());

const kinds = ['rounds', 'problem-reports', 'action-plans', 'memoranda', 'commitments'];
const files = ['round', 'problem_report', 'action_plan', 'memorandum', 'commitment'].map((name) => join(root, 'workflows', `${name}.json`));
const languages = ['en', 'ja', 'zh', 'ko'];

const graph = (...words) => spawnSync(binary(), ['workflow', 'graph', ...words], { encoding: 'utf8', maxBuffer: 1 << 26 });
const lit = (svg) => [...svg.matchAll(/<g id="state-([^"]+)" class="[^"]* active"/g)].map(([, path]) => path);

test('a definition is drawn as SVG, DOT and Mermaid in every language', () => {
  for (const file of files) {
    const definition = JSON.parse(readFileSync(file, 'utf8'));
    for (const language of languages) {
      const svg = graph(file, '--language', language);
      assert.equal(svg.status, 0, svg.stderr);
      assert.match(svg.stdout, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" lang="(en|ja|zh|ko)"/);
      assert.ok(svg.stdout.includes(`<title id="title">${definition.title[language]}</title>`), file);
      const dot = graph(file, '--format', 'dot', '--language', language);
      assert.equal(dot.status, 0, dot.stderr);
      assert.match(dot.stdout, /^digraph /);
      const drawn = spawnSync('dot', ['-Tsvg'], { input: dot.stdout, encoding: 'utf8' });
      assert.equal(drawn.status, 0, drawn.stderr);
      assert.doesNotMatch(drawn.stderr, /syntax error|[Ww]arning: .*(cluster|head|tail)/);
      const mermaid = graph(file, '--format', 'mermaid', '--language', language);
      assert.equal(mermaid.status, 0, mermaid.stderr);
      assert.match(mermaid.stdout, /^stateDiagram-v2\n/);
      // DOT breaks long titles into lines.
      const texts = [dot.stdout.replaceAll('\\n', ' ') + dot.stdout.replaceAll('\\n', ''), mermaid.stdout];
      for (const text of texts) {
        for (const state of Object.values(definition.machine.states)) assert.ok(text.includes(state.meta.title[language]), `${file} ${language}: ${state.meta.title[language]}`);
      }
    }
  }
});

test('the states of --state are lit, with those around them; what is no state is said', () => {
  const file = files.at(-1);
  const svg = graph(file, '--state', 'delivery.in_progress', '--state', 'schedule.overdue');
  assert.deepEqual(lit(svg.stdout).sort(), ['delivery', 'delivery.in_progress', 'schedule', 'schedule.overdue']);
  assert.deepEqual(lit(graph(file).stdout), []);
  const wrong = graph(file, '--state', 'delivery.nowhere');
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /delivery\.nowhere/);
  assert.equal(wrong.stdout, '');
});

test('wrong usage is 2, a wrong file 1 with its place', () => {
  assert.equal(graph(files[0], '--format', 'png').status, 2);
  assert.equal(graph(files[0], '--language', 'fr').status, 2);
  assert.equal(graph().status, 2);
  assert.equal(graph('/no/such/file.json').status, 1);
  const broken = join(mkdtempSync(join(tmpdir(), 'yellowsea-graph-')), 'broken.json');
  writeFileSync(broken, '{"format": "yellowsea.workflow/1", "id": "x", "version": 1,\n "machine": {"initial": "a", "states": {"b": {}}}}');
  const refused = graph(broken);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /broken\.json:2:/);
});

test('without Graphviz the command says what is missing', () => {
  const run = spawnSync(binary(), ['workflow', 'graph', files[0]], { encoding: 'utf8', env: { ...process.env, PATH: '/nowhere' } });
  assert.equal(run.status, 1);
  assert.match(run.stderr, /dot.*not installed/);
});

test('an item’s picture lights its states, for whoever may read it', async () => {
  const secretariat = await who('secretariat');
  for (const path of kinds) {
    for (const item of (await secretariat.list(path)).slice(0, 6)) {
      const answer = await secretariat.get(`${itemPath(path, item.id)}/picture?language=ja`);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers['content-type'], 'image/svg+xml');
      assert.equal(answer.headers['content-security-policy'], "default-src 'none'");
      const expected = new Set(item.configuration.flatMap((each) => each.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'))));
      assert.deepEqual(new Set(lit(answer.text)), expected, `${path}/${item.id}`);
      assert.doesNotMatch(answer.text, /style=|<style|<script|href=/);
    }
  }
});

test('a picture is asked for again by its ETag, which changes with what is lit and with the language', async () => {
  const secretariat = await who('secretariat');
  const items = await secretariat.list('commitments');
  const first = items[0];
  const other = items.find((item) => item.configuration.join() !== first.configuration.join());
  const picture = (item, language, headers = {}) => secretariat.get(`${itemPath('commitments', item.id)}/picture?language=${language}`, headers);
  const { etag } = (await picture(first, 'en')).headers;
  const again = await picture(first, 'en', { 'if-none-match': etag });
  assert.equal(again.status, 304);
  assert.equal(again.text, '');
  assert.notEqual((await picture(first, 'ko')).headers.etag, etag);
  assert.notEqual((await picture(other, 'en')).headers.etag, etag);
  // Without a parameter the browser's language decides.
  const accepted = await secretariat.get(`${itemPath('commitments', first.id)}/picture`, { 'accept-language': 'zh' });
  assert.match(accepted.text, /^<svg [^>]*lang="zh"/);
});

test('the words name active states, next steps with who may take them, and running timers', async () => {
  const officer = await who('kitakyushu-officer');
  const [item] = await officer.list('commitments', 'state=delivery.in_progress&city=kitakyushu');
  const words = (await officer.get(`${itemPath('commitments', item.id)}/picture/words?language=en`)).json;
  assert.equal(words.version, item.version);
  assert.ok(words.active.includes('Delivery: In progress'), words.active.join());
  const report = words.next.find(({ event }) => event === 'report_completion');
  assert.deepEqual(report.to, ['Awaiting verification']);
  assert.ok(report.by.length > 0 && report.by.every((role) => /^[A-Z]/.test(role)), JSON.stringify(report.by));
  const appeal = words.next.find(({ event }) => event === 'appeal');
  assert.match(appeal.conditions.join(), /disputed completion twice/);
  assert.ok(words.next.filter(({ trigger }) => trigger === 'itself').every(({ to }) => to.length > 0));
  const due = words.timers.map((timer) => timer.due);
  assert.ok(due.length > 0);
  assert.deepEqual(due, [...due].sort());
  assert.equal(words.picture.active.length, item.configuration.length);
  for (const place of words.picture.active) {
    assert.ok(place.x > 0 && place.x + place.width < words.picture.width);
    assert.ok(place.y > 0 && place.y + place.height < words.picture.height);
  }
  for (const language of ['ja', 'zh', 'ko']) {
    const translated = (await officer.get(`${itemPath('commitments', item.id)}/picture/words?language=${language}`)).json;
    for (const text of [...translated.active, ...translated.next.map(({ title }) => title), ...translated.timers.map(({ title }) => title)]) {
      assert.match(text, /[^\x00-\x7f]/, `${language}: ${text}`);
    }
  }
});

test('who may not read an item sees no picture of it, nor that it is there', async () => {
  const secretariat = await who('secretariat');
  const [hidden] = await secretariat.list('action-plans', 'state=drafting');
  for (const end of ['picture', 'picture/words']) {
    const path = `${itemPath('action-plans', hidden.id)}/${end}`;
    const refused = await installation.request('GET', path);
    assert.equal(refused.status, 404);
    const missing = await installation.request('GET', `/api/v1/action-plans/no-such-plan/${end}`);
    assert.deepEqual(missing.json, refused.json);
  }
  const bad = await secretariat.get(`${itemPath('action-plans', hidden.id)}/picture?language=fr`);
  assert.equal(bad.status, 400);
});

test('without Graphviz the words are there and the picture is not, for now', async () => {
  const path = process.env.PATH;
  const bare = new Installation(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')));
  bare.must('demo');
  process.env.PATH = '/nowhere';
  try {
    await bare.start();
    const [item] = (await bare.request('GET', '/api/v1/commitments?limit=1')).json.items;
    const words = await bare.request('GET', `${itemPath('commitments', item.id)}/picture/words?language=en`);
    assert.equal(words.status, 200);
    assert.equal(words.json.picture, null);
    assert.ok(words.json.active.length > 0);
    const picture = await bare.request('GET', `${itemPath('commitments', item.id)}/picture`);
    assert.equal(picture.status, 503);
    assert.equal(picture.json.rule, 'no_program');
  } finally {
    process.env.PATH = path;
    await bare.remove();
  }
});
