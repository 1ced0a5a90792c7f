// Numbers agree: the coverage matrix, its table, the lists it leads to, the dashboard and the register count the same
// items, for everybody, now and at past instants; also after people have done things at random.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, people, readCsv } from './installation.mjs';

let installation;
let as;
const seed = Number(process.env.YELLOWSEA_SEED ?? 20260101);

// mulberry32: the same numbers for the same seed.
let state = seed;
function random(below) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

before(async () => {
  console.log(`seed ${seed}`);
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
});
after(() => installation?.remove());

const everybody = async () => ({
  public: installation.public(),
  secretariat: await as('secretariat'),
  chamber: await as('kitakyushu-chamber'),
  officer: await as('busan-officer'),
  evaluator: await as('evaluator'),
});

const then = (asOf) => (asOf ? `&as_of=${encodeURIComponent(asOf)}` : '');
const tagsOf = { answered: ['referred', 'refused', 'adopted', 'annexed', 'committed', 'not_committed'], left: ['voided'] };
const isIn = (item, states) => item.configuration.some((path) => states.includes(path.split('.')[0]));
const accepted = ['accepted', 'resolved', 'unresolved', 'closed_without_commitment'];

async function checkMatrix(who, session, round, asOf) {
  const query = `round=${encodeURIComponent(round)}${then(asOf)}`;
  const matrix = await session.read(`/api/v1/coverage?${query}`);
  const where = `${who}, round ${round}${asOf ? ` as of ${asOf}` : ''}`;
  // Against the lists, counted by hand.
  const reports = (await session.list('problem-reports', query)).filter((item) => isIn(item, accepted));
  assert.deepEqual(matrix.rows.map((row) => row.report).sort(), reports.map((item) => item.id).sort(), where);
  assert.equal(matrix.totals.reports, reports.length, where);
  const asked = reports.reduce((sum, item) => sum + item.fields.cities.length, 0);
  assert.equal(matrix.totals.cells, asked, where);
  const plans = (await session.list('action-plans', query)).filter((item) => !isIn(item, tagsOf.left));
  const answered = plans.filter((item) => isIn(item, tagsOf.answered) && reports.some((report) => report.id === item.fields.report && report.fields.cities.includes(item.fields.city)));
  assert.equal(matrix.totals.answered, answered.length, `${where}: answered`);
  assert.equal(matrix.gaps, asked - answered.length, `${where}: gaps`);
  assert.equal(matrix.totals.gaps, matrix.gaps, where);
  // The lists that the page's numbers lead to.
  assert.equal((await session.list('action-plans', `${query}&tag=answered`)).length, matrix.totals.answered, `${where}: the list of answered plans`);
  let sum = 0;
  for (const city of matrix.cities) {
    const count = matrix.totals.cities[city];
    sum += count.cells;
    assert.equal((await session.list('action-plans', `${query}&city=${city}&tag=answered`)).length, count.answered, `${where}: ${city}`);
    assert.equal(count.gaps, count.cells - count.answered);
  }
  assert.equal(sum, matrix.totals.cells, where);
  const gaps = await session.read(`/api/v1/coverage?${query}&gaps=true`);
  assert.equal(gaps.totals.cells, matrix.gaps, `${where}: gaps only`);
  // The table says the same.
  const table = readCsv((await session.get(`/api/v1/coverage.csv?${query}`)).text);
  assert.equal(table.length, matrix.totals.cells, `${where}: the table`);
  assert.equal(table.filter((row) => row.answered === 'true').length, matrix.totals.answered, `${where}: the table`);
  return matrix;
}

async function checkDashboard(who, session, asOf) {
  const lists = {
    overdue: ['commitments', 'overdue=true'],
    due_soon: ['commitments', 'state=schedule.due_soon'],
    awaiting_approval: ['action-plans', 'state=mayor_review'],
    awaiting_signature: ['memoranda', 'state=signing'],
  };
  const all = await session.read(`/api/v1/dashboard?${then(asOf).slice(1)}`);
  const sums = {};
  for (const [name, [path, query]] of Object.entries(lists)) {
    const items = await session.list(path, query + then(asOf));
    assert.equal(all[name].count, items.length, `${who}: ${name}${asOf ? ` as of ${asOf}` : ''}`);
    sums[name] = items;
  }
  // Each city's own numbers are parts of the whole.
  const cities = new Set(sums.overdue.map((item) => item.fields.city));
  let overdue = 0;
  for (const city of cities) overdue += (await session.read(`/api/v1/dashboard?city=${city}${then(asOf)}`)).overdue.count;
  assert.equal(overdue, all.overdue.count, who);
}

async function checkAll(asOf) {
  for (const [who, session] of Object.entries(await everybody())) {
    for (const round of await session.list('rounds', then(asOf).slice(1))) await checkMatrix(who, session, round.id, asOf);
    if (who !== 'public') await checkDashboard(who, session, asOf);
  }
}

test('the demonstration’s numbers agree, for everybody', () => checkAll(null));

test('they agreed at past instants, too', async () => {
  for (const asOf of ['2010-07-01T00:00:00Z', '2010-12-01T00:00:00+09:00', '2012-11-26T00:00:00+09:00']) await checkAll(asOf);
});

test('the register counts what the lists count', async () => {
  const session = installation.public();
  const rows = readCsv(installation.must('export', 'register', '--format', 'csv'));
  const commitments = await session.list('commitments');
  assert.equal(rows.filter((row) => row.kind === 'commitment').length, commitments.length);
  const overdue = rows.filter((row) => row.overdue === 'true').map((row) => row.id);
  assert.deepEqual(overdue.sort(), (await session.list('commitments', 'overdue=true')).map((item) => item.id).sort());
});

// Data that some event may take: what is asked for, at its shortest.
function madeUp(schema) {
  const value = {};
  for (const name of schema?.required ?? []) {
    const property = schema.properties[name];
    if (property.enum) value[name] = property.enum[random(property.enum.length)];
    else if (property.type === 'boolean') value[name] = random(2) === 1;
    else if (property.type === 'integer') value[name] = property.minimum ?? 1;
    else if (property.format === 'date' || property['x-widget'] === 'date') value[name] = new Date().toISOString().slice(0, 10);
    else if (property.type === 'string') value[name] = 'Said at random.';
    else return null;
  }
  return value;
}

test('they agree after people have done things at random', async () => {
  const users = installation.accounts().map(({ user }) => user).filter((user) => !user.startsWith('administrator'));
  const paths = ['problem-reports', 'action-plans', 'commitments', 'memoranda'];
  let done = 0;
  for (let turn = 0; turn < 600 && done < 60; ++turn) {
    const session = await as(users[random(users.length)]);
    const path = paths[random(paths.length)];
    const items = (await session.read(`/api/v1/${path}?limit=200&tag=-settled`)).items;
    if (items.length === 0) continue;
    const item = items[random(items.length)];
    const may = (await session.read(`/api/v1/${path}/${encodeURIComponent(item.id)}/events`)).filter(({ type }) => !['translate', 'assign_officer', 'edit'].includes(type));
    if (may.length === 0) continue;
    const event = may[random(may.length)];
    const data = madeUp(event.data);
    if (data === null) continue;
    const answer = await session.tryFire(path, item.id, event.type, data);
    assert.ok([200, 409, 422].includes(answer.status), `${event.type} of ${item.id}: ${answer.text}`);
    if (answer.status === 200) ++done;
  }
  assert.ok(done >= 30, `only ${done} things were done`);
  await checkAll(null);
});

test('both names of a city find it, in every language, and another name does not', async () => {
  const session = installation.public();
  const ids = async (query) => (await session.list('commitments', query)).map((item) => item.id).sort();
  const busan = await ids('city=busan');
  assert.ok(busan.length > 0);
  for (const name of ['Pusan', 'PUSAN', 'Busan', '부산', '부산광역시', '釜山', 'Ｐｕｓａｎ']) {
    assert.deepEqual(await ids(`city=${encodeURIComponent(name)}`), busan, name);
    const found = await ids(`q=${encodeURIComponent(name)}`);
    for (const id of busan) assert.ok(found.includes(id), `${name} finds ${id}`);
    assert.equal((await session.read(`/api/v1/coverage?round=2010&city=${encodeURIComponent(name)}`)).cities.join(), 'busan');
  }
  assert.deepEqual(await ids('city=Puchan'), []);
});

test('a cell says in public why a city refused; a question that is none is refused', async () => {
  const session = installation.public();
  const refused = (await session.list('action-plans', 'state=refused'))[0];
  assert.ok(refused, 'the demo has a refusal');
  const matrix = await session.read(`/api/v1/coverage?round=${refused.fields.round}&state=refused`);
  const cell = matrix.rows.find((row) => row.report === refused.fields.report).cells[refused.fields.city];
  assert.equal(cell.reason, refused.fields.reason);
  for (const row of matrix.rows) for (const each of Object.values(row.cells)) assert.equal(each.state, 'refused');
  assertProblem(await session.get('/api/v1/coverage?round=2010&gaps=perhaps'), 400);
  assertProblem(await session.get('/api/v1/coverage'), 400);
  assertProblem(await session.get('/api/v1/coverage?round=2010&as_of=yesterday'), 400);
});

const settledStates = ['delivery.fulfilled', 'delivery.lapsed', 'delivery.carried_over'];
const isOpen = (item) => !item.configuration.some((path) => settledStates.includes(path));

// Against the lists: where each city's stand, and at each step of the line how many were open then.
async function checkProgress(session, round, more = '') {
  const query = `round=${encodeURIComponent(round)}${more}`;
  const progress = await session.read(`/api/v1/progress?${query}`);
  const items = await session.list('commitments', query);
  assert.equal(progress.total, items.length, query);
  assert.equal(progress.open, items.filter(isOpen).length, query);
  const counted = {};
  for (const { fields, configuration } of items) {
    const state = configuration.find((path) => path.startsWith('delivery.'));
    counted[fields.city] ??= {};
    counted[fields.city][state] = (counted[fields.city][state] ?? 0) + 1;
  }
  assert.deepEqual(progress.cities, counted, query);
  if (items.length) {
    assert.equal(progress.begins, items.map(({ fields }) => fields.in_force_on).sort()[0], query);
    assert.equal(Date.parse(progress.deadline), Math.max(...items.map(({ deadline }) => Date.parse(deadline))), query);
  }
  const steps = progress.steps.map(({ open }) => open);
  assert.deepEqual(steps, [...new Set(steps)].sort((one, other) => other - one), `${query}: fewer with each step`);
  return progress;
}

test('the line of open commitments is what the lists said at each of its steps', async () => {
  const session = installation.public();
  let steps = 0;
  for (const { id } of await session.list('rounds', '')) {
    const { steps: line } = await checkProgress(session, id);
    await checkProgress(session, id, '&city=Dalian');
    steps += line.length;
    for (const { at, open } of [line[0], line.at(-1)].filter(Boolean)) {
      const items = await session.list('commitments', `round=${encodeURIComponent(id)}${then(at)}`);
      assert.equal(items.filter(isOpen).length, open, `round ${id} at ${at}`);
      assert.equal((await checkProgress(session, id, then(at))).open, open, `round ${id} as of ${at}`);
    }
  }
  assert.ok(steps > 3, 'the demo has settled commitments');
  assertProblem(await session.get('/api/v1/progress'), 400);
  assertProblem(await session.get('/api/v1/progress?round=2010&as_of=yesterday'), 400);
});

test('an item and its history are read as they were; nobody can act in the past', async () => {
  const session = installation.public();
  const id = (await session.list('commitments', 'round=2010'))[0].id;
  const path = `/api/v1/commitments/${encodeURIComponent(id)}`;
  assertProblem(await session.get(`${path}?as_of=2010-11-01T00:00:00Z`), 404);
  const early = await session.read(`${path}?as_of=2010-11-26T00:00:00Z`);
  assert.deepEqual(early.configuration, ['delivery.pledged', 'schedule.on_time', 'outlook.not_reported']);
  const history = await session.read(`${path}/history?as_of=2010-11-26T00:00:00Z`);
  assert.equal(history.items.length, early.version);
  assertProblem(await session.get(`${path}/events?as_of=2010-11-26T00:00:00Z`), 400);
  assertProblem(await session.get(`${path}?as_of=2999-01-01T00:00:00Z`), 400);
});

test('notices are read once, each person for themselves', async () => {
  const mayor = await as('kitakyushu-mayor');
  const first = await mayor.read('/api/v1/notices');
  assert.ok(first.unread > 0 && first.items[0].unread);
  assert.equal((await mayor.read('/api/v1/session')).unread_notices, first.unread);
  assertProblem(await mayor.send('PUT', '/api/v1/notices/read', { up_to: 'all' }), 400);
  assert.equal((await mayor.send('PUT', '/api/v1/notices/read', { up_to: first.items[0].id })).status, 204);
  const second = await mayor.read('/api/v1/notices');
  assert.equal(second.unread, 0);
  assert.ok(second.items.every((notice) => !notice.unread));
  assert.ok((await (await as('dalian-mayor')).read('/api/v1/notices')).unread > 0, 'somebody else’s are as they were');
  assertProblem(await installation.public().send('PUT', '/api/v1/notices/read', { up_to: 1 }), 401);
});
