// "Why not?" on the demonstration: what the program says of an event agrees with what it does with it, and every
// reason is said as data and in words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Installation, itemPath, people } from './installation.mjs';

let installation;
let who;
before(async () => {
  installation = await Installation.demo().start();
  who = people(installation);
});
after(() => installation?.remove());

const kinds = ['rounds', 'problem-reports', 'action-plans', 'memoranda', 'commitments'];
const users = ['kitakyushu-chamber', 'kitakyushu-officer', 'kitakyushu-mayor', 'dalian-officer', 'secretariat', 'evaluator', 'administrator'];

// Some items of each configuration that the demonstration has.
async function samples(session, path) {
  const found = new Map();
  for (const item of await session.list(path)) {
    const key = item.configuration.join(' ');
    if (!found.has(key)) found.set(key, item);
  }
  return [...found.values()];
}

const eventsOf = async (session, path, id, language = 'en') => {
  const answer = await session.get(`${itemPath(path, id)}/events?all=true`, { 'accept-language': language });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};

test('an event that is not allowed is refused, and every reason is complete', async () => {
  const meta = (await (await who(users[0])).read('/api/v1/meta')).kinds;
  const statesOf = Object.fromEntries(meta.map((kind) => [kind.path, kind.states]));
  let refused = 0;
  const causes = new Set();
  const tried = new Set();
  for (const user of users) {
    const session = await who(user);
    for (const path of kinds) {
      for (const { id } of await samples(session, path)) {
        for (const event of await eventsOf(session, path, id)) {
          const about = `${user} ${path}/${id} ${event.type}`;
          assert.equal(event.allowed, event.reasons.length === 0, about);
          for (const reason of [...event.reasons, ...event.conditions]) {
            causes.add(reason.cause);
            assert.match(reason.sentence, /^\S.{8,}\.$/, about);
            assert.doesNotMatch(reason.sentence, /[{}]|undefined/, about);
            assert.ok(reason.rule && reason.by, about);
          }
          for (const target of event.targets) assert.ok(target in statesOf[path], `${about} leads to ${target}`);
          if (event.allowed) continue;
          refused += 1;
          // One try is enough for what is refused to one person for the same reasons.
          const key = [user, path, event.type, ...event.reasons.map(({ cause, rule }) => `${cause} ${rule}`)].join();
          if (tried.has(key)) continue;
          tried.add(key);
          const answer = await session.tryFire(path, id, event.type);
          assert.ok([403, 409, 422].includes(answer.status), `${about}: ${answer.status} ${answer.text}`);
          const personal = event.reasons.some(({ by }) => by === 'by');
          assert.equal(answer.status === 403, personal, `${about}: ${answer.status} ${answer.text}`);
        }
      }
    }
  }
  assert.ok(refused > 500, `only ${refused} refusals were looked at`);
  for (const cause of ['role', 'organisation', 'itself', 'state', 'items']) assert.ok(causes.has(cause), cause);
});

test('the list without all is what is allowed', async () => {
  for (const user of ['kitakyushu-officer', 'secretariat']) {
    const session = await who(user);
    for (const path of kinds) {
      for (const { id } of await samples(session, path)) {
        const all = await eventsOf(session, path, id);
        const some = await session.read(`${itemPath(path, id)}/events`);
        assert.deepEqual(some.map(({ type }) => type), all.filter(({ allowed }) => allowed).map(({ type }) => type));
      }
    }
  }
});

test('going to signing with gaps: allowed only with data that publish them, and the plans are named', async () => {
  const secretariat = await who('secretariat');
  const [round] = await secretariat.list('rounds', 'state=planning');
  const open = (await eventsOf(secretariat, 'rounds', round.id)).find(({ type }) => type === 'open_signing');
  const gaps = (await secretariat.read(`/api/v1/coverage?round=${encodeURIComponent(round.id)}`)).gaps;
  assert.ok(gaps > 0, 'the demonstration has a round with gaps');
  assert.equal(open.allowed, true);
  const plans = open.conditions.find(({ rule }) => rule === 'plans_answered');
  assert.equal(plans.kind, 'action_plan');
  assert.equal(plans.cause, 'items');
  assert.ok(plans.items.length >= gaps);
  assert.match(plans.sentence, /answered first/);
  // Without those data it is refused, by the same rules.
  const refused = await secretariat.tryFire('rounds', round.id, 'open_signing');
  assert.equal(refused.status, 409);
  assert.ok(open.conditions.some(({ rule }) => rule === refused.json.rule));
});

test('a sentence is made in the reader’s language', async () => {
  const officer = await who('dalian-officer');
  const [commitment] = await officer.list('commitments', 'city=kitakyushu&state=delivery.in_progress');
  const said = async (language) => (await eventsOf(officer, 'commitments', commitment.id, language)).flatMap(({ reasons }) => reasons.map(({ sentence }) => sentence));
  const [en, ja, zh, ko] = await Promise.all(['en', 'ja', 'zh', 'ko'].map(said));
  assert.ok(en.includes('Here this is for Kitakyushu to do; you act for Dalian.'), en.join('\n'));
  for (const sentence of ja) assert.match(sentence, /[\p{Script=Hiragana}\p{Script=Han}]/u);
  for (const sentence of zh) assert.match(sentence, /\p{Script=Han}/u);
  for (const sentence of ko) assert.match(sentence, /\p{Script=Hangul}/u);
  en.forEach((_, at) => assert.equal(new Set([en[at], ja[at], zh[at], ko[at]]).size, 4, en[at]));
});

test('an item that the reader may not know is not named as being in the way', async () => {
  for (const user of users) {
    const session = await who(user);
    for (const path of ['rounds', 'memoranda', 'commitments']) {
      for (const { id } of await samples(session, path)) {
        for (const { reasons, conditions } of await eventsOf(session, path, id)) {
          for (const { items, kind } of [...reasons, ...conditions]) {
            const its = { problem_report: 'problem-reports', action_plan: 'action-plans', commitment: 'commitments', memorandum: 'memoranda', round: 'rounds' }[kind];
            for (const each of (items ?? []).slice(0, 3)) assert.equal((await session.get(itemPath(its, each))).status, 200, `${user} ${kind} ${each}`);
          }
        }
      }
    }
  }
});
