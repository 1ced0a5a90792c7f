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
  const { items: questionnaires } = await chamber.read('/api/v1/questionnaires');
  const questionnaire = questionnaires.find(({ state }) => state === 'closed');
  const results = await chamber.read(`/api/v1/questionnaires/${questionnaire.id}/results`);
  assert.equal(results.submitted, 12);
  assert.equal(results.used, 10);
  const { items } = await chamber.read(`/api/v1/questionnaires/${questionnaire.id}/responses`);
  const reports = new Set(items.flatMap(({ supports }) => supports));
  assert.ok(reports.size > 0);
  for (const report of reports) assert.equal((await chamber.item('problem-reports', report)).fields.chamber, 'kitakyushu');
  assert.deepEqual((await (await as('busan-chamber')).read('/api/v1/questionnaires')).items, []);
});

test('and one that is being answered, of a round in its survey', async () => {
  const chamber = await as('kitakyushu-chamber');
  const { items: questionnaires } = await chamber.read('/api/v1/questionnaires');
  const questionnaire = questionnaires.find(({ state }) => state === 'open');
  assert.deepEqual((await chamber.item('rounds', questionnaire.within)).configuration, ['surveying']);
  assert.equal(questionnaire.answering, 'open');
  const results = await chamber.read(`/api/v1/questionnaires/${questionnaire.id}/results`);
  assert.equal(results.submitted, 8);
  assert.equal(results.used, 4);
  const { link } = await chamber.read(`/api/v1/questionnaires/${questionnaire.id}`);
  assert.match(link, /^[0-9a-hjkmnp-tv-z]{26}$/);
});

test('nobody has more new notices than somebody would read', async () => {
  for (const { user } of installation.accounts()) {
    const { unread } = await (await as(user)).read('/api/v1/notices');
    assert.ok(unread < 99, `${user} has ${unread} new notices`);
  }
});
