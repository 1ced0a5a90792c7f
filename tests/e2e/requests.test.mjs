// What every request may rely on: Idempotency-Key, ETag, cursors, Origin and CSRF token, drafts of one's own.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Installation, Session, assertProblem, itemPath, people } from './installation.mjs';

let installation;
let as;
let round; // one in planning

const fields = (more = {}) => ({ round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: 'Port costs', ...more });

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
  [round] = await installation.public().list('rounds', 'state=planning');
  assert.ok(round, 'the demonstration has a round in planning');
});
after(() => installation?.remove());

test('a repeated Idempotency-Key gets the first answer again, and is applied once', async () => {
  const chamber = await as('kitakyushu-chamber');
  const key = { 'idempotency-key': 'open-1' };
  const first = await chamber.send('POST', '/api/v1/problem-reports', fields({ reference: 'IDEM-1' }), key);
  const again = await chamber.send('POST', '/api/v1/problem-reports', fields({ reference: 'IDEM-1' }), key);
  assert.equal(first.status, 201);
  for (const part of ['status', 'text']) assert.equal(again[part], first[part]);
  for (const header of ['etag', 'location', 'content-type']) assert.equal(again.headers[header], first.headers[header]);
  assert.equal((await chamber.list('problem-reports', 'q=IDEM-1')).filter((item) => item.fields.reference === 'IDEM-1').length, 1);
  const { id } = first.json;

  const edit = () => chamber.tryFire('problem-reports', id, 'edit', { title: 'Once' }, { 'idempotency-key': 'edit-1' });
  const edited = await edit();
  assert.equal(edited.status, 200);
  // Also at the same time, and after the item has gone on.
  await chamber.fire('problem-reports', id, 'edit', { title: 'Twice' });
  for (const answer of await Promise.all([edit(), edit(), edit()])) assert.equal(answer.text, edited.text);
  const types = (await chamber.history('problem-reports', id)).map((entry) => entry.type);
  assert.deepEqual(types, ['open', 'edit', 'edit']);

  const other = await chamber.tryFire('problem-reports', id, 'edit', { title: 'Another body' }, { 'idempotency-key': 'edit-1' });
  assertProblem(other, 422);
  assert.equal((await chamber.item('problem-reports', id)).fields.title, 'Twice');
  // The key belongs to a caller and a route.
  await chamber.fire('problem-reports', (await chamber.open('problem-reports', fields({ reference: 'IDEM-2' }), { 'idempotency-key': 'edit-1' })).id, 'submit', {}, { 'idempotency-key': 'edit-1' });
  const busan = await as('busan-chamber');
  await busan.open('problem-reports', fields({ chamber: 'busan', cities: ['dalian'], reference: 'IDEM-3' }), { 'idempotency-key': 'open-1' });
});

test('an edit takes away what it names null, private fields too; what an item cannot be without stays', async () => {
  const chamber = await as('kitakyushu-chamber');
  const filled = { description: 'Each office asks for other papers.', panel: 'logistics', theme: 'customs', severity: 3, priority: 2, businesses_affected: 4, reference: 'EMPTY-1', company: 'A company', contact: 'a person' };
  const { id } = await chamber.open('problem-reports', fields(filled));
  await chamber.fire('problem-reports', id, 'edit', Object.fromEntries(Object.keys(filled).map((name) => [name, null])));
  const { fields: left, version } = await chamber.item('problem-reports', id);
  for (const name of Object.keys(filled)) assert.ok(!(name in left), `${name}: ${left[name]}`);
  assert.equal(left.title, 'Port costs');
  const [, edited] = await chamber.history('problem-reports', id);
  assert.equal(edited.type, 'edit');
  for (const name of ['title', 'cities', 'attachments']) {
    const refused = await chamber.tryFire('problem-reports', id, 'edit', { [name]: null });
    assertProblem(refused, 422);
    assert.equal(refused.json.errors[0].pointer, `/data/${name}`);
  }
  assert.equal((await chamber.item('problem-reports', id)).version, version);
  await chamber.fire('problem-reports', id, 'edit', { theme: 'customs', panel: 'tourism' });
  assert.equal((await chamber.item('problem-reports', id)).fields.panel, 'tourism');
  await installation.stop();
  for (const words of [['doctor'], ['ledger', 'verify']]) assert.equal(installation.run(words).status, 0, words.join(' '));
  await installation.start();
  as = people(installation);
});

test('the same key many times at once: one event', async () => {
  const chamber = await as('kitakyushu-chamber');
  const open = () => chamber.send('POST', '/api/v1/problem-reports', fields({ reference: 'IDEM-4' }), { 'idempotency-key': 'at-once' });
  const answers = await Promise.all(Array.from({ length: 12 }, open));
  for (const answer of answers) assert.equal(answer.text, answers[0].text);
  assert.equal(answers[0].status, 201);
  assert.equal((await chamber.list('problem-reports')).filter((item) => item.fields.reference === 'IDEM-4').length, 1);
});

test('a repeat gets the first answer again, also where that was a refusal', async () => {
  const chamber = await as('kitakyushu-chamber');
  const { id } = await chamber.open('problem-reports', fields({ reference: 'IDEM-5', title: 'Later' }));
  const secretariat = await as('secretariat');
  await chamber.fire('problem-reports', id, 'submit');
  const edit = (title, key) => chamber.tryFire('problem-reports', id, 'edit', { title }, { 'idempotency-key': key });
  const first = await edit('Now', 'later');
  assertProblem(first, 409);
  await secretariat.fire('problem-reports', id, 'ask', { question: 'Which port?' });
  const again = await edit('Now', 'later');
  assert.equal(again.text, first.text);
  assertProblem(await edit('Another', 'later'), 422);
  assert.equal((await edit('Now', 'with a new key')).status, 200);
});

test('If-Match may list tags; one that no version has is stale', async () => {
  const chamber = await as('kitakyushu-chamber');
  const { id } = await chamber.open('problem-reports', fields({ reference: 'IF-MATCH' }));
  const edit = (tags) => chamber.tryFire('problem-reports', id, 'edit', { title: tags.replace(/[^0-9a-z]/gi, 'x') }, { 'if-match': tags });
  for (const stale of ['"x"', 'W/"1"', '"99999999999999999999"', '"7", "8"']) {
    const refused = await edit(stale);
    assertProblem(refused, 412);
    assert.equal(refused.headers.etag, '"1"');
  }
  assertProblem(await edit('1'), 400);
  assert.equal((await edit('"7", "1"')).status, 200);
});

test('what has not changed keeps its tag, and methods that there are not say which there are', async () => {
  const chamber = await as('kitakyushu-chamber');
  const { id, version } = await chamber.open('problem-reports', fields({ reference: 'TAGS' }));
  const address = `/api/v1/problem-reports/${id}`;
  const same = await chamber.get(address, { 'if-none-match': `"${version}"` });
  assert.equal(same.status, 304);
  assert.equal(same.headers.etag, `"${version}"`);
  const refused = await chamber.send('DELETE', '/api/v1/problem-reports');
  assertProblem(refused, 405);
  assert.equal(refused.headers.allow, 'GET, HEAD, POST');
  const options = await chamber.send('OPTIONS', '/api/v1/problem-reports');
  assert.equal(options.status, 204);
  assert.match(options.headers.allow, /POST/);
  assert.equal(options.text, '');
});

test('a zone that does not exist is a wrong field; the coverage of a round that does not exist is not found', async () => {
  const secretariat = await as('secretariat');
  const { fields: round } = await secretariat.item('rounds', '2010');
  const { name, survey_ends, planned_meeting, members } = round;
  const refused = await secretariat.send('POST', '/api/v1/rounds', { name: `${name} on Mars`, zone: 'Mars/X', survey_ends, planned_meeting, members });
  assertProblem(refused, 422);
  assert.deepEqual(refused.json.errors.map(({ pointer, rule }) => [pointer, rule]), [['/zone', 'zone']]);
  assertProblem(await secretariat.get('/api/v1/coverage?round=nosuch'), 404);
  assert.equal((await secretariat.get('/api/v1/rounds/2010?as_of=2012-01-01T00:00:00+09:00')).status, 200);
});

test('many at once with If-Match: each version is taken once', async () => {
  const chamber = await as('kitakyushu-chamber');
  let item = await chamber.open('problem-reports', fields({ reference: 'RACE-1' }));
  for (let turn = 0; turn < 5; ++turn) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => chamber.tryFire('problem-reports', item.id, 'edit', { title: `${turn}.${i}` }, { 'if-match': `"${item.version}"` })),
    );
    const taken = answers.filter((answer) => answer.status === 200);
    assert.equal(taken.length, 1);
    for (const answer of answers.filter((each) => each.status !== 200)) assertProblem(answer, 412, { version: item.version + 1 });
    item = await chamber.item('problem-reports', item.id);
    assert.equal(item.fields.title, taken[0].json.fields.title);
  }
});

test('ETag and If-None-Match', async () => {
  const chamber = await as('kitakyushu-chamber');
  const { id } = await chamber.open('problem-reports', fields({ reference: 'ETAG-1' }));
  const path = itemPath('problem-reports', id);
  const first = await chamber.get(path);
  assert.equal(first.headers.etag, `"${first.json.version}"`);
  const same = await chamber.get(path, { 'if-none-match': first.headers.etag });
  assert.equal(same.status, 304);
  assert.equal(same.text, '');
  const posted = await chamber.tryFire('problem-reports', id, 'edit', { title: 'Other' });
  assert.equal(posted.headers.etag, `"${first.json.version + 1}"`);
  const changed = await chamber.get(path, { 'if-none-match': first.headers.etag });
  assert.equal(changed.status, 200);
  assert.equal(changed.headers.etag, posted.headers.etag);
  assert.deepEqual(changed.json, posted.json);
  const head = await chamber.request('HEAD', path);
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal(head.headers.etag, posted.headers.etag);
});

const lists = ['rounds', 'problem-reports', 'action-plans', 'memoranda', 'commitments'];

test('cursors: page by page, every item once, in any order and any size of page', async () => {
  const secretariat = await as('secretariat');
  for (const session of [installation.public(), secretariat]) {
    for (const path of lists) {
      const whole = await session.list(path, 'sort=id');
      assert.ok(whole.length > 0, `the demonstration has ${path}`);
      assert.equal(new Set(whole.map((item) => item.id)).size, whole.length);
      const sorts = ['', 'sort=-id', ...(path === 'commitments' ? ['sort=-deadline,id', 'sort=city,-deadline'] : [])];
      for (const sort of session === secretariat ? sorts : ['']) {
        const limit = Math.max(2, Math.ceil(whole.length / 5) - 1);
        const seen = [];
        let cursor = null;
        do {
          const page = await session.read(`/api/v1/${path}?limit=${limit}&${sort}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
          assert.ok(page.items.length <= limit);
          if (page.next) assert.equal(page.items.length, limit, 'only the last page is short');
          seen.push(...page.items.map((item) => item.id));
          cursor = page.next;
        } while (cursor);
        assert.deepEqual([...seen].sort(), whole.map((item) => item.id).sort(), `${path}?${sort}`);
        if (sort === 'sort=-id') assert.deepEqual(seen, whole.map((item) => item.id).reverse());
      }
    }
  }
});

test('a page that is asked for while the list changes neither repeats nor leaves out what was there', async () => {
  const chamber = await as('fukuoka-chamber');
  const before = [];
  for (let i = 0; i < 9; ++i) {
    before.push((await chamber.open('problem-reports', { round: round.id, chamber: 'fukuoka', cities: ['busan'], title: `Page ${i}`, reference: `PAGE-${i}` })).id);
  }
  const seen = [];
  let cursor = null;
  do {
    const page = await chamber.read(`/api/v1/problem-reports?state=draft&sort=created_at&limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.next;
    if (seen.length < 12) await chamber.open('problem-reports', { round: round.id, chamber: 'fukuoka', cities: ['busan'], title: 'Meanwhile' });
    // A change of what was seen already does not bring it back.
    await chamber.fire('problem-reports', seen[0], 'edit', { title: 'Changed' });
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  for (const id of before) assert.ok(seen.includes(id), id);
});

test('limits, cursors, filters and sort keys that are none are refused', async () => {
  const nobody = installation.public();
  for (const path of lists) {
    for (const query of ['limit=0', 'limit=201', 'limit=-1', 'limit=ten', 'limit=', 'limit=1e2', 'sort=nothing', 'sort=', 'sort=id,', 'overdue=maybe', 'nothing=1', 'as_of=yesterday']) {
      assertProblem(await nobody.get(`/api/v1/${path}?${query}`), 400);
    }
    assert.equal((await nobody.read(`/api/v1/${path}?limit=200`)).items.length <= 200, true);
    assert.equal((await nobody.read(`/api/v1/${path}?limit=1`)).items.length, 1);
  }
  const { next } = await nobody.read('/api/v1/commitments?limit=1&sort=id');
  for (const cursor of ['x', 'AAAA', `${next}x`, next.slice(1), encodeURIComponent('{"k":[1]}')]) {
    assertProblem(await nobody.get(`/api/v1/commitments?limit=1&sort=id&cursor=${cursor}`), 400);
  }
  // Of another list, or another order.
  assertProblem(await nobody.get(`/api/v1/commitments?limit=1&sort=-id&cursor=${next}`), 400);
  assertProblem(await nobody.get(`/api/v1/action-plans?limit=1&sort=id&cursor=${next}`), 400);
});

test('filters: field, state, overdue, search', async () => {
  const nobody = installation.public();
  const all = await nobody.list('commitments');
  const ids = (items) => items.map((item) => item.id).sort();
  assert.deepEqual(ids(await nobody.list('commitments', 'city=busan')), ids(all.filter((item) => item.fields.city === 'busan')));
  assert.deepEqual(ids(await nobody.list('commitments', 'overdue=true')), ids(all.filter((item) => item.overdue)));
  assert.deepEqual(ids(await nobody.list('commitments', 'state=delivery.fulfilled')), ids(all.filter((item) => item.state.delivery === 'fulfilled')));
  const reports = await nobody.list('problem-reports');
  const accepted = reports.filter((item) => item.configuration[0].startsWith('accepted'));
  assert.ok(accepted.length > 0);
  assert.deepEqual(ids(await nobody.list('problem-reports', 'state=accepted')), ids(accepted), 'a prefix finds the states inside');
  const found = await nobody.list('problem-reports', `q=${encodeURIComponent('通関')}`);
  assert.ok(found.length > 0);
  for (const item of found) assert.match([item.fields.title, item.fields.description, item.fields.requested_action, item.fields.theme].join(), /通関/);
  assert.deepEqual(await nobody.list('problem-reports', 'round=no-such-round'), []);
});

test('a request that another site’s page could have made changes nothing', async () => {
  const chamber = await as('kitakyushu-chamber');
  const { id } = await chamber.open('problem-reports', fields({ reference: 'CSRF-1' }));
  const before = await chamber.item('problem-reports', id);
  const bare = new Session(installation, {});
  const { cookie, csrf } = chamber;
  const origin = installation.url;
  const attempts = [
    { cookie },
    { cookie, origin },
    { cookie, 'x-csrf-token': csrf },
    { cookie, origin: 'https://elsewhere.example', 'x-csrf-token': csrf },
    { cookie, origin: 'null', 'x-csrf-token': csrf },
    { cookie, origin: origin.replace('http:', 'https:'), 'x-csrf-token': csrf },
    { cookie, origin: `${origin}0`, 'x-csrf-token': csrf },
    { cookie, origin, 'x-csrf-token': `${csrf}x` },
    { cookie, origin, 'x-csrf-token': (await as('busan-chamber')).csrf },
    { cookie, origin, 'x-csrf-token': '' },
  ];
  for (const headers of attempts) {
    assertProblem(await bare.send('POST', `${itemPath('problem-reports', id)}/events`, { type: 'submit' }, headers), 403);
    assertProblem(await bare.send('PUT', '/api/v1/drafts/new-report', {}, headers), 403);
    assertProblem(await bare.request('DELETE', '/api/v1/session', { headers }), 403);
  }
  assert.deepEqual(await chamber.item('problem-reports', id), before);
  // Signing in needs the Origin, too, or another site could sign its visitors in as somebody else.
  for (const headers of [{}, { origin: 'https://elsewhere.example' }]) {
    assertProblem(await bare.send('POST', '/api/v1/session', { user: 'secretariat', password: 'only-for-demonstration' }, headers), 403);
  }
});

test('a session: its cookie, its roles, its end', async () => {
  const answer = await installation.request('POST', '/api/v1/session', {
    headers: { 'content-type': 'application/json', origin: installation.url },
    body: JSON.stringify({ user: 'yantai-mayor', password: 'only-for-demonstration' }),
  });
  assert.equal(answer.status, 200);
  const [cookie] = answer.headers['set-cookie'];
  assert.match(cookie, /^yellowsea_session=[^;]{20,}; /);
  assert.match(cookie, /HttpOnly/i);
  assert.match(cookie, /SameSite=(Lax|Strict)/i);
  assert.doesNotMatch(cookie, /Secure/i);
  const session = new Session(installation, { cookie: cookie.split(';')[0], csrf: answer.json.csrf_token });
  const own = await session.read('/api/v1/session');
  assert.equal(own.user, 'yantai-mayor');
  assert.equal(own.csrf_token, answer.json.csrf_token);
  assert.deepEqual(own.roles, [{ role: 'mayor_office', organisation: 'yantai' }]);
  const other = await session.send('PUT', '/api/v1/session/acting', { role: 'secretariat', organisation: 'secretariat' });
  assert.ok(other.status === 403 || other.status === 422, `${other.status}`);
  const ended = await session.request('DELETE', '/api/v1/session');
  assert.equal(ended.status, 204);
  assert.match(ended.headers['set-cookie'][0], /Max-Age=0/);
  assertProblem(await session.get('/api/v1/session'), 401);
  assertProblem(await session.send('PUT', '/api/v1/drafts/new-report', {}), 401);
});

test('drafts of forms: one’s own only, as they were put', async () => {
  const [one, other] = [await as('tianjin-chamber'), await as('tianjin-officer')];
  const path = (key) => `/api/v1/drafts/${encodeURIComponent(key)}`;
  const draft = { title: '申請書', cities: ['busan'], nested: { a: [1, 2, null, true] } };
  for (const key of ['new-report', 'event:action_plan:2010-KKQ-01.dalian:propose']) {
    assertProblem(await one.get(path(key)), 404);
    assert.equal((await one.send('PUT', path(key), draft)).status, 204);
    assert.deepEqual(await one.read(path(key)), draft);
    assertProblem(await other.get(path(key)), 404);
    assert.equal((await other.request('DELETE', path(key))).status, 204);
    assert.deepEqual(await one.read(path(key)), draft, 'nobody else deletes it');
    assert.equal((await one.send('PUT', path(key), { title: 'new' })).status, 204);
    assert.deepEqual(await one.read(path(key)), { title: 'new' });
    assert.equal((await one.request('DELETE', path(key))).status, 204);
    assertProblem(await one.get(path(key)), 404);
  }
  assertProblem(await one.send('PUT', path('new-report'), [1]), 400);
});
