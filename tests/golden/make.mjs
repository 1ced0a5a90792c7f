#!/usr/bin/env node
// node tests/golden/make.mjs, with YELLOWSEA naming the program that is released: packs a store as it writes it now.
// Once for each format, and never again: what is released stays as it is.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Installation } from '../e2e/installation.mjs';
import { contents, folder, password, presentFormat, read, root, tar } from './golden.mjs';

const name = join(folder, presentFormat());
if (existsSync(`${name}.tar.gz`)) {
  console.error(`error: ${name}.tar.gz is there, and stays as it is`);
  process.exit(1);
}

// The commands of a whole round that are accepted.
const lines = (file) => readFileSync(join(root, 'tests/rounds', file), 'utf8').split('\n').filter(Boolean);
const answers = lines('main.expected.jsonl').map(JSON.parse);
const history = lines('main.jsonl').filter((_, at) => answers[at].accepted);

const account = (user, role, organisation) => ({ user, password, role, organisation });
const installation = Installation.withAccounts([
  account('office', 'secretariat', 'secretariat'),
  account('chamber', 'chamber', 'kitakyushu'),
  account('officer', 'city_officer', 'busan'),
]);
try {
  const file = join(installation.data, 'history.jsonl');
  writeFileSync(file, `${history.join('\n')}\n`);
  installation.must('import', 'history', file);
  await installation.start();
  const office = await installation.signIn('office', password);
  const round = await office.open('rounds', { name: 'Golden', zone: 'Asia/Tokyo', survey_ends: '2090-01-01', planned_meeting: '2091-01-01', members: ['busan', 'kitakyushu'] });
  await office.fire('rounds', round.id, 'open_survey');
  const chamber = await installation.signIn('chamber', password);
  const attached = 'A price list, 価格表\n';
  const upload = await chamber.request('POST', '/api/v1/attachments?name=prices.txt', { body: attached });
  assert.equal(upload.status, 201, upload.text);
  const report = await chamber.open('problem-reports', {
    round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: '港の料金', company: '小倉港運', attachments: [upload.json.reference],
  });
  await chamber.fire('problem-reports', report.id, 'submit');
  await office.fire('problem-reports', report.id, 'accept');
  assert.equal((await chamber.send('PUT', '/api/v1/drafts/new-report', { title: 'begun' })).status, 204);
  const suggested = await chamber.read(`/api/v1/questionnaires/suggested?round=${round.id}&language=ja`);
  const questionnaire = await chamber.send('POST', '/api/v1/questionnaires', { round: round.id, body: suggested });
  assert.equal(questionnaire.status, 201, questionnaire.text);
  const other = await chamber.open('problem-reports', { round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: '長い回答' });
  await chamber.fire('problem-reports', other.id, 'submit');
  await office.fire('problem-reports', other.id, 'accept');
  const officer = await installation.signIn('officer', password);
  const long = { id: `${other.id}.busan`, measures: Array.from({ length: 50 }, (_, at) => ({ text: `${at} ${'m'.repeat(245)}`, department: 'd'.repeat(200), due: '2092-01-01', test: 't'.repeat(250) })) };
  await officer.fire('action-plans', long.id, 'take_on');
  await officer.fire('action-plans', long.id, 'edit', { text: 'Fifty measures.', measures: long.measures });
  const found = await read(installation);
  await installation.stop();
  const expected = { ...found, attachment: { report: report.id, ...upload.json, text: attached }, company: '小倉港運', draft: { title: 'begun' }, long, questionnaire: questionnaire.json.id };
  tar('-czf', `${name}.tar.gz`, '--owner=0', '--group=0', '-C', installation.data, ...contents);
  writeFileSync(`${name}.json`, `${JSON.stringify(expected, null, 1)}\n`);
} finally {
  await installation.remove();
}
