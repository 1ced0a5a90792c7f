// The description of the API: every route that the program's sources name is in it, and nothing in it points nowhere.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, root } from './installation.mjs';

let installation;
let document;

before(async () => {
  installation = Installation.demo();
  await installation.start();
  document = (await installation.request('GET', '/openapi.json')).json;
});
after(() => installation?.remove());

// Parts of addresses as the routes compare them: segments[0] == "dashboard", {"session"}, path == "/healthz".
function* named() {
  for (const folder of ['web/routes', 'web/action']) {
    for (const file of readdirSync(join(root, folder)).filter((each) => each.endsWith('.cpp'))) {
      const text = readFileSync(join(root, folder, file), 'utf8');
      for (const [, name] of text.matchAll(/segments\[0\] == "([a-z.-]+)"/g)) yield [`/api/v1/${name}`, file];
      for (const [, name] of text.matchAll(/segments [!=]= std::vector<std::string>\{"([a-z.-]+)"/g)) yield [`/api/v1/${name}`, file];
      for (const [, path] of text.matchAll(/path == "(\/[a-z./0-9_-]+)"/g)) yield [path, file];
    }
  }
}

test('every route of the sources is described', () => {
  const paths = Object.keys(document.paths);
  const missing = [...named()].filter(([path]) => !paths.some((each) => each === path || each.startsWith(`${path}/`)));
  assert.deepEqual(missing, []);
  assert.ok([...named()].length > 10, 'the sources name routes as this test reads them');
});

test('every kind has its list, its item, its history and its events', async () => {
  const { kinds } = await installation.public().read('/api/v1/meta');
  for (const { path } of kinds) {
    for (const rest of ['', '/{id}', '/{id}/history', '/{id}/events']) assert.ok(document.paths[`/api/v1/${path}${rest}`], path + rest);
  }
});

test('names are used once, parameters of a path are declared, references lead somewhere', () => {
  const names = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      names.push(operation.operationId);
      const declared = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name);
      const needed = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      assert.deepEqual(declared, needed, `${method} ${path}`);
      assert.ok(Object.keys(operation.responses).some((status) => status.startsWith('2')), `${method} ${path}`);
    }
  }
  assert.equal(new Set(names).size, names.length, names.filter((name, at) => names.indexOf(name) !== at).join());
  for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    assert.ok(reference.split('/').reduce((value, key) => value?.[key], document), reference);
  }
});

test('every answer with a body says what it is, and of a text in which characters', async () => {
  const pages = ['/', '/en/', '/register', '/en/sign-in', '/nothing-like-that', '/api/v1/nothing-like-that', '/feeds/commitments.atom', '/calendar/busan.ics'];
  const described = Object.entries(document.paths).filter(([path, { get }]) => get && !path.includes('{')).map(([path]) => path);
  for (const path of [...pages, ...described]) {
    const { headers, bytes } = await installation.request('GET', path);
    if (bytes.length === 0) continue;
    const type = headers['content-type'];
    assert.ok(type, path);
    if (/^text\/|\+xml/.test(type)) assert.match(type, /; charset=utf-8(;|$)/i, path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    // Other sites' pages read only what is the same for everybody, and without their visitors' cookies.
    const open = /^\/(data|feeds|calendar|tile|checkpoint)\b/.test(path);
    assert.equal(headers['access-control-allow-origin'], open ? '*' : undefined, path);
    assert.equal(headers['access-control-allow-credentials'], undefined, path);
  }
});

test('what it describes for everybody answers', async () => {
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (!get || path.includes('{')) continue;
    const { status } = await installation.request('GET', path);
    assert.notEqual(status, 500, path);
    if (!path.startsWith('/api/')) assert.equal(status, 200, path);
  }
});
