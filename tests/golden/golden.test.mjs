// Every store that a released format left is opened by this program: served, read as it was, written to, verified.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { Installation } from '../e2e/installation.mjs';
import { goldenFormats, password, presentFormat, read, unpack } from './golden.mjs';

test('there is a golden store of the present format: make.mjs makes it', () => {
  assert.ok(goldenFormats().includes(presentFormat()), `${presentFormat()}.tar.gz is missing`);
});

for (const format of goldenFormats()) {
  test(`a store of ${format} is opened, read, written to and verified`, async () => {
    const { data, expected } = unpack(format);
    const installation = new Installation(data);
    try {
      await installation.start();
      const { histories } = await read(installation, expected.ids);
      for (const [item, entries] of Object.entries(expected.histories)) assert.deepEqual(histories[item].slice(0, entries.length), entries, item);

      const chamber = await installation.signIn('chamber', password);
      const { attachment } = expected;
      const report = await chamber.item('problem-reports', attachment.report);
      assert.equal(report.fields.company, expected.company);
      const file = await chamber.get(`/api/v1/problem-reports/${attachment.report}/attachments/${attachment.reference.replace('sha256:', '')}`);
      assert.equal(file.text, attachment.text);
      assert.deepEqual(await chamber.read('/api/v1/drafts/new-report'), expected.draft);
      assert.equal((await chamber.read(`/api/v1/questionnaires/${expected.questionnaire}`)).state, 'draft');

      const officer = await installation.signIn('officer', password);
      // Its list of measures is a text beside the event.
      if (expected.long) assert.deepEqual((await officer.item('action-plans', expected.long.id)).fields.measures, expected.long.measures);
      const plan = await officer.fire('action-plans', `${attachment.report}.busan`, 'take_on');
      assert.deepEqual(plan.configuration, ['drafting']);
      await installation.stop();
      installation.must('doctor');
      installation.must('ledger', 'verify');
    } finally {
      await installation.remove();
      rmSync(data, { recursive: true, force: true });
    }
  });
}
