// Somebody is away: their notices reach whoever stands in, in whatever role that person acts, and no right moves.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, day, itemPath, people } from './installation.mjs';

let installation;
let as;
let deputy;

before(async () => {
  installation = Installation.demo();
  const roles = ['--role', 'city_officer@kitakyushu', '--role', 'mayor_office@kitakyushu'];
  const added = installation.run(['user', 'add', 'deputy', '--name', 'Deputy Tanaka', ...roles], 'three wet umbrellas\n');
  assert.equal(added.status, 0, added.stderr);
  await installation.start();
  as = people(installation);
  deputy = await installation.signIn('deputy', 'three wet umbrellas');
});
after(() => installation?.remove());

const name = async (values) => (await as('kitakyushu-mayor')).send('PUT', '/api/v1/stand-ins/own', values);
const foreign = ({ standing_in }) => standing_in !== undefined;

test('what is wrong is named field by field, the same for nobody and for somebody elsewhere', async () => {
  const wrong = await name({ stand_in: 'busan-mayor', from: 'soon', until: day(-400) });
  assertProblem(wrong, 422);
  const nobody = await name({ stand_in: 'nobody-at-all', from: 'soon', until: day(-400) });
  assert.deepEqual(nobody.json.errors, wrong.json.errors);
  assert.deepEqual(wrong.json.errors.map(({ pointer }) => pointer).sort(), ['/from', '/stand_in']);
  assertProblem(await name({ stand_in: 'deputy', from: day(0), until: day(3), rights: 'all' }), 422);
  assertProblem(await installation.public().send('PUT', '/api/v1/stand-ins/own', {}), 401);
});

test('notices reach the stand-in, marked as such, until the arrangement ends', async () => {
  const before = (await deputy.read('/api/v1/notices')).items;
  assert.equal(before.filter(foreign).length, 0);
  const named = await name({ stand_in: 'deputy', from: day(-1), until: day(3) });
  assert.equal(named.status, 204, named.text);
  const own = (await (await as('kitakyushu-mayor')).read('/api/v1/stand-ins')).own;
  assert.equal(own.stand_in.user, 'deputy');
  assert.equal(own.now, true);
  const notices = (await deputy.read('/api/v1/notices')).items.filter(foreign);
  assert.ok(notices.length > 0, 'the demo’s mayor has notices');
  assert.ok(notices.every(({ standing_in }) => standing_in.role === 'mayor_office' && standing_in.organisation === 'kitakyushu'));
  const { items } = await (await as('busan-mayor')).read('/api/v1/stand-ins');
  assert.deepEqual(items, [], 'nobody elsewhere is told who is away');
});

test('reading them is the stand-in’s own, and no right comes along', async () => {
  const latest = (await deputy.read('/api/v1/notices')).items[0].id;
  await deputy.send('PUT', '/api/v1/notices/read', { up_to: latest });
  assert.equal((await deputy.read('/api/v1/notices')).unread, 0);
  const mayors = await as('kitakyushu-mayor');
  assert.ok((await mayors.read('/api/v1/notices')).unread > 0, 'the mayor’s own mark is where it was');
  // As an officer, the stand-in may still not do what the mayor's office may.
  const plan = (await deputy.list('action-plans', 'city=kitakyushu'))[0];
  const may = await deputy.read(`${itemPath('action-plans', plan.id)}/events?all=true`);
  assert.equal(may.find(({ type }) => type === 'approve').allowed, false);
  assert.ok(may.find(({ type }) => type === 'approve').reasons.some(({ cause }) => cause === 'role'));
});

test('back again, or erased, nothing of it is left', async () => {
  assert.equal((await (await as('kitakyushu-mayor')).send('DELETE', '/api/v1/stand-ins/own')).status, 204);
  assert.equal((await deputy.read('/api/v1/notices')).items.filter(foreign).length, 0);
  await name({ stand_in: 'deputy', from: day(0), until: day(3) });
  await installation.stop();
  installation.must('erase', 'person', 'deputy', '--by', 'administrator', '--reason', 'Asked for it.');
  await installation.start();
  const again = await installation.signIn('kitakyushu-mayor');
  assert.equal((await again.read('/api/v1/stand-ins')).own, null);
});
