// Every attack in short, one after the other on the same server: users are served, however slowly this machine is. How
// fast, says load.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Installation, sanitized } from '../e2e/installation.mjs';
import { ATTACKS } from './attacks.mjs';
import { underAttack } from './run.mjs';

let installation;
before(async () => {
  installation = await Installation.demo().start();
});
after(() => installation?.remove());

// To look whether memory may be read, the sanitizer needs a descriptor.
const skipped = (name) => sanitized && name === 'descriptors' && 'a sanitizer cannot do without descriptors';

for (const name of Object.keys(ATTACKS)) {
  test(`users are served under the attack "${name}"`, { skip: skipped(name) }, async () => {
    const result = await underAttack(installation, name, { connections: 100, seconds: 3, users: 5, pause: 200 });
    assert.ok(result.requests >= 5, JSON.stringify(result));
    assert.equal(result.succeeded, 1, JSON.stringify(result));
    // A sanitizer needs memory of its own.
    if (!sanitized) assert.ok(result.memory < 512, `${result.memory} MiB`);
  });
}
