// Accounts on the real program: an invitation to a working account, the password again, sessions and their live
// streams, tokens with a scope, the log of access, second factors where the configuration asks for them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, Session } from './installation.mjs';
import { Live } from './live.mjs';
import { oneTimeCode } from './one-time-code.mjs';

const password = 'every problem is heard';
let installation;

before(async () => {
  installation = Installation.withAccounts([
    { user: 'root', password, role: 'administrator', organisation: 'operations' },
    { user: 'office', password, role: 'secretariat', organisation: 'secretariat' },
    { user: 'committee', password, role: 'evaluator', organisation: 'committee' },
  ]);
  await installation.start();
});
after(() => installation.remove());

const answers = (answer, status, rule) => {
  assert.equal(answer.status, status, answer.text);
  if (rule) assert.equal(answer.json.rule, rule, answer.text);
  return answer.json;
};

// The code with which the server closes the stream. It is told when the change is committed; the guard only keeps a
// broken server from hanging the test.
const closed = async (live) => {
  for (let turns = 0; live.closed === null && turns < 2000; ++turns) await new Promise((resolve) => setTimeout(resolve, 10));
  return live.closed;
};

test('an invitation becomes an account that works, and closing it ends its session and its live stream within a second', async () => {
  const root = await installation.signIn('root', password);
  const officer = { role: 'city_officer', organisation: 'busan' };
  const invitation = answers(await root.send('POST', '/api/v1/invitations', { name: 'Kim', roles: [officer] }), 201);
  assert.match(invitation.path, /^\/en\/join#[\w-]{43}$/);
  const token = invitation.path.split('#')[1];
  const nobody = installation.public();
  const origin = { origin: installation.url };
  const offered = answers(await nobody.send('POST', '/api/v1/invitations/accept', { token }, origin), 200);
  assert.deepEqual(offered, { name: 'Kim', roles: [officer] });
  const weak = await nobody.send('POST', '/api/v1/invitations/accept', { token, user: 'kim', name: 'Kim', password: 'Kitakyushu-2026' }, { ...origin, 'accept-language': 'ko' });
  assert.equal(weak.json.errors[0].rule, 'password_too_common', weak.text);
  assert.match(weak.json.errors[0].detail, /비밀번호/);
  answers(await nobody.send('POST', '/api/v1/invitations/accept', { token, user: 'kim', name: 'Kim', password }, origin), 201);
  answers(await nobody.send('POST', '/api/v1/invitations/accept', { token, user: 'kim2', name: 'Kim', password }, origin), 401, 'bad_link');
  const kim = await installation.signIn('kim', password);
  const live = await Live.open(kim);
  assert.equal(live.status, 101);
  answers(await root.send('PUT', '/api/v1/accounts/kim', { disabled: true }), 204);
  assert.equal(await closed(live), 1008);
  answers(await kim.get('/api/v1/session'), 401);
});

test('confirming the password gives the session a new token, and its live stream goes on', async () => {
  const office = await installation.signIn('office', password);
  const live = await Live.open(office);
  const wrong = answers(await office.send('POST', '/api/v1/session/confirm', { password: 'something else' }), 422);
  assert.equal(wrong.errors[0].pointer, '/password');
  const answer = await office.send('POST', '/api/v1/session/confirm', { password });
  answers(answer, 200);
  const renewed = new Session(installation, { cookie: answer.headers['set-cookie'][0].split(';')[0], csrf: answer.json.csrf_token });
  answers(await office.get('/api/v1/session'), 401);
  answers(await renewed.get('/api/v1/session'), 200);
  assert.equal(live.closed, null);
  answers(await renewed.request('DELETE', '/api/v1/session'), 204);
  assert.equal(await closed(live), 1008);
});

test('a token reads only, unless it was made for more', async () => {
  const office = await installation.signIn('office', password);
  const made = answers(await office.send('POST', '/api/v1/tokens', { name: 'reports', days: 7 }), 201);
  const program = new Session(installation, { token: made.token });
  answers(await program.get('/api/v1/rounds'), 200);
  answers(await program.send('POST', '/api/v1/rounds', {}), 403, 'token_scope');
  const rounds = answers(await office.send('POST', '/api/v1/tokens', { name: 'rounds', days: 7, read_only: false, kinds: ['round'] }), 201);
  const writer = new Session(installation, { token: rounds.token });
  answers(await writer.send('POST', '/api/v1/rounds', {}), 422);
  answers(await writer.send('POST', '/api/v1/problem-reports', {}), 403, 'token_scope');
  answers(await office.request('DELETE', `/api/v1/tokens/${made.id}`), 204);
  answers(await program.get('/api/v1/rounds'), 401);
});

test('two persons name a mayor, and the committee reads how it came about', async () => {
  const root = await installation.signIn('root', password);
  const mayor = { role: 'mayor_office', organisation: 'busan' };
  const waiting = answers(await root.send('POST', '/api/v1/invitations', { name: 'Mayor', roles: [mayor] }), 201);
  assert.equal(waiting.waits, true);
  answers(await root.send('POST', `/api/v1/invitations/${waiting.id}/confirm`, {}), 403, 'second_person');
  const second = answers(await root.send('POST', '/api/v1/invitations', { name: 'Second', roles: [{ role: 'administrator', organisation: 'operations' }] }), 201);
  assert.equal(second.waits, false, 'the only administrator names a second one alone');
  const origin = { origin: installation.url };
  const join = (invitation, user) => installation.public().send('POST', '/api/v1/invitations/accept', { token: invitation.path.split('#')[1], user, name: user, password }, origin);
  answers(await join(waiting, 'mayor'), 409, 'waits_for_second');
  answers(await join(second, 'second'), 201);
  const other = await installation.signIn('second', password);
  answers(await other.send('POST', `/api/v1/invitations/${waiting.id}/confirm`, {}), 204);
  answers(await join(waiting, 'mayor'), 201);

  const committee = await installation.signIn('committee', password);
  const lines = answers(await committee.get('/api/v1/audit?limit=200'), 200).items;
  assert.ok(lines.some(({ type, user }) => type === 'invitation_confirmed' && user === 'second'));
  assert.ok(lines.some(({ type, subject }) => type === 'joined' && subject === 'mayor'));
  const office = await installation.signIn('office', password);
  const hidden = await office.get('/api/v1/audit');
  const absent = await office.get('/api/v1/nothing-like-that');
  assert.equal(hidden.status, 404);
  assert.equal(hidden.text, absent.text);
});

test('where the configuration asks for second factors, nobody changes anything without one', async () => {
  const strict = Installation.withAccounts([{ user: 'office', password, role: 'secretariat', organisation: 'secretariat' }]);
  const config = join(strict.data, 'strict.json');
  writeFileSync(config, JSON.stringify({ second_factor: true }));
  const place = strict.place.bind(strict);
  strict.place = () => [...place(), '--config', config];
  await strict.start();
  try {
    const office = await strict.signIn('office', password);
    answers(await office.send('POST', '/api/v1/rounds', {}), 403, 'second_factor_required');
    const { secret } = answers(await office.send('POST', '/api/v1/second-factor', {}), 201);
    const on = answers(await office.send('PUT', '/api/v1/second-factor', { code: oneTimeCode(secret) }), 200);
    assert.equal(on.recovery_codes.length, 10);
    answers(await office.send('POST', '/api/v1/rounds', {}), 422);
    const origin = { origin: strict.url };
    const again = (more) => strict.public().send('POST', '/api/v1/session', { user: 'office', password, ...more }, origin);
    answers(await again({}), 401, 'second_factor_needed');
    answers(await again({ code: on.recovery_codes[0] }), 200);
    answers(await again({ code: on.recovery_codes[0] }), 401, 'second_factor_wrong');
  } finally {
    await strict.remove();
  }
});
