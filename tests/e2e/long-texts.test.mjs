// As much as people may write: what they wrote before, or what others wrote, never keeps anybody from going on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Installation } from './installation.mjs';

let installation;
before(async () => {
  installation = await Installation.demo().start();
});
after(() => installation?.remove());

const session = (role, organisation) => installation.signIn(installation.accounts().find((each) => each.role === role && (!organisation || each.organisation === organisation)).user);

test('a commitment has news every week for three years, each as long as a short report', async () => {
  const officer = await session('city_officer', 'kitakyushu');
  const { items } = await officer.read('/api/v1/commitments?city=kitakyushu&state=delivery.in_progress');
  const { id } = items[0];
  const had = items[0].fields.progress?.length ?? 0;
  const text = (week) => `${week}: ${'多言語の案内を窓口に置きました。'.repeat(40)}`;
  for (let week = 0; week < 150; ++week) await officer.fire('commitments', id, 'progress', { outlook: 'on_track', text: text(week) });
  const { fields } = await officer.read(`/api/v1/commitments/${id}`);
  assert.equal(fields.progress.length, had + 150);
  assert.equal(fields.progress.at(-1).text, text(149));
  const history = await officer.history('commitments', id);
  assert.deepEqual([history.at(-1).appended.progress.length, history.at(-1).changed], [1, {}]);
});

test('the longest draft of one city does not keep a round from being abandoned', async () => {
  const officer = await session('city_officer', 'busan');
  const { items } = await officer.read('/api/v1/action-plans?city=busan&round=2027&state=drafting');
  const { id } = items[0];
  const measures = Array.from({ length: 5 }, (_, at) => ({ text: `${at} ${'措'.repeat(3000)}`, department: 'Port', due: '2028-01-01', test: 'Counted.' }));
  await officer.fire('action-plans', id, 'edit', { text: '港'.repeat(10_000), measures });
  const secretariat = await session('secretariat');
  await secretariat.fire('rounds', '2027', 'abandon', { reason: 'Too few members can take part.' });
  const plan = await officer.read(`/api/v1/action-plans/${id}`);
  assert.deepEqual(plan.configuration, ['not_committed']);
  assert.equal(plan.fields.draft_text, '港'.repeat(10_000));
  assert.deepEqual(plan.fields.draft_measures.map(({ text }) => text), measures.map(({ text }) => text));
});
