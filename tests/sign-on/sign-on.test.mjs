// Signing in by an identity provider, on the real program against a real provider, and against one that lies.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Installation, Session } from '../e2e/installation.mjs';
import { IdentityProvider, newKey, secret, visit } from './provider.mjs';

const password = 'every problem is heard';
const officer = { role: 'city_officer', organisation: 'busan' };
let installation;
let provider;
let root;

before(async () => {
  provider = await new IdentityProvider().start();
  installation = Installation.withAccounts([
    { user: 'root', password, role: 'administrator', organisation: 'operations' },
    { user: 'office', password, role: 'secretariat', organisation: 'secretariat' },
  ]);
  const file = join(installation.data, 'provider-secret');
  writeFileSync(file, `${secret}\n`);
  installation.configure({ sign_on: [provider.settings(file)], trusted_proxies: ['127.0.0.1'] });
  await installation.start();
  provider.serve(installation.url);
  provider.people = Object.assign(provider.people, {
    kim: { email: 'Kim@Busan.example', email_verified: true },
    lee: { email: 'lee@busan.example', email_verified: true },
    unverified: { email: 'park@busan.example', email_verified: false },
    impostor: { email: 'kim@busan.example', email_verified: true },
    office: { email: 'office@secretariat.example', email_verified: true },
  });
  root = await installation.signIn('root', password);
  await invite('kim', { provider: 'city', email: 'kim@busan.example' });
});
after(async () => {
  await installation.remove();
  await provider.stop();
});
beforeEach(() => {
  provider.falsify = null;
});

const answers = (answer, status, rule) => {
  assert.equal(answer.status, status, answer.text);
  if (rule) assert.equal(answer.json.rule, rule, answer.text);
  return answer.json;
};

// Each sign-in comes from an address of its own: one that fails thirty times in five minutes has to wait.
let visitors = 0;

const cookieOf = (answer, name) => answer.headers['set-cookie']?.map((line) => line.split(';')[0]).find((pair) => pair.startsWith(`${name}=`));

async function invite(user, signOn, roles = [officer]) {
  const made = answers(await root.send('POST', '/api/v1/invitations', { name: user, roles, sign_on: signOn }), 201);
  const token = made.path.split('#')[1];
  return installation.public().send('POST', '/api/v1/invitations/accept', { token, user, name: user, password }, { origin: installation.url });
}

const post = (path, body, headers = {}) =>
  installation.request('POST', path, { headers: { 'content-type': 'application/json', origin: installation.url, ...headers }, body: JSON.stringify(body) });

// The way to the provider and back: what the browser brings along, and the cookie of the browser that began.
async function goThere(who, { language = 'en', begin = (path, headers) => post(path, {}, { ...headers, 'accept-language': language }), path = '/api/v1/sign-on/city' } = {}) {
  visitors += 1;
  const from = { 'x-forwarded-for': `192.0.2.${visitors % 250}` };
  const begun = await begin(path, from);
  answers(begun, 201);
  provider.who = who;
  const back = await visit(begun.json.address, `${installation.url}/sign-on`);
  return { address: new URL(begun.json.address), back, brought: Object.fromEntries(back.searchParams), from, cookie: cookieOf(begun, 'yellowsea_sign_on') };
}

const finish = ({ brought, cookie, from }, headers = {}) => post('/api/v1/sign-on/finish', brought, { cookie, ...from, ...headers });
const signOn = async (who, headers = {}) => finish(await goThere(who), headers);

function sessionOf(answer) {
  answers(answer, 200);
  return new Session(installation, { cookie: cookieOf(answer, 'yellowsea_session'), csrf: answer.json.csrf_token });
}

const lastFailure = async () => (await root.read('/api/v1/audit?limit=5')).items.find(({ type }) => type === 'sign_in_failed').detail;

test('who was invited with an address signs in by the provider, in the role of the invitation, and the log says so', async () => {
  const way = await goThere('kim');
  assert.equal(way.address.searchParams.get('code_challenge_method'), 'S256');
  assert.match(way.address.searchParams.get('nonce'), /^[\w-]{43}$/);
  const answer = await finish(way);
  const kim = sessionOf(answer);
  assert.deepEqual([answer.json.user, answer.json.roles], ['kim', [officer]]);
  assert.match(answer.headers['set-cookie'].join(), /yellowsea_sign_on=; .*Max-Age=0/);
  assert.deepEqual((await kim.read('/api/v1/session')).acting, officer);
  const line = (await root.read('/api/v1/audit?limit=1')).items[0];
  assert.deepEqual([line.type, line.user, line.detail], ['signed_in', 'kim', { provider: 'city' }]);
  // The provider signs nothing for anybody: that takes the installation's own password.
  answers(await kim.send('POST', '/api/v1/tokens', { name: 'mine' }), 403, 'password_again');
});

test('after the first time the subject counts: an address may be given to somebody else', async () => {
  answers(await signOn('impostor', { 'accept-language': 'ko' }), 401, 'sign_on_account');
  provider.people.kim.email = 'somebody.else@busan.example';
  sessionOf(await signOn('kim'));
});

test('nobody gets an account by signing in, neither a stranger nor by an address that nobody has verified', async () => {
  await invite('park', { provider: 'city', email: 'park@busan.example' });
  const people = (await root.read('/api/v1/accounts')).items.length;
  for (const who of ['lee', 'unverified']) {
    const answer = await signOn(who, { 'accept-language': 'ko' });
    answers(answer, 401, 'sign_on_account');
    assert.match(answer.json.detail, /관리자/);
    assert.equal(answer.headers['set-cookie'], undefined);
  }
  assert.equal((await root.read('/api/v1/accounts')).items.length, people);
  provider.people.unverified.email_verified = true;
  sessionOf(await signOn('unverified'));
});

test('a closed account is as unknown as a stranger, and works again once it is opened', async () => {
  await invite('choi', { provider: 'city', subject: 'choi-7' });
  provider.people['choi-7'] = {};
  const choi = sessionOf(await signOn('choi-7'));
  answers(await root.send('PUT', '/api/v1/accounts/choi', { disabled: true }), 204);
  answers(await choi.get('/api/v1/session'), 401);
  const closed = await signOn('choi-7');
  const stranger = await signOn('lee');
  assert.equal(closed.text, stranger.text);
  answers(closed, 401, 'sign_on_account');
  answers(await root.send('PUT', '/api/v1/accounts/choi', { disabled: false }), 204);
  sessionOf(await signOn('choi-7'));
});

test('an invitation names one account of a provider, and nobody else may have it', async () => {
  answers(await invite('kim2', { provider: 'city', subject: 'kim' }), 409, 'sign_on_taken');
  const names = (await root.read('/api/v1/accounts')).items.map(({ user }) => user);
  assert.ok(!names.includes('kim2'), 'the account was not made');
  const wrong = async (signOn) => answers(await root.send('POST', '/api/v1/invitations', { name: 'x', roles: [officer], sign_on: signOn }), 422).errors[0].pointer;
  assert.equal(await wrong({ provider: 'nobody', email: 'x@busan.example' }), '/sign_on/provider');
  assert.equal(await wrong({ provider: 'city', email: 'no address' }), '/sign_on/email');
  assert.equal(await wrong({ provider: 'city', email: 'x@busan.example', subject: 'both' }), '/sign_on/email');
});

test('each sign-in counts once, in the browser that began it', async () => {
  const way = await goThere('kim');
  answers(await finish({ ...way, cookie: 'yellowsea_sign_on=somebody-elses' }), 401, 'sign_on_attempt');
  answers(await post('/api/v1/sign-on/finish', way.brought), 401, 'sign_on_attempt');
  answers(await finish({ ...way, brought: { ...way.brought, state: 'made-up' } }), 401, 'sign_on_attempt');
  answers(await finish(way, { origin: 'https://elsewhere.example' }), 403, 'origin');
  sessionOf(await finish(way));
  answers(await finish(way), 401, 'sign_on_attempt');
  // A code of one sign-in in the place of another's: PKCE and nonce are not its own.
  const other = await goThere('kim');
  const mixed = await goThere('kim');
  answers(await finish({ ...mixed, brought: { ...mixed.brought, code: other.brought.code } }), 401, 'sign_on_refused');
  answers(await post('/api/v1/sign-on/city', {}, { origin: 'https://elsewhere.example' }), 403, 'origin');
});

test('who says no at the provider is not signed in, and comes back in their language', async () => {
  const way = await goThere(null, { language: 'ja' });
  assert.equal(way.brought.error, 'access_denied');
  const page = await installation.request('GET', way.back.pathname + way.back.search);
  assert.equal(page.status, 303);
  assert.match(page.headers.location, /^\/ja\/sign-on\?.*error=access_denied/);
  const answer = await finish(way, { 'accept-language': 'ja' });
  answers(answer, 401, 'sign_on_refused');
  assert.match(answer.json.detail, /認証サービス/);
});

// Before the lies: for a minute after an unknown key nobody makes the program ask for keys again.
test('the provider may change its keys at any time', async () => {
  sessionOf(await signOn('kim'));
  provider.rotate('second');
  sessionOf(await signOn('kim'));
});

const now = () => Math.floor(Date.now() / 1000);
const elsewhere = newKey('first');
const lies = {
  'another nonce': ['nonce', (claims) => provider.signed({ ...claims, nonce: 'of another sign-in' })],
  'no nonce': ['nonce', ({ nonce, ...claims }) => provider.signed(claims)],
  'another audience': ['aud', (claims) => provider.signed({ ...claims, aud: 'another-program' })],
  'two audiences and none authorised': ['aud', (claims) => provider.signed({ ...claims, aud: ['yellowsea', 'another-program'] })],
  'authorised for another': ['aud', (claims) => provider.signed({ ...claims, azp: 'another-program' })],
  'another issuer': ['iss', (claims) => provider.signed({ ...claims, iss: 'https://other.example' })],
  'run out': ['exp', (claims) => provider.signed({ ...claims, exp: now() - 120 })],
  'never runs out': ['exp', ({ exp, ...claims }) => provider.signed(claims)],
  'from the future': ['iat', (claims) => provider.signed({ ...claims, iat: now() + 3600 })],
  'of yesterday': ['iat', (claims) => provider.signed({ ...claims, iat: now() - 86_400 })],
  'not yet': ['nbf', (claims) => provider.signed({ ...claims, nbf: now() + 3600 })],
  'no subject': ['sub', ({ sub, ...claims }) => provider.signed(claims)],
  'not signed': [undefined, (claims) => provider.unsigned(claims)],
  'signed by the public key as a secret': [undefined, (claims) => provider.byPublicKey(claims)],
  'the same, the key as JSON': [undefined, (claims) => provider.byPublicKey(claims, 'jwk')],
  'signed by somebody else under the same name': [undefined, (claims) => provider.signed(claims, {}, elsewhere)],
  'signed by a key that nobody has': ['key', (claims) => provider.signed(claims, { kid: 'unheard-of' }, elsewhere)],
  'brings its own key along': [undefined, (claims) => provider.signed(claims, { jwk: { kty: 'RSA', n: elsewhere.jwk.n, e: elsewhere.jwk.e }, jku: 'https://other.example/keys' }, elsewhere)],
  'asks for an extension': [undefined, (claims) => provider.signed(claims, { crit: ['exp'], exp: 1 })],
  'changed after signing': [
    undefined,
    (claims, header) => {
      const [head, , signature] = provider.signed(claims, header).split('.');
      return `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: 'office' })).toString('base64url')}.${signature}`;
    },
  ],
  'no token': [undefined, () => 'nonsense'],
};
for (const [name, [claim, lie]] of Object.entries(lies)) {
  test(`a token does not count: ${name}`, async () => {
    provider.falsify = lie;
    answers(await signOn('kim'), 401, 'sign_on_token');
    const detail = await lastFailure();
    assert.deepEqual([detail.rule, detail.claim, detail.provider], ['sign_on_token', claim, 'city']);
    // What stands in its place when nobody lies, so that the test is about the lie.
    provider.falsify = (claims) => provider.signed(claims);
    sessionOf(await signOn('kim'));
  });
}

test('an answer that another provider gave is refused', async () => {
  const way = await goThere('kim');
  assert.equal(way.brought.iss, provider.issuer);
  answers(await finish({ ...way, brought: { ...way.brought, iss: 'https://other.example' } }), 401, 'sign_on_token');
  // This one says that it always names itself: without its name an answer is not its own.
  const again = await goThere('kim');
  const { iss, ...nameless } = again.brought;
  assert.equal(iss, provider.issuer);
  answers(await finish({ ...again, brought: nameless }), 401, 'sign_on_token');
});

test('somebody with a link of their own account signs in by it until they end it', async () => {
  const office = await installation.signIn('office', password);
  answers(await signOn('office'), 401, 'sign_on_account');
  const begin = (path) => office.send('POST', path, {});
  const way = await goThere('office', { begin, path: '/api/v1/sign-on/city/link' });
  // Another session, even of the same person, is not the one that gave its password.
  const other = await installation.signIn('office', password);
  const both = (session) => ({ cookie: `${session.cookie}; ${way.cookie}`, 'x-csrf-token': session.csrf });
  answers(await finish(way, both(other)), 401, 'sign_on_attempt');
  const again = await goThere('office', { begin, path: '/api/v1/sign-on/city/link' });
  answers(await finish(again, { cookie: `${office.cookie}; ${again.cookie}`, 'x-csrf-token': office.csrf }), 200);
  assert.equal((await office.read('/api/v1/sign-on')).items[0].linked, true);
  assert.equal(sessionOf(await signOn('office')) instanceof Session, true);
  const taken = await goThere('kim', { begin, path: '/api/v1/sign-on/city/link' });
  answers(await finish(taken, { cookie: `${office.cookie}; ${taken.cookie}`, 'x-csrf-token': office.csrf }), 409, 'sign_on_taken');
  answers(await office.request('DELETE', '/api/v1/sign-on/city/link'), 204);
  answers(await signOn('office'), 401, 'sign_on_account');
  const types = (await root.read('/api/v1/audit?limit=20')).items.map(({ type }) => type);
  assert.ok(types.includes('sign_on_linked') && types.includes('sign_on_unlinked'));
  answers(await installation.public().send('POST', '/api/v1/sign-on/city/link', {}), 401);
});

test('a provider that is away holds up nobody who has a password', async () => {
  const way = await goThere('kim');
  const { port } = new URL(provider.issuer);
  await provider.stop();
  const answer = await finish(way, { 'accept-language': 'zh' });
  answers(answer, 503, 'sign_on_unavailable');
  assert.match(answer.json.detail, /密码/);
  await installation.signIn('office', password);
  await provider.start(Number(port));
  sessionOf(await signOn('kim'));
});
