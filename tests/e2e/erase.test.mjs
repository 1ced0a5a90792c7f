// What the law wants erased is gone from every file, the history says that it was, and everything still verifies.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, itemPath, people } from './installation.mjs';

const user = 'kitakyushu-chamber';
const company = 'Zwiebelfisch Lebensmittel GmbH';
const order = ['--by', 'administrator', '--reason', 'Asked for under the law'];
let installation;
let report;
let file;

const holds = (word) => readdirSync(installation.data).some((name) => /^yellowsea\.db/.test(name) && readFileSync(join(installation.data, name)).includes(word));
const erasures = async (session) => (await session.history('problem-reports', report.id)).filter((entry) => entry.type === 'xstate.erase');

before(async () => {
  installation = Installation.demo();
  await installation.start();
  const as = people(installation);
  const chamber = await as(user);
  const [round] = await installation.public().list('rounds', 'state=planning');
  const upload = await chamber.request('POST', '/api/v1/attachments?name=Zwiebelbrief.txt', { body: 'secret onions' });
  file = upload.json.reference;
  const fields = { round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: 'Port costs', company, attachments: [file] };
  report = await chamber.open('problem-reports', fields, { 'idempotency-key': 'erase-me' });
  await chamber.fire('problem-reports', report.id, 'submit');
  await (await as('secretariat')).fire('problem-reports', report.id, 'accept');
  await chamber.send('PUT', '/api/v1/drafts/begun', { company });
});
after(() => installation?.remove());

test('an erasure needs an administrator, a reason, something that is there, and no server', async () => {
  const refused = (...words) => installation.run(['erase', ...words]);
  assert.match(refused('confidential', 'problem_report', report.id, ...order).stderr, /in use|running/);
  await installation.stop();
  assert.match(refused('person', user, '--by', 'secretariat', '--reason', 'x').stderr, /does not administer/);
  assert.match(refused('person', user, '--by', 'administrator', '--reason', ' ').stderr, /reason/);
  assert.match(refused('person', 'nobody', ...order).stderr, /no account 'nobody'/);
  assert.match(refused('person', 'administrator', ...order).stderr, /another one/);
  assert.match(refused('confidential', 'problem_report', 'none', ...order).stderr, /no problem_report 'none'/);
  assert.match(refused('attachment', 'sha256:00', ...order).stderr, /no attachment/);
  assert.equal(refused('person', user).status, 2);
  assert.equal(installation.must('erase', 'list'), '');
});

test("an item's confidential part is gone from the files, kept answers, forms and search", async () => {
  assert.ok(holds(company));
  const told = installation.must('erase', 'confidential', 'problem_report', report.id, ...order);
  assert.match(told, new RegExp(`recorded on: problem_report/${report.id}`));
  assert.match(told, /older backups still hold it/);
  assert.ok(!holds(company), 'the name is still in a file');
  installation.must('doctor');
  await installation.start();
  const chamber = await installation.signIn(user);
  const item = await chamber.item('problem-reports', report.id);
  assert.equal(item.fields.company, undefined);
  assert.equal(item.fields.title, 'Port costs');
  assert.deepEqual(await chamber.list('problem-reports', 'q=Zwiebelfisch'), []);
  const [entry] = await erasures(installation.public());
  assert.deepEqual(entry.data, { what: 'confidential', reason: 'Asked for under the law' });
  assert.equal(entry.actor.role, 'administrator');
  assert.equal((await erasures(chamber))[0].actor.user, 'administrator');
});

test("a file's bytes and name are gone; the history still names its hash", async () => {
  const path = `${itemPath('problem-reports', report.id)}/attachments/${file.slice(7)}`;
  assert.equal((await installation.public().get(path)).status, 200);
  await installation.stop();
  installation.must('erase', 'attachment', file, ...order);
  for (const word of ['secret onions', 'Zwiebelbrief']) assert.ok(!holds(word), word);
  installation.must('doctor');
  await installation.start();
  assert.equal((await installation.public().get(path)).status, 404);
  const item = await installation.public().item('problem-reports', report.id);
  assert.deepEqual(item.attachments, { [file]: { erased: true } });
  const again = await (await installation.signIn(user)).request('POST', '/api/v1/attachments?name=a.txt', { body: 'secret onions' });
  assertProblem(again, 409);
});

test('a person is gone, and their events say so', async () => {
  await installation.stop();
  assert.ok(holds(user));
  installation.must('erase', 'person', user, ...order);
  assert.ok(!holds(user), 'the user name is still in a file');
  installation.must('doctor');
  const listed = installation.must('erase', 'list').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(listed.map((each) => each.what), ['confidential', 'attachment', 'person']);
  assert.equal(listed[2].subject, '');
  await installation.start();
  await assert.rejects(installation.signIn(user), /cannot sign in/);
  const secretariat = await installation.signIn('secretariat');
  const [opened] = await secretariat.history('problem-reports', report.id);
  assert.deepEqual(opened.actor, { role: 'chamber', organisation: 'kitakyushu', erased: true });
});
