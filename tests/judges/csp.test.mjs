// The policy of the running program, as an outside judge sees it; and that the judge sees something.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Installation } from '../e2e/installation.mjs';
import { findings, judgeCsp } from './csp.mjs';

let installation;
before(async () => {
  installation = Installation.withAccounts([]);
  await installation.start();
});
after(() => installation?.remove());

test('nothing is found against the policy of any answer', async () => {
  assert.deepEqual(await judgeCsp(installation.url), []);
});

test('something is found against policies that are none', () => {
  for (const policy of ['', "default-src *", "script-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'", "script-src 'self' https://cdn.example; object-src 'none'"]) {
    assert.notDeepEqual(findings(policy), [], policy);
  }
});
