// The survey from the chamber's questionnaire to a report that says how many answers support it, and back to the
// business, behind its link, over HTTP. The steps build on each other, in order.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, day, people } from './installation.mjs';

const members = ['busan', 'dalian', 'fukuoka', 'kitakyushu', 'ulsan'];
let installation;
let as;
let round;
let questionnaire;
let shared;
let codes = [];
let report;

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
  const secretariat = await as('secretariat');
  const fields = { name: 'Asked', zone: 'Asia/Tokyo', survey_ends: day(30), planned_meeting: day(60), members };
  round = (await secretariat.send('POST', '/api/v1/rounds', fields)).json.id;
});
after(() => installation?.remove());

const administrator = () => installation.accounts().find(({ role }) => role === 'administrator').user;
const path = (rest = '') => `/api/v1/questionnaires/${questionnaire.id}${rest}`;
// As a browser without an account asks.
const behind = (code, method = 'GET', rest = '', body) =>
  installation.request(method, `/api/v1/survey${rest}`, {
    headers: { 'x-survey-code': code, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
const good = { title: 'Customs take long', cities: ['busan', 'dalian'], description: 'Ten days each time.', severity: 4, company: 'Secret Trading Co.' };

test('a chamber designs its questionnaire from what is suggested', async () => {
  const chamber = await as('ulsan-chamber');
  const body = (await chamber.get(`/api/v1/questionnaires/suggested?round=${round}&language=ko`)).json;
  assert.equal(body.language, 'ko');
  const cities = body.questions.find(({ id }) => id === 'cities');
  assert.deepEqual(cities.options.map(({ id }) => id), members);
  assert.equal(cities.options[0].text.ko, '부산광역시');
  assert.equal(body.questions.find(({ id }) => id === 'panel').options.length, 4);
  const made = await chamber.send('POST', '/api/v1/questionnaires', { round, body });
  assert.equal(made.status, 201, made.text);
  questionnaire = made.json;
  assert.equal(questionnaire.state, 'draft');
  body.title.ko = '울산 조사';
  const edited = await chamber.send('PUT', path(), { version: 1, body });
  assert.equal(edited.status, 200, edited.text);
  assert.equal(edited.json.title.ko, '울산 조사');
  assertProblem(await chamber.send('PUT', path(), { version: 1, body }), 412);
  body.questions[0].text.ko = ' ';
  const wrong = await chamber.send('PUT', path(), { version: 2, body });
  assertProblem(wrong, 422);
  assert.deepEqual(wrong.json.errors.map(({ pointer }) => pointer), ['/questions/0/text/ko']);
});

test('nobody else sees it, and a draft nobody answers', async () => {
  for (const user of ['busan-chamber', 'ulsan-officer', 'secretariat']) {
    assertProblem(await (await as(user)).get(path()), 404);
    assertProblem(await (await as(user)).send('POST', path('/publish'), {}), 404);
  }
  assertProblem(await installation.public().get(path()), 401);
  assert.deepEqual((await (await as('secretariat')).get('/api/v1/questionnaires')).json.items.filter(({ id }) => id === questionnaire.id), []);
  assertProblem(await (await as('ulsan-officer')).get('/api/v1/questionnaires'), 404);
});

test('published, it has a link and printed codes', async () => {
  const chamber = await as('ulsan-chamber');
  const published = await chamber.send('POST', path('/publish'), {});
  assert.equal(published.status, 200, published.text);
  assert.equal(published.json.state, 'open');
  assert.equal(published.json.answering, 'not_yet', 'the round has not opened its survey');
  shared = published.json.link;
  assert.match(shared, /^[0-9a-hjkmnp-tv-z]{26}$/);
  const invited = await chamber.send('POST', path('/codes'), { count: 3 });
  assert.equal(invited.status, 201, invited.text);
  codes = invited.json.codes;
  assert.equal(new Set(codes).size, 3);
  assertProblem(await chamber.send('POST', path('/codes'), { count: 501 }), 422);
  assertProblem(await chamber.send('PUT', path(), { version: published.json.version, body: published.json.body }), 409);
  // Before the survey opens.
  assert.equal((await behind(codes[0])).json.answering, 'not_yet');
  assertProblem(await behind(codes[0], 'POST', '', { answers: good, language: 'ko', version: 0 }), 409);
  await (await as('secretariat')).fire('rounds', round, 'open_survey');
});

test('a business answers once behind its code, with a draft kept', async () => {
  const page = await behind(codes[0].toUpperCase().replaceAll('-', ' '));
  assert.equal(page.status, 200, page.text);
  assert.equal(page.json.answering, 'open');
  assert.equal(page.json.organisation, 'ulsan');
  assert.equal(page.json.response, null);
  assert.ok(page.json.questions.every((question) => !('field' in question)));
  const draft = await behind(codes[0], 'PUT', '/draft', { answers: { title: 'Cust' }, language: 'ko', version: 0 });
  assert.equal(draft.status, 200, draft.text);
  assert.equal(draft.json.state, 'draft');
  assertProblem(await behind(codes[0], 'PUT', '/draft', { answers: { title: 'C' }, language: 'ko', version: 0 }), 412);
  assert.deepEqual((await behind(codes[0])).json.response.answers, { title: 'Cust' });
  const missing = await behind(codes[0], 'POST', '', { answers: { title: 'Customs', severity: 9 }, language: 'ko', version: 1 });
  assertProblem(missing, 422);
  assert.deepEqual(missing.json.errors.map(({ pointer, rule }) => [pointer, rule]).sort(), [
    ['/answers/cities', 'required'],
    ['/answers/description', 'required'],
    ['/answers/severity', 'maximum'],
  ]);
  const sent = await behind(codes[0], 'POST', '', { answers: good, language: 'ko', version: 1 });
  assert.equal(sent.status, 200, sent.text);
  assert.equal(sent.json.state, 'submitted');
  assertProblem(await behind(codes[0], 'POST', '', { answers: good, language: 'ko', version: 2 }), 409);
  assertProblem(await behind(codes[0], 'PUT', '/draft', { answers: {}, language: 'ko', version: 2 }), 409);
});

test('who has the link that everybody has gets a code of their own', async () => {
  assert.equal((await behind(shared)).json.shared, true);
  assertProblem(await behind(shared, 'POST', '', { answers: good, language: 'ko', version: 0 }), 409);
  const started = await behind(shared, 'POST', '/start', {});
  assert.equal(started.status, 201, started.text);
  const own = started.json.code;
  codes.push(own);
  assert.equal((await behind(own)).json.shared, false);
  assert.equal((await behind(own, 'POST', '', { answers: { ...good, severity: 2 }, language: 'en', version: 0 })).status, 200);
  assertProblem(await behind(own, 'POST', '/start', {}), 409);
});

test('the chamber sees the answers and counts them; the secretariat only how many', async () => {
  const chamber = await as('ulsan-chamber');
  const { items } = (await chamber.get(path('/responses'))).json;
  assert.deepEqual(items.map(({ number, state, language, supports }) => ({ number, state, language, supports })), [
    { number: 1, state: 'submitted', language: 'ko', supports: [] },
    { number: 2, state: 'submitted', language: 'en', supports: [] },
  ]);
  assert.deepEqual(items[0].answers, good);
  const results = (await chamber.get(path('/results'))).json;
  assert.equal(results.submitted, 2);
  assert.equal(results.used, 0);
  const severity = results.questions.find(({ id }) => id === 'severity');
  assert.deepEqual(severity.counts.map(({ count }) => count), [0, 1, 0, 1, 0]);
  const cities = results.questions.find(({ id }) => id === 'cities');
  assert.deepEqual(cities.counts.map(({ value, count }) => [value, count]), [['busan', 2], ['dalian', 2], ['fukuoka', 0], ['kitakyushu', 0], ['ulsan', 0]]);
  const seen = (await (await as('secretariat')).get(`/api/v1/questionnaires?round=${round}`)).json.items;
  assert.deepEqual(seen.map(({ id, submitted }) => [id, submitted]), [[questionnaire.id, 2]]);
  assert.ok(!('body' in seen[0]) && !('link' in seen[0]));
  assertProblem(await (await as('busan-chamber')).get(path('/responses')), 404);
  assertProblem(await (await as('secretariat')).get(path('/responses')), 404);
});

test('the chamber makes a report of answers, which says how many they are and never who', async () => {
  const chamber = await as('ulsan-chamber');
  const fields = { title: 'Customs', cities: ['busan', 'dalian'], description: 'Slow', severity: 4, priority: 1, reference: 'U-1', language: 'ko' };
  const wrong = await chamber.send('POST', path('/reports'), { responses: [1], fields: { ...fields, severity: 9 } });
  assertProblem(wrong, 422);
  assert.deepEqual(wrong.json.errors.map(({ pointer }) => pointer), ['/severity']);
  assertProblem(await chamber.send('POST', path('/reports'), { responses: [7], fields }), 422);
  const made = await chamber.send('POST', path('/reports'), { responses: [1], fields });
  assert.equal(made.status, 201, made.text);
  report = made.json.id;
  assert.equal((await chamber.item('problem-reports', report)).fields.businesses_affected, 1);
  const added = await chamber.send('POST', path('/reports'), { responses: [1, 2], item: report });
  assert.equal(added.status, 200, added.text);
  const item = await chamber.item('problem-reports', report);
  assert.equal(item.fields.businesses_affected, 2);
  assert.equal(item.fields.chamber, 'ulsan');
  assert.ok(!JSON.stringify(item).includes('Secret Trading'));
  assert.equal((await chamber.get(path('/results'))).json.used, 2);
  assertProblem(await (await as('busan-chamber')).send('POST', path('/reports'), { responses: [1], item: report }), 404);
  const gone = await chamber.send('DELETE', path(`/responses/2/reports/${report}`));
  assert.equal(gone.status, 204, gone.text);
  assert.equal((await chamber.item('problem-reports', report)).fields.businesses_affected, 1);
});

test('behind its link a business sees what is public of what became of its answer', async () => {
  const preparing = (await behind(codes[0])).json;
  assert.deepEqual(preparing.outcome, { reports: [], preparing: 1 });
  assert.deepEqual(preparing.response.answers, good);
  assert.deepEqual((await behind(codes.at(-1))).json.outcome, { reports: [], preparing: 0 });
  await (await as('ulsan-chamber')).fire('problem-reports', report, 'submit');
  const secretariat = await as('secretariat');
  await secretariat.fire('problem-reports', report, 'accept');
  const { outcome } = (await behind(codes[0])).json;
  assert.equal(outcome.preparing, 0);
  assert.equal(outcome.reports[0].title, 'Customs');
  assert.deepEqual(outcome.reports[0].cities.map(({ city, plan }) => [city, plan]), [['busan', null], ['dalian', null]]);
});

test('an answer is erased, and the report still says how many', async () => {
  const chamber = await as('ulsan-chamber');
  assert.equal((await chamber.send('DELETE', path('/responses/1'))).status, 204);
  const { items } = (await chamber.get(path('/responses'))).json;
  assert.deepEqual([items[0].state, items[0].answers, items[0].supports], ['erased', {}, [report]]);
  assert.equal((await chamber.item('problem-reports', report)).fields.businesses_affected, 1);
  const page = (await behind(codes[0])).json;
  assert.equal(page.response.state, 'erased');
  assertProblem(await chamber.send('DELETE', path('/responses/77')), 404);
});

test('closed, nobody answers any more, and what was answered stays behind its link', async () => {
  const chamber = await as('ulsan-chamber');
  await behind(codes[1], 'PUT', '/draft', { answers: { title: 'Half' }, language: 'ko', version: 0 });
  assert.equal((await chamber.send('POST', path('/close'), {})).json.state, 'closed');
  assertProblem(await behind(codes[1], 'POST', '', { answers: good, language: 'ko', version: 1 }), 409);
  assert.equal((await behind(codes[1])).json.response.answers.title, 'Half');
  assert.equal((await chamber.send('POST', path('/publish'), {})).json.link, shared, 'opened again, the link is the same');
  await (await as('secretariat')).fire('rounds', round, 'close_survey');
  assert.equal((await behind(codes[1])).json.answering, 'closed');
  assert.equal((await behind(codes[0])).status, 200);
});

test('an answer is erased from the command line too, by its code or its number', async () => {
  await installation.stop();
  const order = ['--by', administrator(), '--reason', 'Asked for it.'];
  const told = installation.must('erase', 'answer', codes[1], ...order);
  assert.match(told, /1 answers to questionnaires/);
  const again = installation.run(['erase', 'answer', codes[1], ...order]);
  assert.equal(again.status, 1, 'what is erased is not erased twice');
  assert.match(again.stderr, /there is no answer/);
  assert.equal(installation.run(['erase', 'answer', `${questionnaire.id}/99`, ...order]).status, 1);
  installation.must('erase', 'answer', `${questionnaire.id}/2`, ...order);
  const listed = installation.must('erase', 'list').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(listed.map(({ what }) => what), ['answer', 'answer']);
  assert.ok(listed.every(({ subject }) => subject.startsWith(`${questionnaire.id}/`)), 'a code is not kept by naming it');
  await installation.start();
  assert.equal((await behind(codes[1])).json.response.state, 'erased');
});

test('a code that is none is not found, and whoever guesses on must wait', async () => {
  const answers = [];
  for (let guess = 0; guess < 22; ++guess) answers.push(await behind('0'.repeat(26)));
  assert.deepEqual(answers.slice(0, 20).map(({ status }) => status), Array(20).fill(404));
  assertProblem(answers[20], 429);
  assert.ok(Number(answers[20].headers['retry-after']) > 0);
});
