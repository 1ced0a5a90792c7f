// What people of the demonstration find on their desks: a survey with answers, and notices of which most are read.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Installation, people } from './installation.mjs';

let installation;
let as;

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
});
after(() => installation?.remove());

test('a chamber has a questionnaire that was answered, with its answers grouped into reports', async () => {
  const chamber = await as('kitakyushu-chamber');
  const [questionnaire] = (await chamber.read('/api/v1/questionnaires')).items;
  assert.equal(questionnaire.state, 'closed');
  const results = await chamber.read(`/api/v1/questionnaires/${questionnaire.id}/results`);
  assert.equal(results.submitted, 12);
  assert.equal(results.used, 10);
  const { items } = await chamber.read(`/api/v1/questionnaires/${questionnaire.id}/responses`);
  const reports = new Set(items.flatMap(({ supports }) => supports));
  assert.ok(reports.size > 0);
  for (const report of reports) assert.equal((await chamber.item('problem-reports', report)).fields.chamber, 'kitakyushu');
  assert.deepEqual((await (await as('busan-chamber')).read('/api/v1/questionnaires')).items, []);
});

test('nobody has more new notices than somebody would read', async () => {
  for (const { user } of installation.accounts()) {
    const { unread } = await (await as(user)).read('/api/v1/notices');
    assert.ok(unread < 99, `${user} has ${unread} new notices`);
  }
});
