// The disk is full, or does not confirm what was written, while the real program serves. Nothing acknowledged is lost,
// nothing is there by half, people are told in their language what happened, and reading goes on.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { Installation, binary, itemPath } from '../e2e/installation.mjs';

const library = join(dirname(binary()), 'tests', 'libfailing_disk.so');
const options = { skip: existsSync(library) ? false : 'built with a sanitizer, whose library must be the first' };

// An installation on a disk that fails in the way of the flag while it is raised.
async function onFailingDisk(flag, work) {
  const flags = mkdtempSync(join(tmpdir(), 'yellowsea-disk-'));
  Object.assign(process.env, { LD_PRELOAD: library, YELLOWSEA_FAILING_DISK: flags });
  const installation = Installation.withAccounts([
    { user: 'office', password: 'only for this one test', role: 'secretariat', organisation: 'secretariat' },
  ]);
  const disk = { fail: () => writeFileSync(join(flags, flag), ''), mend: () => rmSync(join(flags, flag), { force: true }) };
  try {
    await installation.start();
    const office = await installation.signIn('office', 'only for this one test');
    const round = await office.open('rounds', {
      name: 'Round', zone: 'Asia/Tokyo', survey_ends: '2040-01-01', planned_meeting: '2041-01-01', members: ['busan', 'dalian'],
    });
    await work({ installation, office, round, disk });
  } finally {
    disk.mend();
    delete process.env.LD_PRELOAD;
    delete process.env.YELLOWSEA_FAILING_DISK;
    if (installation.child) await installation.kill();
    await installation.remove();
    rmSync(flags, { recursive: true });
  }
}

const edit = (session, round, day, headers = {}) =>
  session.send('POST', `${itemPath('rounds', round.id)}/events`, { type: 'edit', data: { planned_meeting: day } }, headers);

test('with a full disk everything can be read, writing is refused in the reader\'s language, and goes on when there is space', options, async () => {
  await onFailingDisk('no-space', async ({ installation, office, round, disk }) => {
    disk.fail();
    for (const [language, words] of [['en', 'disk is full'], ['ja', '空きがありません'], ['zh', '磁盘已满'], ['ko', '가득 찼습니다']]) {
      const refused = await edit(office, round, '2041-02-01', { 'accept-language': language });
      assert.equal(refused.status, 503, refused.text);
      assert.equal(refused.json.rule, 'disk_full');
      assert.ok(refused.json.detail.includes(words), refused.json.detail);
      assert.ok(refused.headers['retry-after']);
      assert.ok(!/COMMIT|INSERT|database/.test(refused.text), 'which statement failed is for the log only');
    }
    assert.equal((await office.item('rounds', round.id)).fields.planned_meeting, '2041-01-01');
    assert.equal((await installation.request('GET', '/healthz')).status, 200);
    disk.mend();
    const accepted = await edit(office, round, '2041-02-01');
    assert.equal(accepted.status, 200, accepted.text);
    await installation.kill();
    installation.must('doctor');
    installation.must('ledger', 'verify');
    await installation.start();
    assert.equal((await office.item('rounds', round.id)).fields.planned_meeting, '2041-02-01');
    assert.equal((await office.item('rounds', round.id)).version, 2);
  });
});

test('a write that the disk does not confirm ends the program; after it nothing acknowledged is lost or doubled', options, async () => {
  await onFailingDisk('no-sync', async ({ installation, office, round, disk }) => {
    assert.equal((await edit(office, round, '2041-02-01')).status, 200);
    disk.fail();
    const key = { 'idempotency-key': 'once' };
    const answer = await edit(office, round, '2041-02-02', key).catch(() => null);
    assert.ok(answer === null || answer.status === 503, answer?.text);
    const { code, signal } = await installation.ended;
    assert.deepEqual({ code, signal }, { code: 74, signal: null });
    assert.match(installation.errors, /ending, because what was written may not be there/);
    installation.child = null;
    disk.mend();
    installation.must('doctor');
    await installation.start();
    const repeated = await edit(office, round, '2041-02-02', key);
    assert.equal(repeated.status, 200, repeated.text);
    const now = await office.item('rounds', round.id);
    assert.equal(now.fields.planned_meeting, '2041-02-02');
    assert.equal(now.version, 3);
  });
});
