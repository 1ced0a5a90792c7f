// Second factors of people who sign in by an identity provider: the installation's own, unless the provider is believed
// to ask for one itself.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation, Session } from '../e2e/installation.mjs';
import { oneTimeCode } from '../e2e/one-time-code.mjs';
import { IdentityProvider, secret, visit } from './provider.mjs';

const password = 'every problem is heard';
let installation;
let lax;
let strict;

before(async () => {
  lax = await new IdentityProvider().start();
  strict = await new IdentityProvider().start();
  installation = Installation.withAccounts([{ user: 'office', password, role: 'secretariat', organisation: 'secretariat' }]);
  const file = join(installation.data, 'provider-secret');
  writeFileSync(file, secret);
  installation.configure({ second_factor: true, sign_on: [lax.settings(file, { id: 'lax' }), strict.settings(file, { id: 'strict', second_factor: { amr: ['mfa'] } })] });
  await installation.start();
  for (const provider of [lax, strict]) {
    provider.serve(installation.url);
    provider.who = 'office';
    Object.assign(provider.people, { office: {} });
  }
});
after(async () => {
  await installation.remove();
  await lax.stop();
  await strict.stop();
});

const send = (path, body, headers = {}) =>
  installation.request('POST', path, { headers: { 'content-type': 'application/json', origin: installation.url, ...headers }, body: JSON.stringify(body) });
const cookie = (answer, name) => answer.headers['set-cookie'].map((line) => line.split(';')[0]).find((pair) => pair.startsWith(`${name}=`));

async function way(begun) {
  assert.equal(begun.status, 201, begun.text);
  const back = await visit(begun.json.address, `${installation.url}/sign-on`);
  return { brought: Object.fromEntries(back.searchParams), cookie: cookie(begun, 'yellowsea_sign_on') };
}

const session = (answer) => new Session(installation, { cookie: cookie(answer, 'yellowsea_session'), csrf: answer.json.csrf_token });

test('the one-time code is asked for after the provider, and not where the provider is believed', async () => {
  const office = await installation.signIn('office', password);
  const { secret: shared } = (await office.send('POST', '/api/v1/second-factor', {})).json;
  const { recovery_codes: codes } = (await office.send('PUT', '/api/v1/second-factor', { code: oneTimeCode(shared) })).json;
  for (const id of ['lax', 'strict']) {
    const link = await way(await office.send('POST', `/api/v1/sign-on/${id}/link`, {}));
    const linked = await send('/api/v1/sign-on/finish', link.brought, { cookie: `${office.cookie}; ${link.cookie}`, 'x-csrf-token': office.csrf });
    assert.equal(linked.status, 200, linked.text);
  }

  const here = await way(await send('/api/v1/sign-on/lax', {}));
  const asked = await send('/api/v1/sign-on/finish', here.brought, { cookie: here.cookie });
  assert.deepEqual([asked.status, asked.json.rule, asked.headers['set-cookie']], [401, 'second_factor_needed', undefined]);
  const { state } = here.brought;
  const finish = (code, by = here.cookie) => send('/api/v1/sign-on/finish', { state, second_factor: code }, { cookie: by });
  assert.equal((await finish('000000')).json.rule, 'second_factor_wrong');
  assert.equal((await finish(codes[0], 'yellowsea_sign_on=another-browser')).json.rule, 'sign_on_attempt');
  const right = await finish(codes[0]);
  assert.equal(right.status, 200, right.text);
  assert.equal((await session(right).send('POST', '/api/v1/rounds', {})).status, 422, 'a second factor was given: only the form is wrong');
  assert.equal((await finish(codes[1])).json.rule, 'sign_on_attempt');

  // Believed only about sign-ins of which it says so.
  const weak = await way(await send('/api/v1/sign-on/strict', {}));
  assert.equal((await send('/api/v1/sign-on/finish', weak.brought, { cookie: weak.cookie })).json.rule, 'second_factor_needed');
  strict.amr = ['pwd', 'mfa'];
  const there = await way(await send('/api/v1/sign-on/strict', {}));
  const believed = await send('/api/v1/sign-on/finish', there.brought, { cookie: there.cookie });
  assert.equal(believed.status, 200, believed.text);
  assert.equal((await session(believed).send('POST', '/api/v1/rounds', {})).status, 422);

  // Without one of their own, only who comes by the provider that asks for one may change anything.
  assert.equal((await office.request('DELETE', '/api/v1/second-factor')).status, 204);
  for (const [id, status] of [['lax', 403], ['strict', 422]]) {
    const once = await way(await send(`/api/v1/sign-on/${id}`, {}));
    const signedIn = await send('/api/v1/sign-on/finish', once.brought, { cookie: once.cookie });
    assert.equal((await session(signedIn).send('POST', '/api/v1/rounds', {})).status, status, id);
  }
});
