// How often one caller may ask, as the server is configured.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Installation } from './installation.mjs';

let installation;

before(async () => {
  installation = Installation.withAccounts([]);
  const slow = { per_second: 1, burst: 3 };
  installation.configure({ rates: { public_read: slow, search: slow, on_loopback: true } });
  await installation.start();
});
after(() => installation?.remove());

test('who asks too often is told how long to wait, in the language asked for', async () => {
  const headers = { 'accept-language': 'ja' };
  const answers = [];
  for (let i = 0; i < 4; ++i) answers.push(await installation.request('GET', '/api/v1/rounds', { headers }));
  assert.deepEqual(answers.slice(0, 3).map(({ status }) => status), [200, 200, 200]);
  assert.equal(answers[3].status, 429);
  assert.equal(answers[3].headers['retry-after'], '1');
  assert.match(answers[3].json.detail, /要求が多すぎます/);
});

test('what is one kind of request does not use up another', async () => {
  const answer = await installation.request('GET', '/api/v1/rounds?q=port');
  assert.equal(answer.status, 200);
  assert.equal((await installation.request('GET', '/healthz')).status, 200);
});

test('a setting that is none is refused at the start, by name', () => {
  const other = Installation.withAccounts([]);
  other.configure({ rates: { reads: 5 } });
  const run = other.run(['serve', '--config', other.config, '--listen', '127.0.0.1:0']);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /rates\/reads/);
  rmSync(other.data, { recursive: true, force: true });
});
