// Every person of the demonstration × every item × every way to see it, and × every event, against the table. Writes are
// tried with a version that is out of date: who may fire the event is told 412, so nothing changes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, root } from '../e2e/installation.mjs';
import { Live } from '../e2e/live.mjs';
import { FIELDS, FIRES, ITEM, OPENS, PATHS, RELATIONS, ROUTES, SEES, SERVER_OWNED } from './table.mjs';

const KINDS = Object.keys(PATHS);
// The story ends here: items and states are the same in every run.
const NOW = '2026-10-01T00:00:00Z';
// Requests on their way at once.
const AT_ONCE = 24;

let installation;
let people;
let items;
let asserted = 0;
const wrong = [];

const is = (words, who, item) => words.some((word) => RELATIONS[word](who, item));
const topState = (item) => item.configuration[0].split('.')[0];
const sees = (who, item) => is(SEES[item.kind][topState(item)] ?? SEES[item.kind]['*'], who, item);

// One cell of the table; all that are wrong are told together.
function expect(holds, ...words) {
  asserted += 1;
  if (!holds && wrong.push(words.join(' ')) > 40) settle();
}

function settle() {
  assert.deepEqual(wrong.splice(0), []);
}

async function inParallel(tasks) {
  const queue = tasks[Symbol.iterator]();
  const worker = async () => {
    for (const task of queue) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

// At most two items of a kind and configuration: the states that matter.
function sample() {
  const seen = new Map();
  return items.filter((item) => {
    const key = `${item.kind} ${item.configuration.join(' ')}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return seen.get(key) <= 2;
  });
}

// The first so many of each role: where an answer takes long, own and other city are still among them.
const ofEachRole = (count) => people.filter((who) => people.filter(({ role }) => role === who.role).indexOf(who) < count);

const pathOf = (item) => `/api/v1/${PATHS[item.kind]}/${encodeURIComponent(item.id)}`;

const everyItem = () => KINDS.flatMap((kind) => installation.must('query', kind).trim().split('\n').map((line) => JSON.parse(line)));

before(async () => {
  installation = Installation.demo('--now', NOW);
  items = everyItem();
  const accounts = installation.accounts();
  const tokens = new Map(accounts.map(({ user }) => [user, installation.must('token', 'add', user, '--name', 'policy').trim()]));
  await installation.start();
  people = [
    { user: 'public', role: 'public', organisation: '', session: installation.public() },
    ...accounts.map(({ user, role, organisation }) => ({ user, role, organisation, session: installation.withToken(tokens.get(user)) })),
  ];
});
after(async () => {
  console.log(`# ${asserted} assertions, ${people?.length} people, ${items?.length} items`);
  await installation?.remove();
});

test('the table knows every kind, state, event and hidden field of the program, and no other', async () => {
  const { json } = await installation.public().get('/api/v1/meta');
  const kinds = json.kinds.map(({ kind, id }) => kind ?? id).sort();
  assert.deepEqual(kinds, [...KINDS].sort());
  const secretariat = people.find(({ role }) => role === 'secretariat');
  for (const kind of KINDS) {
    const { fields } = JSON.parse(readFileSync(join(root, 'workflows', `${kind}.json`), 'utf8'));
    const hidden = Object.entries(fields.properties).filter(([, schema]) => schema['x-visibility']).map(([name]) => name);
    assert.deepEqual(hidden.sort(), Object.keys(FIELDS[kind]).sort(), kind);
    const item = items.find((each) => each.kind === kind && sees(secretariat, each));
    const events = (await secretariat.session.get(`${pathOf(item)}/events?all=true`)).json.map(({ type }) => type);
    assert.deepEqual(events.sort(), Object.keys(FIRES[kind]).sort(), kind);
  }
});

test('the table knows every route, and a route refuses whom the table does not name', async () => {
  const { json } = await installation.public().get('/openapi.json');
  const methods = ['get', 'put', 'post', 'patch', 'delete'];
  const routes = Object.entries(json.paths).flatMap(([path, item]) => methods.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(routes.sort(), Object.keys(ROUTES).sort());
  // What is a person's own is not a program's with a token.
  const signedIn = [];
  for (const who of ofEachRole(2)) signedIn.push(who.role === 'public' ? who : { ...who, session: await installation.signIn(who.user) });
  for (const [route, may] of Object.entries(ROUTES).filter(([, words]) => words !== ITEM)) {
    const [method, path] = route.split(' ');
    const address = path.replace(/\{\w+\}/g, '1');
    for (const who of signedIn) {
      const allowed = may.includes(who.role);
      // Who may is asked only where nothing is changed.
      if (allowed && method !== 'GET') continue;
      const { status } = ['GET', 'DELETE'].includes(method) ? await who.session.request(method, address) : await who.session.send(method, address, {});
      const refused = [400, 401, 403, 404].includes(status); // 400: what is malformed is said first
      expect(allowed ? ![401, 403].includes(status) || route === 'GET /api/v1/session' : refused, who.user, route, status);
    }
  }
  settle();
});

test('an item is read by whom the table says, and answers others like one that is not there', async () => {
  await inParallel(people.flatMap((who) => items.map((item) => async () => {
    const answer = await who.session.get(pathOf(item));
    const may = sees(who, item);
    expect(answer.status === (may ? 200 : 404), who.user, 'reads', item.kind, item.id, topState(item), answer.status);
    if (!may) {
      const nothing = (await who.session.get(`${pathOf(item)}x`)).text.replaceAll(`${item.id}x`, item.id);
      expect(answer.text === nothing, who.user, 'can tell', item.id, 'from nothing');
      return;
    }
    for (const [field, readers] of Object.entries(FIELDS[item.kind])) {
      if (item.fields[field] === undefined) continue;
      const there = answer.json?.fields[field] !== undefined;
      expect(there === is(readers, who, item), who.user, there ? 'sees' : 'does not see', field, 'of', item.kind, item.id);
    }
  })));
  settle();
});

test('lists, counts and search give what the table says, and the same at a past instant', async () => {
  const queries = (who) => (ofEachRole(1).includes(who) ? ['', 'sort=id', 'as_of=2026-09-30T00:00:00Z'] : ['']);
  await inParallel(people.flatMap((who) => KINDS.flatMap((kind) => queries(who).map((query) => async () => {
    const listed = new Set((await who.session.list(PATHS[kind], query)).map(({ id }) => id));
    for (const item of items.filter((each) => each.kind === kind)) {
      if (query.includes('as_of') && item.updated_at > '2026-09-30T00:00:00Z') continue;
      expect(listed.has(item.id) === sees(who, item), who.user, listed.has(item.id) ? 'lists' : 'does not list', item.id, query);
    }
  }))));
  await inParallel(people.flatMap((who) => sample().filter(({ fields }) => fields.title).map((item) => async () => {
    const words = encodeURIComponent(String(item.fields.title.en ?? item.fields.title).slice(0, 30));
    const found = await who.session.list(PATHS[item.kind], `q=${words}`);
    expect(found.some(({ id }) => id === item.id) === sees(who, item), who.user, 'search', item.kind, item.id);
  })));
  settle();
});

test('history, events and pictures are there exactly for who sees the item', async () => {
  await inParallel(ofEachRole(3).flatMap((who) => sample().flatMap((item) => ['history', 'events', 'events?all=true', 'picture'].map((part) => async () => {
    const { status } = await who.session.get(`${pathOf(item)}/${part}`);
    expect(status === (sees(who, item) ? 200 : 404), who.user, part, item.kind, item.id, topState(item), status);
  }))));
  settle();
});

test('the live stream tells of what the reader may see, and of nothing else', async () => {
  const byName = new Map(items.map((item) => [`${item.kind} ${item.id}`, item]));
  const streams = await Promise.all(ofEachRole(1).map(async (who) => ({ who, live: (await Live.open(who.session)).subscribe({}, 0) })));
  // Whoever has heard something is catching up; before that the next event might come first.
  for (const { who, live } of streams) await live.until(() => live.events().length > 0, `first event for ${who.user}`, 180_000);
  // What is told last, to everybody: then nothing is missing any more.
  const secretariat = people.find(({ role }) => role === 'secretariat');
  const last = await secretariat.session.open('rounds', {
    name: 'The round after', zone: 'Asia/Seoul', survey_ends: '2030-05-31', planned_meeting: '2030-11-25', members: ['busan', 'dalian'],
  });
  for (const { who, live } of streams) {
    await live.until((messages) => messages.some(({ id }) => id === last.id), `last event for ${who.user}`, 180_000);
    const told = new Set();
    for (const { kind, id, type, state } of live.events()) {
      told.add(`${kind} ${id}`);
      const item = byName.get(`${kind} ${id}`);
      if (!item) continue;
      // What a message says was so when it happened: a plan that went back to its draft was public before.
      const then = { ...item, configuration: [typeof state === 'string' ? state : Object.keys(state)[0]] };
      expect(sees(who, then), who.user, 'hears of', kind, id, type, 'in', then.configuration[0]);
    }
    for (const item of items) {
      if (sees(who, item)) expect(told.has(`${item.kind} ${item.id}`), who.user, 'does not hear of', item.kind, item.id, topState(item));
    }
    live.close();
  }
  settle();
});

test('an event is fired by whom the table says', async () => {
  await inParallel(people.flatMap((who) => sample().flatMap((item) => Object.entries(FIRES[item.kind]).map(([event, may]) => async () => {
    const answer = await who.session.send('POST', `${pathOf(item)}/events`, { type: event, data: {} }, { 'if-match': '"999999"' });
    const status = who.role === 'public' ? 401 : !sees(who, item) ? 404 : is(may, who, item) ? 412 : 403;
    expect(answer.status === status, who.user, event, item.kind, item.id, topState(item), `${answer.status} instead of ${status}`);
  }))));
  settle();
});

test('an item is made by whom the table says', async () => {
  for (const who of people) {
    for (const kind of KINDS) {
      const answer = await who.session.send('POST', `/api/v1/${PATHS[kind]}`, {});
      // Without its fields nothing is made, but who may not is told so first.
      const status = who.role === 'public' ? [401] : OPENS[kind].includes(who.role) ? [403, 422] : [403];
      expect(status.includes(answer.status), who.user, 'opens', kind, answer.status);
    }
  }
  settle();
});

test('nobody writes what is the program\'s, nor a field that there is not', async () => {
  const reports = { round: '2027', chamber: 'busan', cities: ['dalian'], title: 'Forms' };
  const chamber = people.find(({ user }) => user === 'busan-chamber');
  for (const field of [...SERVER_OWNED, 'no_such_field']) {
    const answer = await chamber.session.send('POST', '/api/v1/problem-reports', { ...reports, [field]: 'x' });
    expect(answer.status === 422 && answer.json.errors.some(({ pointer }) => pointer.endsWith(`/${field}`)), 'opening with', field, answer.status);
  }
  await inParallel(people.slice(1).flatMap((who) => sample().filter((item) => sees(who, item)).map((item) => async () => {
    const events = (await who.session.get(`${pathOf(item)}/events`)).json.filter(({ allowed }) => allowed);
    for (const { type } of events) {
      for (const field of SERVER_OWNED) {
        const answer = await who.session.send('POST', `${pathOf(item)}/events`, { type, data: { [field]: 'x' } });
        expect(answer.status === 422, who.user, type, item.id, 'with', field, answer.status);
      }
    }
  })));
  settle();
  const versions = new Map(everyItem().map(({ kind, id, version }) => [`${kind} ${id}`, version]));
  for (const { kind, id, version } of items) assert.equal(versions.get(`${kind} ${id}`), version, `${kind} ${id} was changed`);
});

test('there were enough of them', () => assert.ok(asserted >= 30_000, `${asserted} assertions`));
