// Backups that the server makes while it runs, and what they are good for.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Installation } from './installation.mjs';

async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'yellowsea-backups-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const backups = (folder) => readdirSync(folder).filter((name) => /^yellowsea-\d{8}T\d{6}Z\.db$/.test(name));

async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

test('the server makes a backup when there is none; restored elsewhere, it is the installation', async () => {
  await withFolder(async (folder) => {
    const installation = Installation.withAccounts([
      { user: 'office', password: 'only for this one test', role: 'secretariat', organisation: 'secretariat' },
    ]);
    try {
      await installation.start();
      const office = await installation.signIn('office', 'only for this one test');
      await office.open('rounds', {
        name: 'Round', zone: 'Asia/Tokyo', survey_ends: '2040-01-01', planned_meeting: '2041-01-01', members: ['busan', 'dalian'],
      });
      await installation.stop();
      installation.configure({ backups: { folder, every_hours: 24, keep: 2 } });
      await installation.start();
      // The file has its name a moment before the keeper says that it is there.
      const metrics = async () => (await installation.request('GET', '/metrics')).text;
      await until(async () => /^yellowsea_newest_backup_seconds 1\d{9}$/m.test(await metrics()));
      assert.equal(backups(folder).length, 1);
      assert.match(await metrics(), /^yellowsea_write_ahead_bytes \d+$/m);
      const [round] = await installation.public().list('rounds');
      assert.equal(round.fields.name, 'Round');

      const other = new Installation(mkdtempSync(join(tmpdir(), 'yellowsea-e2e-')));
      try {
        other.must('restore', join(folder, backups(folder)[0]));
        other.must('doctor');
        other.must('ledger', 'verify');
        await other.start();
        assert.deepEqual((await other.public().list('rounds'))[0], round);
      } finally {
        await other.remove();
      }
      // The newest is recent, so a start makes no other.
      await installation.stop();
      await installation.start();
      await installation.stop();
      assert.equal(backups(folder).length, 1);
    } finally {
      await installation.remove();
    }
  });
});

test('a folder that cannot be written to is said in the log, and the server serves', async () => {
  await withFolder(async (folder) => {
    writeFileSync(join(folder, 'file'), '');
    const installation = Installation.withAccounts([]);
    try {
      installation.configure({ backups: { folder: join(folder, 'file', 'backups') } });
      await installation.start();
      await until(() => installation.errors.includes('no backup was made'));
      assert.equal((await installation.request('GET', '/healthz')).status, 200);
      assert.match((await installation.request('GET', '/metrics')).text, /^yellowsea_newest_backup_seconds 0$/m);
    } finally {
      await installation.remove();
    }
  });
});

test('a wrong setting of backups stops the start and is named', async () => {
  const installation = Installation.withAccounts([]);
  try {
    installation.configure({ backups: { folder: 'b', keep: 0 } });
    await assert.rejects(installation.start(), /backups\/keep: must be a whole number from 1 to 10000/);
    installation.child = null;
  } finally {
    await installation.remove();
  }
});
