// Another pack than the built-in one, served by the same program: a national action plan for open government, with
// its own kinds, roles, organisations, fields, filters and dashboard (tests/packs/national-plan).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, binary, itemPath, root } from './installation.mjs';

const pack = join(root, 'tests', 'packs', 'national-plan');
const languages = ['en', 'ja', 'zh', 'ko'];
const password = 'a password of several words';
const account = (user, role, organisation) => ({ user, password, role, organisation });
const accounts = [
  account('finance', 'ministry_focal', 'finance'),
  account('justice', 'ministry_focal', 'justice'),
  account('office', 'national_office', 'open-office'),
  account('watch', 'civil_society', 'budget-watch'),
  account('reviewer', 'reviewer', 'review-panel'),
  account('administrator', 'administrator', 'it-services'),
];
let installation;
let who;

// A cycle of six years ago, with a pledge whose four years are over and one of whose milestones was missed.
const past = [
  ['plan_cycle', '2019', 'open', '2019-01-10T09:00:00+13:00', { title: 'Plan of 2019', number: '2019', office: 'open-office', starts_on: '2019-03-01' }],
  ['pledge', '2019.ledger', 'open', '2019-01-20T09:00:00+13:00', { title: 'Publish the spending ledger', short_name: 'ledger', cycle: '2019', ministry: 'finance', theme: 'open_data', text: 'Every payment above 500 is published.' }],
  ['pledge', '2019.ledger', 'edit', '2019-01-21T09:00:00+13:00', { ambition: 'Anybody can follow the money.', steps: [{ code: 'a', title: 'First ministry publishes', due_on: '2020-06-30' }, { code: 'b', title: 'All ministries publish', due_on: '2022-06-30' }] }],
  ['pledge', '2019.ledger', 'consult', '2019-01-22T09:00:00+13:00', {}],
  ['pledge', '2019.ledger', 'adopt', '2019-02-28T09:00:00+13:00', { adopted_on: '2019-03-01' }],
  ['plan_cycle', '2019', 'publish', '2019-03-01T09:00:00+13:00', {}],
  ['milestone', '2019.ledger.a', 'reach', '2020-05-01T09:00:00+12:00', { evidence: 'https://ledger.example/finance' }],
];

before(async () => {
  installation = Installation.withAccounts(accounts, pack);
  const file = join(installation.data, 'past.jsonl');
  writeFileSync(file, past.map(([kind, key, type, at, data]) => JSON.stringify({ kind, key, type, at, data })).join('\n') + '\n');
  installation.must('import', 'history', file);
  await installation.start();
  const sessions = new Map();
  who = async (user) => sessions.get(user) ?? sessions.set(user, await installation.signIn(user, password)).get(user);
});
after(() => installation?.remove());

const events = async (session, path, id, language = 'en', all = true) => {
  const answer = await session.get(`${itemPath(path, id)}/events${all ? '?all=true' : ''}`, { 'accept-language': language });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const event = async (session, path, id, type, language) => (await events(session, path, id, language)).find((each) => each.type === type);

test('its definitions pass the strict check', () => {
  const files = readdirSync(join(pack, 'workflows')).map((name) => join(pack, 'workflows', name));
  const checked = spawnSync(binary(), ['workflow', 'check', '--strict', ...files], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
});

test('what the program says of itself is the pack’s, and nothing of ACTION', async () => {
  const meta = await installation.public().read('/api/v1/meta');
  assert.equal(meta.name.en, 'Open government plan');
  assert.deepEqual(meta.kinds.map(({ id }) => id).sort(), ['milestone', 'plan_cycle', 'pledge', 'public_comment']);
  assert.deepEqual(meta.dashboard.sections.map(({ name }) => name), ['late', 'missed', 'consulted', 'to_review']);
  const openapi = await installation.public().read('/openapi.json');
  for (const text of [JSON.stringify(meta), JSON.stringify(openapi)]) {
    const words = text.match(/\bACTION\b|Yellow Sea|[Mm]ayor|[Mm]emorand|Kitakyushu|[Pp]roblem.report|\b[Cc]ommitments?\b/g);
    assert.deepEqual(words, null);
  }
  for (const path of ['/register', '/register/x', '/data/register.csv', '/api/v1/coverage', '/api/v1/commitments']) {
    assert.equal((await installation.public().get(path)).status, 404, path);
  }
});

test('the shells name neither ACTION nor its register; its own pages are not there', async () => {
  const list = (await installation.public().get('/en/pledges')).text;
  for (const language of languages) {
    for (const page of ['', 'sign-in', 'dashboard', 'board', 'pledges', 'pledges/new', 'pledges/x', 'pledges/x/adopt', 'first-administrator']) {
      const answer = await installation.public().get(`/${language}/${page}`);
      assert.equal(answer.status, 200, page);
      assert.doesNotMatch(answer.text, /\bACTION\b|Yellow Sea|register|環黄海|环黄海|환황해|台帳|台账|대장/, `${language}/${page}`);
    }
  }
  // What the program has for ACTION is an address like any other here: a kind could have it.
  for (const page of ['register', 'coverage', 'report']) assert.equal((await installation.public().get(`/en/${page}`)).text, list, page);
});

test('the four-year deadline counts in the ministry’s zone', async () => {
  const pledge = await installation.public().item('pledges', '2019.ledger');
  assert.equal(pledge.fields.due_on, '2023-03-01');
  assert.equal(pledge.deadline, '2023-03-01T23:59:59+13:00');
  assert.equal(pledge.overdue, true);
  assert.deepEqual(pledge.configuration, ['delivery.under_way', 'clock.over']);
  const cycle = await installation.public().item('cycles', '2019');
  assert.equal(cycle.fields.ends_on, '2023-03-01');
  assert.deepEqual(cycle.configuration, ['closing']);
});

test('its lists have its own filters, and no others', async () => {
  const ids = async (query) => (await installation.public().list('milestones', query)).map(({ id }) => id);
  assert.deepEqual(await ids('ministry=finance'), ['2019.ledger.a', '2019.ledger.b']);
  assert.deepEqual(await ids('ministry=justice'), []);
  assert.deepEqual(await ids('pledge=2019.ledger&state=missed'), ['2019.ledger.b']);
  assert.deepEqual((await installation.public().list('pledges', 'theme=open_data')).map(({ id }) => id), ['2019.ledger']);
  assert.deepEqual((await installation.public().list('pledges', 'q=ledger&overdue=true')).map(({ id }) => id), ['2019.ledger']);
  assert.equal((await installation.public().get('/api/v1/pledges?city=busan')).status, 400);
});

test('its dashboard has its own sections, each with its filter', async () => {
  const office = await who('office');
  const board = await office.read('/api/v1/dashboard');
  assert.deepEqual(Object.keys(board).sort(), ['consulted', 'late', 'missed', 'to_review']);
  assert.deepEqual(board.late.items.map(({ id }) => id), ['2019.ledger']);
  assert.deepEqual(board.missed.items.map(({ id }) => id), ['2019.ledger.b']);
  assert.equal((await office.read('/api/v1/dashboard?ministry=justice')).late.count, 0);
});

test('a pledge goes all its way, with a comment that stands in the way', async () => {
  const [office, justice, finance, watch, reviewer] = await Promise.all(['office', 'justice', 'finance', 'watch', 'reviewer'].map(who));
  const cycle = await office.open('cycles', { title: 'Plan of this year', number: '2026', office: 'open-office', starts_on: '2026-03-01' });
  const early = await office.tryFire('cycles', cycle.id, 'publish');
  assert.equal(early.status, 409);
  assert.equal(early.json.rule, 'has_pledge');
  const fields = { title: 'Courts publish their judgments', short_name: 'judgments', cycle: cycle.id, ministry: 'justice', theme: 'justice' };
  assert.equal((await finance.send('POST', '/api/v1/pledges', fields)).status, 403);
  const { id } = await justice.open('pledges', fields);
  assert.equal(id, '2026.judgments');
  // A draft is nobody's but those that the pack lets read.
  assert.equal((await installation.public().get(itemPath('pledges', id))).status, 404);

  const missing = await event(justice, 'pledges', id, 'consult');
  assert.equal(missing.allowed, false);
  assert.deepEqual(missing.reasons.map(({ cause, field }) => [cause, field]), [['field', '/fields/text'], ['field', '/fields/ambition'], ['field', '/fields/steps/0']]);
  assert.equal(missing.reasons[1].sentence, '“What will change” must be given first.');
  await justice.fire('pledges', id, 'edit', { text: 'All judgments within a week.', ambition: 'Everybody reads how judges decide.', steps: [{ code: 'high', title: 'The high court', due_on: '2028-01-31' }] });
  assert.equal((await event(justice, 'pledges', id, 'consult')).allowed, true);
  await justice.fire('pledges', id, 'consult');

  const comment = await watch.open('comments', { title: 'A week is long', pledge: id, organisation: 'budget-watch', text: 'Why not the same day?', contact: 'watch@example.org' });
  assert.equal((await installation.public().item('comments', comment.id)).fields.contact, undefined);
  // It may be adopted, if the data say that unanswered comments are no obstacle; otherwise the comment is one.
  const adopt = await event(office, 'pledges', id, 'adopt');
  assert.equal(adopt.allowed, true);
  assert.deepEqual(adopt.conditions.map(({ rule, items, kind }) => [rule, items, kind]), [['comments_answered', [comment.id], 'public_comment']]);
  assert.equal((await office.tryFire('pledges', id, 'adopt', { adopted_on: '2026-03-01' })).json.rule, 'comments_answered');
  const notTheirs = await event(finance, 'comments', comment.id, 'answer');
  assert.deepEqual(notTheirs.reasons.map(({ rule }) => rule), ['whose_pledge']);
  await justice.fire('comments', comment.id, 'answer', { reply: 'A week is what the courts can keep.' });
  assert.deepEqual((await event(office, 'pledges', id, 'adopt')).conditions, []);
  const adopted = await office.fire('pledges', id, 'adopt', { adopted_on: '2026-03-01' });
  assert.equal(adopted.fields.due_on, '2030-03-01');

  const claim = await event(justice, 'pledges', id, 'claim');
  assert.deepEqual(claim.reasons.map(({ rule, cause, items }) => [rule, cause, items]), [['milestones_reached', 'items', [`${id}.high`]]]);
  await justice.fire('milestones', `${id}.high`, 'reach', { evidence: 'https://courts.example' });
  await justice.fire('pledges', id, 'claim', { evidence: 'https://courts.example/all' });
  const done = await reviewer.fire('pledges', id, 'review', { verdict: 'done', text: 'It is so.' });
  assert.deepEqual(done.configuration, ['delivery.done', 'clock.stopped']);
  const types = (await justice.history('pledges', id)).map(({ type }) => type);
  assert.deepEqual(types, ['open', 'edit', 'consult', 'adopt', 'milestone_reached', 'claim', 'review']);
});

test('every event of an item says why not, in four languages, with every reason', async () => {
  const watch = await who('watch');
  const sentences = [];
  for (const language of languages) {
    const all = await events(watch, 'pledges', '2019.ledger', language);
    assert.deepEqual(all.map(({ type }) => type), ['edit', 'consult', 'adopt', 'withdraw', 'report', 'claim', 'review', 'milestone_reached', 'clock.start', 'clock.stop']);
    assert.ok(all.every(({ allowed, reasons }) => !allowed && reasons.length > 0));
    assert.deepEqual(await events(watch, 'pledges', '2019.ledger', language, false), []);
    const claim = all.find(({ type }) => type === 'claim');
    assert.deepEqual(claim.reasons.map(({ cause }) => cause), ['role', 'organisation', 'items']);
    assert.deepEqual([claim.reasons[0].roles, claim.reasons[1].organisations, claim.reasons[2].items], [['ministry_focal'], ['finance'], ['2019.ledger.b']]);
    const adopt = all.find(({ type }) => type === 'adopt');
    assert.deepEqual(adopt.reasons.map(({ cause }) => cause), ['role', 'state']);
    assert.deepEqual(adopt.reasons[1].states, ['delivery.consultation']);
    sentences.push([...claim.reasons, ...adopt.reasons, all.find(({ type }) => type === 'milestone_reached').reasons[0]].map(({ sentence }) => sentence));
  }
  assert.deepEqual(sentences[0], [
    'Only the ministry focal point may do this; you act as the civil-society organisation.',
    'Here this is for Ministry of Finance to do; you act for Budget Watch.',
    'Every milestone must have been reached.',
    'Only the national office may do this; you act as the civil-society organisation.',
    'This is possible only in the state “Delivery: Public consultation”; now it is “Delivery: Under way”.',
    'Nobody does this by hand: it follows from “Report as reached” (Milestone).',
  ]);
  assert.deepEqual(sentences[1].slice(3), [
    'この操作ができるのは国家事務室だけです（現在の役割：市民社会団体）。',
    '状態が「実施：意見公募中」のときだけ可能です（現在：「実施：実施中」）。',
    '手動ではできません。「達成を報告する」（マイルストーン）によって自動的に行われます。',
  ]);
  for (let at = 0; at < sentences[0].length; at += 1) assert.equal(new Set(sentences.map((each) => each[at])).size, 4, sentences[0][at]);
});

test('who has not signed in, and who may only read, is told so', async () => {
  const signedOut = await event(installation.public(), 'milestones', '2019.ledger.b', 'reach');
  assert.deepEqual(signedOut.reasons.map(({ sentence }) => sentence), ['Only the ministry focal point may do this; you are not signed in.']);
  const reader = await event(await who('administrator'), 'milestones', '2019.ledger.b', 'reach');
  assert.deepEqual(reader.reasons.map(({ cause }) => cause), ['role', 'organisation']);
});

test('the demonstration says that its story is of another pack, and makes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yellowsea-story-'));
  const made = spawnSync(binary(), ['demo', '--pack', pack, '--data', folder], { encoding: 'utf8' });
  assert.equal(made.status, 1);
  assert.match(made.stderr, /story of Pan-Yellow Sea ACTION.*no kind 'round'/);
  assert.deepEqual(readdirSync(folder), []);
  rmSync(folder, { recursive: true });
});

test('its workflows are drawn, in the four languages', async () => {
  const file = join(pack, 'workflows', 'pledge.json');
  for (const [language, title] of [['en', 'Public consultation'], ['ja', '意見公募中'], ['zh', '征求意见中'], ['ko', '의견 수렴 중']]) {
    const drawn = spawnSync(binary(), ['workflow', 'graph', file, '--format', 'mermaid', '--language', language], { encoding: 'utf8' });
    assert.equal(drawn.status, 0, drawn.stderr);
    assert.match(drawn.stdout, new RegExp(title));
  }
});

test('a pack of workflows alone: no roles, no organisations, and whoever is signed in fires every event', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yellowsea-pack-'));
  mkdirSync(join(folder, 'workflows'));
  const machine = { initial: 'lent', states: { lent: { on: { give_back: 'back' }, after: { P28D: 'late' } }, late: { on: { give_back: 'back' } }, back: { type: 'final' } } };
  writeFileSync(join(folder, 'workflows', 'loan.json'), JSON.stringify({ format: 'yellowsea.workflow/1', id: 'loan', version: 1, machine }));
  const alone = Installation.withAccounts([{ user: 'reader', password, role: 'anybody', organisation: 'here' }], folder);
  try {
    await alone.start();
    const meta = await alone.public().read('/api/v1/meta');
    assert.deepEqual([meta.roles, meta.organisations, meta.dashboard.sections, meta.pages], [[], [], [], {}]);
    assert.equal(meta.kinds[0].open.anyone, true);
    const reader = await alone.signIn('reader', password);
    const loan = await reader.open('loan', { book: 'A book' });
    const [give] = await reader.read(`/api/v1/loan/${loan.id}/events?all=true`);
    assert.deepEqual([give.type, give.allowed, give.data], ['give_back', true, null]);
    assert.deepEqual((await reader.fire('loan', loan.id, 'give_back')).configuration, ['back']);
    const [after] = await reader.read(`/api/v1/loan/${loan.id}/events?all=true`);
    assert.deepEqual(after.reasons.map(({ cause, states }) => [cause, states]), [['state', ['lent', 'late']]]);
    assert.equal(after.reasons[0].sentence, 'This has come to its end (“back”); nothing more can be done.');
  } finally {
    await alone.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('its past is asked for as of a day', async () => {
  const [pledge] = installation.must('query', 'pledge', '--as-of', '2021-01-01T00:00:00Z').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(pledge.configuration, ['delivery.under_way', 'clock.on_time']);
});
