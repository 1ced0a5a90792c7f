// Bad input against the real program: the contract's errors in their fixed order, each with a clear answer, and
// nothing changed that should not be.
import assert from 'node:assert/strict';
import net from 'node:net';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, itemPath, people } from './installation.mjs';

let installation;
let as;
let round; // one in planning
let report; // a chamber's draft in it, which nobody else may know of
let submitted; // one that the secretariat knows of
let adopted; // a public plan

const fields = (more = {}) => ({ round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: 'Port costs', ...more });

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
  const secretariat = await as('secretariat');
  [round] = await secretariat.list('rounds', 'state=planning');
  assert.ok(round, 'the demonstration has a round in planning');
  const chamber = await as('kitakyushu-chamber');
  report = await chamber.open('problem-reports', fields({ reference: 'ERR-1', title: 'Known to nobody else' }));
  submitted = await chamber.open('problem-reports', fields({ reference: 'ERR-2' }));
  submitted = await chamber.fire('problem-reports', submitted.id, 'submit');
  [adopted] = await installation.public().list('action-plans', `round=${round.id}&state=adopted`);
  assert.ok(adopted, 'the demonstration has an adopted plan in that round');
});
after(() => installation?.remove());

const json = { 'content-type': 'application/json' };
const events = (path, id) => `${itemPath(path, id)}/events`;
const post = (session, path, body, headers = {}) => session.request('POST', path, { headers: { ...json, ...headers }, body });

test('400: a body that is no JSON, has a key twice, or is no event; before 401, 404, 403, 412 and all else', async () => {
  const chamber = await as('kitakyushu-chamber');
  const before = await chamber.item('problem-reports', report.id);
  const wrong = [
    '',
    '{',
    '{"type": "submit",}',
    '{"type": "submit", "type": "withdraw"}',
    '{"type": "submit", "data": {"a": 1, "a": 2}}',
    '[]',
    '"submit"',
    'null',
    '{}',
    '{"type": 1}',
    '{"type": ""}',
    '{"type": "submit", "data": []}',
    '{"type": "submit", "data": 7}',
    '{"type": "submit", "extra": true}',
    '{"type": "submit"} {}',
    '{"type": "sub\u0001mit"}',
    Buffer.from([0x7b, 0x22, 0x74, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    `{"type": "submit", "data": ${'['.repeat(100)}${']'.repeat(100)}}`,
  ];
  for (const session of [chamber, installation.public(), await as('administrator')]) {
    for (const id of [report.id, 'no-such-report']) {
      for (const body of wrong) {
        const answer = await post(session, events('problem-reports', id), body, { 'if-match': '"99"' });
        assert.equal(answer.status, 400, `${body}: ${answer.status} ${answer.text}`);
        assertProblem(answer, 400);
      }
    }
  }
  for (const body of ['', '[]', 'null', '{"title": "a", "title": "b"}', '{"title": "a"']) {
    assertProblem(await post(chamber, '/api/v1/problem-reports', body), 400);
  }
  assertProblem(await post(installation.public(), '/api/v1/session', '{"user": "secretariat"}', { origin: installation.url }), 400);
  for (const ifMatch of ['5', '"five', 'W/"5"x', '"5" "6"']) {
    assertProblem(await post(chamber, events('problem-reports', report.id), '{"type": "submit"}', { 'if-match': ifMatch }), 400);
  }
  assert.deepEqual(await chamber.item('problem-reports', report.id), before);
});

test('401: not signed in; before 404, 403 and all else', async () => {
  const nobody = installation.public();
  for (const id of [adopted.id, 'no-such-plan']) {
    assertProblem(await nobody.tryFire('action-plans', id, 'reopen', {}, { 'if-match': '"99"' }), 401);
    assertProblem(await nobody.tryFire('action-plans', id, 'no_such_event'), 401);
  }
  assertProblem(await nobody.send('POST', '/api/v1/problem-reports', fields()), 401);
  for (const path of ['/api/v1/session', '/api/v1/notices', '/api/v1/drafts/new-report']) assertProblem(await nobody.get(path), 401);
  const wrong = await nobody.send('POST', '/api/v1/session', { user: 'secretariat', password: 'wrong' }, { origin: installation.url });
  assertProblem(wrong, 401);
  const unknown = await nobody.send('POST', '/api/v1/session', { user: 'nobody-at-all', password: 'wrong' }, { origin: installation.url });
  assert.equal(unknown.text, wrong.text, 'an unknown name and a wrong password give the same answer');
  const forged = await installation.request('POST', events('action-plans', adopted.id), {
    headers: { ...json, authorization: 'Bearer not-a-token' },
    body: '{"type": "reopen"}',
  });
  assertProblem(forged, 401);
});

test('404: what is unknown and what may not be known get the same answer, to the byte', async () => {
  const stranger = await as('busan-chamber');
  const strip = ({ status, headers: { date, ...headers }, text }) => ({ status, headers, text });
  for (const session of [stranger, await as('secretariat'), await as('busan-officer'), await as('administrator')]) {
    for (const rest of ['', '/history', '/events', '/events?all=true']) {
      const hidden = await session.get(itemPath('problem-reports', report.id) + rest);
      const unknown = await session.get(itemPath('problem-reports', 'no-such-report') + rest);
      assertProblem(hidden, 404);
      assert.deepEqual(strip(hidden), strip(unknown));
    }
    for (const [type, data] of [['submit', {}], ['edit', { title: 7 }], ['no_such_event', {}]]) {
      // Before 403, 412, 409 and 422.
      const hidden = await session.tryFire('problem-reports', report.id, type, data, { 'if-match': '"99"' });
      const unknown = await session.tryFire('problem-reports', 'no-such-report', type, data, { 'if-match': '"99"' });
      assertProblem(hidden, 404);
      assert.deepEqual(strip(hidden), strip(unknown));
    }
  }
  const nobody = installation.public();
  assert.deepEqual(strip(await nobody.get(itemPath('problem-reports', report.id))), strip(await nobody.get(itemPath('problem-reports', 'x'))));
  for (const path of ['/api/v1/no-such-kind', '/api/v1/no-such-kind/x', '/api/v1/', '/no/such/page', '/api/v2/rounds']) {
    assertProblem(await nobody.get(path), 404);
  }
  // Nor does an id that is taken by a hidden item tell of it.
  const own = await as('kitakyushu-chamber');
  assert.equal((await own.item('problem-reports', report.id)).version, 1);
  for (const list of ['', `round=${round.id}`, 'q=Known', 'chamber=kitakyushu']) {
    assert.ok(!(await stranger.list('problem-reports', list)).some((item) => item.id === report.id));
  }
});

test('403: not yours to do; before 412, 409 and 422', async () => {
  const other = adopted.fields.city === 'busan' ? 'ulsan' : 'busan';
  const attempts = [
    [await as(`${other}-officer`), 'action-plans', adopted.id, 'reopen', {}],
    [await as(`${other}-mayor`), 'action-plans', adopted.id, 'reopen', {}],
    [await as('administrator'), 'action-plans', adopted.id, 'reopen', {}],
    [await as('administrator'), 'rounds', round.id, 'open_signing', {}],
    [await as('evaluator'), 'action-plans', adopted.id, 'reopen', {}],
    [await as('busan-mayor'), 'rounds', round.id, 'close_survey', {}],
    [await as('secretariat'), 'action-plans', adopted.id, 'edit', { measures: 7 }],
    // What only other items, timers and actions raise.
    [await as('secretariat'), 'action-plans', adopted.id, 'annex', {}],
    [await as('secretariat'), 'rounds', round.id, 'back_to_planning', {}],
  ];
  for (const [session, path, id, type, data] of attempts) {
    const before = await session.item(path, id);
    for (const headers of [{}, { 'if-match': '"99999"' }]) assertProblem(await session.tryFire(path, id, type, data, headers), 403);
    assert.deepEqual(await session.item(path, id), before);
  }
  // Opening: reports only by their own chamber, plans and commitments by nobody, whatever the body.
  const secretariat = await as('secretariat');
  const busan = await as('busan-chamber');
  for (const more of [{}, { cities: ['atlantis'] }, { title: 7 }]) {
    assertProblem(await busan.send('POST', '/api/v1/problem-reports', fields(more)), 403);
  }
  assertProblem(await secretariat.send('POST', '/api/v1/problem-reports', fields()), 403);
  for (const path of ['action-plans', 'commitments', 'memoranda']) {
    assertProblem(await secretariat.send('POST', `/api/v1/${path}`, {}), 403);
  }
  assertProblem(await (await as('administrator')).send('POST', '/api/v1/rounds', {}), 403);
});

test('412: a stale version, with the current one; before 409 and 422', async () => {
  const chamber = await as('kitakyushu-chamber');
  const before = await chamber.item('problem-reports', report.id);
  for (const [type, data] of [['edit', { title: 'New' }], ['edit', { title: 7 }], ['answer', {}]]) {
    for (const version of [before.version + 1, before.version + 100, 0]) {
      const answer = await chamber.tryFire('problem-reports', report.id, type, data, { 'if-match': `"${version}"` });
      assertProblem(answer, 412, { version: before.version });
    }
  }
  assert.deepEqual(await chamber.item('problem-reports', report.id), before);
  const edited = await chamber.fire('problem-reports', report.id, 'edit', { title: 'New' }, { 'if-match': `"${before.version}"` });
  assert.equal(edited.version, before.version + 1);
  assertProblem(await chamber.tryFire('problem-reports', report.id, 'edit', { title: 'Newer' }, { 'if-match': `"${before.version}"` }), 412);
  await chamber.fire('problem-reports', report.id, 'edit', { title: 'Newest' }, { 'if-match': '*' });
});

test('409: not in this state, or a rule refuses it, in the reader’s language; before 422', async () => {
  const chamber = await as('kitakyushu-chamber');
  const before = await chamber.item('problem-reports', submitted.id);
  assertProblem(await chamber.tryFire('problem-reports', submitted.id, 'edit', { title: 'Too late' }), 409);
  assertProblem(await chamber.tryFire('problem-reports', submitted.id, 'edit', { title: 7 }), 409);
  const languages = new Set();
  for (const language of ['en', 'ja', 'zh', 'ko']) {
    const answer = await chamber.tryFire('problem-reports', submitted.id, 'submit', {}, { 'accept-language': language });
    assertProblem(answer, 409);
    assert.equal(typeof answer.json.rule, 'string');
    languages.add(answer.json.detail);
  }
  assert.equal(languages.size, 4, [...languages].join(' | '));
  assert.deepEqual(await chamber.item('problem-reports', submitted.id), before);
  // What exists cannot be opened again.
  assertProblem(await chamber.tryFire('problem-reports', submitted.id, 'open', fields()), 409);
  assert.deepEqual(await chamber.item('problem-reports', submitted.id), before);
  // A city that is not a member of the round.
  const members = new Set(round.fields.members);
  const meta = await chamber.read('/api/v1/meta');
  const outside = meta.organisations.find((one) => one.kind === 'city' && !members.has(one.id));
  if (outside) {
    const elsewhere = await chamber.open('problem-reports', fields({ reference: 'ERR-3', cities: [outside.id] }));
    assertProblem(await chamber.tryFire('problem-reports', elsewhere.id, 'submit'), 409, { rule: 'cities_are_members' });
  }
});

const pointers = (answer) => answer.json.errors.map((error) => error.pointer).sort();

test('422: an unknown city', async () => {
  const chamber = await as('kitakyushu-chamber');
  const before = (await chamber.list('problem-reports')).length;
  const answer = await chamber.send('POST', '/api/v1/problem-reports', fields({ cities: ['busan', 'atlantis'], reference: 'ERR-4' }));
  assertProblem(answer, 422);
  assert.deepEqual(pointers(answer), ['/cities/1']);
  const edit = await chamber.tryFire('problem-reports', report.id, 'edit', { cities: ['atlantis'] });
  assertProblem(edit, 422);
  assert.deepEqual(pointers(edit), ['/data/cities/0']);
  assert.equal((await chamber.list('problem-reports')).length, before, 'nothing was made');
});

test('422: a form left half empty, every wrong place named', async () => {
  const chamber = await as('kitakyushu-chamber');
  const before = (await chamber.list('problem-reports')).length;
  const empty = await chamber.send('POST', '/api/v1/problem-reports', { chamber: 'kitakyushu', round: round.id });
  assertProblem(empty, 422);
  assert.deepEqual(pointers(empty), ['/cities', '/title']);
  for (const error of empty.json.errors) {
    assert.equal(typeof error.detail, 'string');
    assert.equal(error.rule, 'required');
  }
  const wrong = await chamber.send(
    'POST',
    '/api/v1/problem-reports',
    fields({ title: '', cities: [], severity: 9, businesses_affected: 'many', panel: 'poetry', invented: 1 }),
  );
  assertProblem(wrong, 422);
  assert.deepEqual(pointers(wrong), ['/businesses_affected', '/cities', '/invented', '/panel', '/severity', '/title']);
  assert.equal((await chamber.list('problem-reports')).length, before, 'nothing was made');
});

test('422: an event’s data', async () => {
  const officer = await as('dalian-officer');
  const [plan] = await officer.list('action-plans', `round=${round.id}&city=dalian&state=assigned`);
  assert.ok(plan, 'the demonstration has a plan of Dalian to take on');
  let item = await officer.fire('action-plans', plan.id, 'take_on');
  const measure = { text: 'A desk', department: 'Port Office', test: 'It is open.', due: '2027-02-30' };
  const edit = await officer.tryFire('action-plans', plan.id, 'edit', { measures: [{ ...measure, due: '2027-02-28' }, measure, { text: 'Half' }] });
  assertProblem(edit, 422);
  assert.deepEqual(pointers(edit), ['/data/measures/1/due', '/data/measures/2/department', '/data/measures/2/due', '/data/measures/2/test']);
  const refer = await officer.tryFire('action-plans', plan.id, 'assess_central', { ministry: 'Customs' });
  assertProblem(refer, 422);
  assert.deepEqual(pointers(refer), ['/data/reason']);
  const secretariat = await as('secretariat');
  const ask = await secretariat.tryFire('problem-reports', submitted.id, 'ask', {});
  assertProblem(ask, 422);
  assert.deepEqual(pointers(ask), ['/data/question']);
  assert.deepEqual(await officer.item('action-plans', plan.id), item, 'nothing has changed');
});

test('413 and 415', async () => {
  const chamber = await as('kitakyushu-chamber');
  const path = events('problem-reports', report.id);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
    const answer = await post(chamber, path, '{"type": "submit"}', { 'content-type': type });
    assertProblem(answer, 415);
  }
  const big = JSON.stringify({ type: 'edit', data: { title: 'x'.repeat(300_000) } });
  const answer = await post(chamber, path, big, { connection: 'close' });
  assertProblem(answer, 413);
  assert.equal((await chamber.item('problem-reports', report.id)).configuration[0], 'draft');
  const draft = await chamber.send('PUT', '/api/v1/drafts/new-report', { text: 'x'.repeat(19_000), more: ['y'.repeat(19_000), 'z'.repeat(19_000), 'w'.repeat(19_000)] });
  assertProblem(draft, 413);
});

// A request as it stands, byte for byte.
function raw(text) {
  return new Promise((resolve, reject) => {
    const url = new URL(installation.url);
    const socket = net.connect(Number(url.port), url.hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(text);
  });
}

test('bytes that are no request are refused and the connection closed', async () => {
  const host = new URL(installation.url).host;
  const refused = {
    'no request at all': ['hello\r\n\r\n', 400],
    'no host': ['GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    'two lengths': [`POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
    'length and chunks': [`POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`, 400],
    'too much header': [`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    'an unknown method': [`BREW /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 501],
  };
  for (const [what, [text, status]] of Object.entries(refused)) {
    assert.match(await raw(text), new RegExp(`^HTTP/1\\.[01] ${status} `), what);
  }
  assert.equal((await installation.public().get('/healthz')).status, 200);
});
