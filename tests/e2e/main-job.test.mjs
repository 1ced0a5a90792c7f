// The whole main job against the real program: from the sample survey to a commitment that is kept, over HTTP, each
// person signed in, with a round of its own on a demonstration installation. The steps build on each other, in order.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, day, itemPath, people, readCsv, root, twoYearsAfter } from './installation.mjs';
import { Live } from './live.mjs';

const surveyFile = join(root, 'config', 'survey-2010-sample.csv');
const survey = readCsv(readFileSync(surveyFile, 'utf8'));
const addressed = survey.flatMap((row) => row.addressed_cities.split(';').map((city) => ({ ...row, city })));
const members = ['busan', 'dalian', 'fukuoka', 'incheon', 'kitakyushu', 'qingdao', 'shimonoseki', 'tianjin', 'ulsan', 'yantai'];
const meeting = day(60);

let installation;
let as;
let round;
let reports = [];
let plans = [];
let start; // the last event before the round's
let lastPlan;
let inForce;
let done;
const live = {}; // who → { whole: one stream's events so far, seen: what came before the restart }

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
});
after(() => installation?.remove());

const coverage = async (who) => (await as(who)).read(`/api/v1/coverage?round=${encodeURIComponent(round)}`);
const measure = (n) => ({ text: `Measure ${n}`, department: 'Port Office', test: 'The desk is open.', due: twoYearsAfter(meeting) });

test('the secretariat announces a round and opens its survey', async () => {
  const secretariat = await as('secretariat');
  const fields = { name: 'End to end', zone: 'Asia/Tokyo', survey_ends: day(30), planned_meeting: meeting, members };
  const answer = await secretariat.send('POST', '/api/v1/rounds', fields);
  assert.equal(answer.status, 201, answer.text);
  round = answer.json.id;
  assert.equal(answer.headers.location, itemPath('rounds', round));
  assert.equal(answer.headers.etag, `"${answer.json.version}"`);
  assert.deepEqual(answer.json.configuration, ['announced']);
  for (const [name, value] of Object.entries(fields)) assert.deepEqual(answer.json.fields[name], value);
  assert.deepEqual((await secretariat.fire('rounds', round, 'open_survey')).configuration, ['surveying']);
  assert.deepEqual(await installation.public().item('rounds', round).then((item) => item.configuration), ['surveying']);
  start = (await secretariat.history('rounds', round))[0].seq - 1;
});

test('the live stream greets whoever subscribes', async () => {
  const sessions = { secretariat: await as('secretariat'), officer: await as('ulsan-officer'), public: installation.public() };
  for (const [who, session] of Object.entries(sessions)) {
    const stream = await Live.open(session);
    assert.equal(stream.status, 101);
    stream.subscribe({ round }, start);
    live[who] = { session, stream, seen: [] };
    // The round's own two events come from before the subscription.
    await stream.until(() => stream.events().length >= 2, 'the events before');
    assert.deepEqual(stream.events().map((event) => [event.kind, event.id, event.type]).slice(0, 2), [
      ['round', round, 'open'],
      ['round', round, 'open_survey'],
    ]);
  }
});

test('the sample survey is not imported beside a running server, and then in one go', async () => {
  const words = ['import', 'survey', surveyFile, '--round', round];
  const refused = installation.run(words);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /server|in use|running/i);
  for (const each of Object.values(live)) each.seen.push(...each.stream.events());
  await installation.stop();
  for (const each of Object.values(live)) assert.notEqual(each.stream.closed, null, 'a stopping server closes its streams');

  assert.match(installation.must(...words, '--dry-run'), /22 rows would be imported/);
  assert.match(installation.must(...words), new RegExp(`${survey.length} rows imported`));
  const twice = installation.run(words);
  assert.equal(twice.status, 1, 'the same rows a second time');
  assert.match(twice.stderr, /:2: /);

  await installation.start();
  const secretariat = await as('secretariat');
  reports = await secretariat.list('problem-reports', `round=${round}`);
  assert.equal(reports.length, survey.length);
  for (const row of survey) {
    const report = reports.find((each) => each.fields.reference === row.reference);
    assert.deepEqual(report.configuration, ['submitted']);
    assert.equal(report.fields.title, row.title);
    assert.equal(report.fields.description, row.description);
    assert.equal(report.fields.chamber, row.chamber);
    assert.deepEqual(report.fields.cities, row.addressed_cities.split(';'));
    assert.equal(report.fields.businesses_affected, Number(row.businesses_affected));
    assert.equal(report.fields.company, undefined, 'the secretariat does not learn the company');
    const own = await (await as(`${row.chamber}-chamber`)).item('problem-reports', report.id);
    assert.equal(own.fields.company, row.company, 'the chamber itself does');
    assertProblem(await installation.public().get(itemPath('problem-reports', report.id)), 404);
  }
});

test('after the restart the streams go on where they were', async () => {
  for (const each of Object.values(live)) {
    each.stream = await Live.open(each.session);
    each.stream.subscribe({ round }, each.seen.at(-1).seq);
  }
  // The import's events have been missed; the secretariat may see them from `submit` on, the others not at all.
  const { stream } = live.secretariat;
  await stream.until(() => stream.events().filter((event) => event.type === 'submit').length === survey.length, 'the submitted reports');
  assert.ok(stream.events().every((event) => event.seq > live.secretariat.seen.at(-1).seq));
  assert.ok(!stream.events().some((event) => event.kind === 'problem_report' && event.state === 'draft'), 'drafts are the chamber’s own');
});

test('each accepted report makes one plan for each addressed city', async () => {
  const secretariat = await as('secretariat');
  assert.equal((await coverage('secretariat')).gaps, 0);
  let expected = 0;
  for (const report of reports) {
    const accepted = await secretariat.fire('problem-reports', report.id, 'accept');
    assert.deepEqual(accepted.configuration, ['accepted.planning']);
    expected += report.fields.cities.length;
    assert.equal((await coverage('secretariat')).gaps, expected);
  }
  plans = await secretariat.list('action-plans', `round=${round}`);
  assert.equal(plans.length, addressed.length);
  assert.deepEqual(
    plans.map((plan) => plan.id).sort(),
    reports.flatMap((report) => report.fields.cities.map((city) => `${report.id}.${city}`)).sort(),
  );
  for (const plan of plans) assert.deepEqual(plan.configuration, ['assigned']);
  const matrix = await coverage('secretariat');
  assert.equal(matrix.rows.length, reports.length);
  for (const row of matrix.rows) {
    const report = reports.find((each) => each.id === row.report);
    assert.deepEqual(Object.keys(row.cells).sort(), [...report.fields.cities].sort());
    for (const [city, cell] of Object.entries(row.cells)) assert.equal(cell.plan, `${report.id}.${city}`);
  }
  assertProblem(await secretariat.tryFire('problem-reports', reports[0].id, 'accept'), 409);
});

async function answerPlan(plan) {
  const officer = await as(`${plan.fields.city}-officer`);
  const mayor = await as(`${plan.fields.city}-mayor`);
  await officer.fire('action-plans', plan.id, 'take_on');
  await officer.fire('action-plans', plan.id, 'edit', { text: `What ${plan.fields.city} will do.`, measures: [measure(1), measure(2)] });
  await officer.fire('action-plans', plan.id, 'propose');
  const approved = await mayor.fire('action-plans', plan.id, 'approve');
  assert.deepEqual(approved.configuration, ['consultation']);
  const adopted = await (await as(`${plan.fields.chamber}-chamber`)).fire('action-plans', plan.id, 'endorse');
  assert.deepEqual(adopted.configuration, ['adopted']);
}

test('a plan is proposed only with its measures, and approved only by the mayor’s office', async () => {
  const plan = plans[0];
  const officer = await as(`${plan.fields.city}-officer`);
  const mayor = await as(`${plan.fields.city}-mayor`);
  assertProblem(await officer.tryFire('action-plans', plan.id, 'propose'), 409);
  await officer.fire('action-plans', plan.id, 'take_on');
  assertProblem(await officer.tryFire('action-plans', plan.id, 'propose'), 409, { rule: 'measures_present' });
  const late = { ...measure(1), due: day(60 + 366 * 3) };
  await officer.fire('action-plans', plan.id, 'edit', { text: 'Too late.', measures: [late] });
  assertProblem(await officer.tryFire('action-plans', plan.id, 'propose'), 409, { rule: 'measures_in_time' });
  await officer.fire('action-plans', plan.id, 'edit', { text: 'In time.', measures: [measure(1)] });

  const waiting = async () => (await mayor.read(`/api/v1/dashboard?city=${plan.fields.city}&round=${round}`)).awaiting_approval;
  assert.equal((await waiting()).count, 0);
  await officer.fire('action-plans', plan.id, 'propose');
  assert.deepEqual((await waiting()).items.map((item) => item.id), [plan.id]);
  const fireable = async (session) => (await session.read(`${itemPath('action-plans', plan.id)}/events`)).map((event) => event.type);
  assert.ok((await fireable(mayor)).includes('approve'));
  assert.ok(!(await fireable(officer)).includes('approve'));
  assertProblem(await officer.tryFire('action-plans', plan.id, 'approve'), 403);
  assertProblem(await installation.public().get(itemPath('action-plans', plan.id)), 404);
  await mayor.fire('action-plans', plan.id, 'approve');
  assert.equal((await waiting()).count, 0);
  assert.deepEqual(await installation.public().item('action-plans', plan.id).then((item) => item.configuration), ['consultation']);
  await (await as(`${plan.fields.chamber}-chamber`)).fire('action-plans', plan.id, 'endorse');
  assert.equal((await coverage('secretariat')).gaps, plans.length - 1);
});

test('every other plan but one is answered, and the gaps go down', async () => {
  lastPlan = plans.at(-1);
  let gaps = plans.length - 1;
  for (const plan of plans.slice(1, -1)) {
    await answerPlan(plan);
    assert.equal((await coverage('secretariat')).gaps, --gaps);
  }
  assert.equal(gaps, 1);
});

test('signing is not opened while one plan is unanswered, and the refusal names it', async () => {
  const secretariat = await as('secretariat');
  assert.deepEqual((await secretariat.fire('rounds', round, 'close_survey')).configuration, ['planning']);
  const item = await secretariat.item('rounds', round);
  const refused = await secretariat.tryFire('rounds', round, 'open_signing');
  assertProblem(refused, 409, { rule: 'plans_answered', items: [lastPlan.id] });
  const japanese = await secretariat.tryFire('rounds', round, 'open_signing', {}, { 'accept-language': 'ja' });
  assert.match(japanese.json.detail, /アクションプラン/);
  assert.deepEqual(await secretariat.item('rounds', round), item, 'a refused event changes nothing');
  // It is offered all the same: the gaps could be published.
  assert.ok((await secretariat.read(`${itemPath('rounds', round)}/events`)).some((event) => event.type === 'open_signing'));

  await answerPlan(lastPlan);
  assert.equal((await coverage('secretariat')).gaps, 0);
  assert.deepEqual((await secretariat.fire('rounds', round, 'open_signing')).configuration, ['signing']);
  for (const report of await secretariat.list('problem-reports', `round=${round}`)) assert.deepEqual(report.configuration, ['accepted.answered']);
});

test('each member’s mayor signs, once', async () => {
  const secretariat = await as('secretariat');
  assertProblem(await (await as('busan-mayor')).tryFire('memoranda', round, 'sign'), 409, { rule: 'no_transition' });
  const opened = await secretariat.fire('memoranda', round, 'open_for_signature');
  assert.deepEqual(opened.configuration, ['signing']);
  assert.equal(opened.fields.annex.length, plans.length);
  assert.deepEqual([...opened.fields.pending].sort(), members);
  assert.deepEqual((await secretariat.item('action-plans', plans[0].id)).configuration, ['annexed']);

  const early = await secretariat.tryFire('memoranda', round, 'enter_into_force', { date: day(0), place: 'Qingdao' });
  assertProblem(early, 409, { rule: 'everyone_answered' });
  assertProblem(await (await as('kumamoto-mayor')).tryFire('memoranda', round, 'sign'), 403);
  assertProblem(await (await as('busan-officer')).tryFire('memoranda', round, 'sign'), 403);
  const first = await as('busan-mayor');
  const wrongHash = await first.tryFire('memoranda', round, 'sign', { sha256: '0'.repeat(64) });
  assertProblem(wrongHash, 409, { rule: 'annex_hash' });

  for (const city of members) {
    const mayor = await as(`${city}-mayor`);
    const awaiting = async () => (await mayor.read(`/api/v1/dashboard?city=${city}&round=${round}`)).awaiting_signature;
    assert.deepEqual((await awaiting()).items.map((item) => item.id), [round]);
    const signed = await mayor.fire('memoranda', round, 'sign', { sha256: opened.fields.annex_sha256 });
    assert.ok(signed.fields.signed.includes(city));
    assert.ok(!signed.fields.pending.includes(city));
    assert.equal((await awaiting()).count, 0);

    const again = await mayor.tryFire('memoranda', round, 'sign', { sha256: opened.fields.annex_sha256 });
    assertProblem(again, 409, { rule: 'signed_once' });
    assert.deepEqual(await mayor.item('memoranda', round), signed, 'the second signature has changed nothing');
  }
  const memorandum = await secretariat.item('memoranda', round);
  assert.equal(memorandum.fields.signatures.length, members.length);
  assert.deepEqual(memorandum.fields.pending, []);
});

test('in force, the plans become commitments with their deadlines', async () => {
  const secretariat = await as('secretariat');
  const tomorrow = await secretariat.tryFire('memoranda', round, 'enter_into_force', { date: day(2), place: 'Qingdao' });
  assertProblem(tomorrow, 409, { rule: 'not_in_future' });
  const yesterday = await secretariat.tryFire('memoranda', round, 'enter_into_force', { date: day(-2), place: 'Qingdao' });
  assertProblem(yesterday, 409, { rule: 'not_before_last_signature' });
  inForce = day(0);
  assert.deepEqual((await secretariat.fire('memoranda', round, 'enter_into_force', { date: inForce, place: 'Qingdao' })).configuration, ['in_force']);
  assert.deepEqual((await secretariat.item('rounds', round)).configuration, ['implementing']);

  const commitments = await installation.public().list('commitments', `round=${round}`);
  assert.deepEqual(commitments.map((item) => item.id).sort(), plans.map((plan) => plan.id).sort());
  const offsets = { 'Asia/Tokyo': '+09:00', 'Asia/Seoul': '+09:00', 'Asia/Shanghai': '+08:00' };
  const zones = new Map((await secretariat.read('/api/v1/meta')).organisations.map((one) => [one.id, one.zone]));
  for (const item of commitments) {
    assert.equal(item.fields.in_force_on, inForce);
    assert.equal(item.fields.deadline, twoYearsAfter(inForce));
    const last = `${twoYearsAfter(inForce)}T23:59:59${offsets[zones.get(item.fields.city)]}`;
    assert.equal(Math.floor(Date.parse(item.deadline) / 1000), Date.parse(last) / 1000, `${item.deadline} is not ${last}`);
    assert.ok(item.deadline.startsWith(twoYearsAfter(inForce)), `${item.deadline} is not in the city's own time`);
    assert.equal(item.overdue, false);
    assert.deepEqual(item.state, { delivery: 'pledged', schedule: 'on_time', outlook: 'not_reported' });
  }
  for (const plan of await secretariat.list('action-plans', `round=${round}`)) assert.deepEqual(plan.configuration, ['committed']);
  for (const report of await secretariat.list('problem-reports', `round=${round}`)) assert.deepEqual(report.configuration, ['accepted.committed']);
});

test('progress is reported, and one commitment is completed, verified, fulfilled', async () => {
  // A report with one addressed city: its only commitment resolves it.
  const report = reports.find((each) => each.fields.cities.length === 1);
  const [city] = report.fields.cities;
  done = `${report.id}.${city}`;
  const officer = await as(`${city}-officer`);
  const chamber = await as(`${report.fields.chamber}-chamber`);
  assertProblem(await chamber.tryFire('commitments', done, 'verify'), 409);
  assert.equal((await officer.fire('commitments', done, 'start')).state.delivery, 'in_progress');
  const progress = await officer.fire('commitments', done, 'progress', { text: 'The desk is planned.', outlook: 'on_track', percentage: 40 });
  assert.equal(progress.state.outlook, 'on_track');
  assert.equal(progress.fields.percentage, 40);
  const claimed = await officer.fire('commitments', done, 'report_completion', { evidence: 'https://example.org/desk' });
  assert.deepEqual(claimed.state, { delivery: 'awaiting_verification', schedule: 'claimed', outlook: 'on_track' });
  const fulfilled = await chamber.fire('commitments', done, 'verify');
  assert.deepEqual(fulfilled.state, { delivery: 'fulfilled', schedule: 'met', outlook: 'closed' });
  assert.equal(fulfilled.overdue, false);
  assert.deepEqual((await installation.public().item('problem-reports', report.id)).configuration, ['resolved']);
  assertProblem(await chamber.tryFire('commitments', done, 'verify'), 409);
  const other = plans.find((plan) => plan.fields.city !== city && plan.id !== done);
  assertProblem(await officer.tryFire('commitments', other.id, 'start'), 403);
  assert.deepEqual(
    (await installation.public().history('commitments', done)).filter((entry) => entry.actor && entry.type).map((entry) => entry.type).slice(-4),
    ['start', 'progress', 'report_completion', 'verify'],
  );
});

test('what is overdue stands first on the mayor’s dashboard, longest first', async () => {
  const overdue = await installation.public().list('commitments', 'overdue=true&sort=deadline');
  assert.ok(overdue.length > 0, 'the demonstration has overdue commitments');
  for (const item of overdue) assert.equal(item.overdue, true);
  const [{ fields }] = overdue;
  const mayor = await as(`${fields.city}-mayor`);
  const board = await mayor.read(`/api/v1/dashboard?city=${fields.city}`);
  assert.equal(Object.keys(board)[0] === 'overdue' || 'overdue' in board, true);
  const own = overdue.filter((item) => item.fields.city === fields.city);
  assert.equal(board.overdue.count, own.length);
  assert.equal(board.overdue.items[0].id, own[0].id);
  const deadlines = board.overdue.items.map((item) => Date.parse(item.deadline));
  assert.deepEqual(deadlines, [...deadlines].sort((a, b) => a - b));
  assert.ok(deadlines.every((deadline) => deadline < Date.now()));
});

test('a live stream is opened only by our own pages, and closed when it is misused', async () => {
  const secretariat = await as('secretariat');
  assert.equal((await Live.open(secretariat, { headers: { origin: 'https://elsewhere.example' } })).status, 403);
  for (const text of ['{', '[]', '{"subscribe": 7}', '{"subscribe": {"round": 7}}', '{"since": "x"}', '{"since": 1, "since": 2}']) {
    const stream = await Live.open(secretariat);
    stream.sendText(text);
    await stream.until(() => stream.closed !== null, 'the end').catch((error) => assert.match(error.message, /^closed/));
    assert.equal(stream.closed, 1007, text);
  }
});

// One stream's order, and each item's versions in it, growing by one wherever all of the item may be seen.
function assertInOrder(events, who) {
  const versions = new Map();
  for (const [i, event] of events.entries()) {
    if (i) assert.ok(event.seq > events[i - 1].seq, `${who}: ${event.seq} after ${events[i - 1].seq}`);
    const key = `${event.kind}/${event.id}`;
    assert.ok(event.version > (versions.get(key) ?? 0), `${who}: ${key} version ${event.version} again`);
    versions.set(key, event.version);
  }
}

test('the live stream has told everything, in order, once, and to each only what is theirs to see', async () => {
  const secretariat = await as('secretariat');
  // The last of all: the report that the kept commitment has resolved.
  const last = (await secretariat.history('problem-reports', done.slice(0, done.lastIndexOf('.')))).at(-1).seq;
  const told = {};
  for (const [who, each] of Object.entries(live)) {
    await each.stream.until(() => (each.stream.events().at(-1)?.seq ?? 0) >= last, `event ${last} for ${who}`);
    told[who] = [...each.seen, ...each.stream.events()];
    assertInOrder(told[who], who);
    each.stream.close();

    // The same from a stream that asks for all of it afterwards.
    const anew = (await Live.open(each.session)).subscribe({ round }, start);
    await anew.until(() => (anew.events().at(-1)?.seq ?? 0) >= last, `event ${last} anew for ${who}`);
    assert.deepEqual(anew.events(), told[who], `${who}: what was sent live is what is sent afterwards`);
    anew.close();
    // And from the middle.
    const middle = told[who][Math.floor(told[who].length / 2)].seq;
    const half = (await Live.open(each.session)).subscribe({ round }, middle);
    await half.until(() => (half.events().at(-1)?.seq ?? 0) >= last, `event ${last} from the middle for ${who}`);
    assert.deepEqual(half.events(), told[who].filter((event) => event.seq > middle));
    half.close();
    // On one connection, one subscription after another: each leaves nothing out.
    const turns = (await Live.open(each.session)).subscribe({ round, kind: 'commitment' }, start);
    const commitments = told[who].filter((event) => event.kind === 'commitment');
    await turns.until(() => turns.events().length >= commitments.length, `the commitments for ${who}`);
    turns.subscribe({ round }, middle);
    const then = told[who].filter((event) => event.seq > middle);
    await turns.until(() => turns.events().length >= commitments.length + then.length, `the rest for ${who}`);
    assert.deepEqual(turns.events(), [...commitments, ...then]);
    turns.close();
  }

  // The secretariat sees whole items: what it was told is their histories.
  const paths = { round: 'rounds', problem_report: 'problem-reports', action_plan: 'action-plans', memorandum: 'memoranda', commitment: 'commitments' };
  const expected = [];
  for (const [kind, path] of Object.entries(paths)) {
    const items = kind === 'round' ? [{ id: round }] : await secretariat.list(path, `round=${round}`);
    for (const { id } of items) {
      for (const { seq, type, version } of await secretariat.history(path, id)) {
        // A report's draft was the chamber's own.
        if (!(kind === 'problem_report' && type === 'open')) expected.push({ seq, kind, id, type, version });
      }
    }
  }
  expected.sort((a, b) => a.seq - b.seq);
  assert.deepEqual(told.secretariat.map(({ seq, kind, id, type, version }) => ({ seq, kind, id, type, version })), expected);

  // Others: a plan's states before consultation only its own city's.
  const hidden = ['assigned', 'exploring', 'drafting', 'mayor_review'];
  for (const who of ['officer', 'public']) {
    for (const event of told[who]) {
      const own = who === 'officer' && (event.id.endsWith('.ulsan') || event.kind === 'memorandum');
      if (event.kind === 'action_plan' && !own) assert.ok(!hidden.includes(event.state), `${who} was told of ${JSON.stringify(event)}`);
      if (event.kind === 'memorandum' && !own) assert.notEqual(event.state, 'drafting');
    }
  }
  assert.ok(told.officer.some((event) => event.id.endsWith('.ulsan') && event.state === 'drafting'), 'the officer is told of drafts of Ulsan');
  assert.ok(told.public.some((event) => event.kind === 'commitment' && event.state.delivery === 'fulfilled'));
});
