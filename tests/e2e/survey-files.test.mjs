// Reports and answers as files: a template, an import looked at before it is done, and files that are broken on purpose.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, day, people, readCsv } from './installation.mjs';
import { workbook, zip } from './xlsx.mjs';

const members = ['busan', 'dalian', 'fukuoka', 'kitakyushu', 'ulsan'];
const columns = ['reference', 'chamber', 'addressed_cities', 'panel', 'theme', 'language', 'title', 'description', 'requested_action', 'businesses_affected', 'severity', 'company', 'contact'];
const row = (reference, more = {}) => columns.map((name) => ({ reference, chamber: 'ulsan', addressed_cities: 'busan;dalian', panel: 'logistics', language: 'ko', title: '통관 & <지연>', businesses_affected: 3, severity: 4, ...more })[name] ?? '');
let installation;
let as;
let round;

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
  const secretariat = await as('secretariat');
  const fields = { name: 'Files', zone: 'Asia/Tokyo', survey_ends: day(30), planned_meeting: day(60), members };
  round = (await secretariat.open('rounds', fields)).id;
  await secretariat.fire('rounds', round, 'open_survey');
});
after(() => installation?.remove());

const upload = async (what, query, bytes, preview = true, user = 'ulsan-chamber') =>
  (await as(user)).request('POST', `/api/v1/survey-files/${what}?${query}&preview=${preview}`, { headers: { 'content-type': 'application/octet-stream' }, body: bytes });
const reports = async () => (await (await as('ulsan-chamber')).list('problem-reports', `round=${round}`)).length;
const csv = (rows) => rows.map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n');

test('the template has the columns that the import wants', async () => {
  const chamber = await as('ulsan-chamber');
  const template = await chamber.get('/api/v1/survey-files/template.csv?language=ko');
  assert.equal(template.status, 200);
  assert.equal(template.text.replace('\ufeff', '').trim(), columns.join(','));
  assert.match(template.headers['content-disposition'], /attachment; filename="template\.csv"/);
  assert.equal((await chamber.get('/api/v1/survey-files/template.xlsx?language=ko')).status, 200);
  assertProblem(await (await as('ulsan-officer')).get('/api/v1/survey-files/template.csv'), 404);
  assertProblem(await installation.public().get('/api/v1/survey-files/template.csv'), 404);
});

test('a preview says of each row what it would make, and stores nothing', async () => {
  const file = workbook([columns, row('F-1'), row('F-2', { severity: { inline: '5' } })]);
  const before = await reports();
  const answer = await upload('reports', `round=${round}`, file);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.json.errors, []);
  assert.equal(answer.json.stored, false);
  assert.deepEqual(answer.json.rows.map(({ line, what }) => [line, what]), [[2, '통관 & <지연>'], [3, '통관 & <지연>']]);
  assert.equal(new Set(answer.json.rows.map(({ id }) => id)).size, 2);
  assert.equal(await reports(), before);
  const done = await upload('reports', `round=${round}`, file, false);
  assert.equal(done.json.stored, true, done.text);
  assert.deepEqual(done.json.rows.map(({ id }) => id), answer.json.rows.map(({ id }) => id));
  assert.equal(await reports(), before + 2);
  const item = await (await as('ulsan-chamber')).item('problem-reports', done.json.rows[1].id);
  assert.deepEqual([item.fields.severity, item.fields.businesses_affected, item.configuration], [5, 3, ['submitted']]);
  const again = await upload('reports', `round=${round}`, file, false);
  assert.deepEqual(again.json.errors.map(({ line, column, rule }) => [line, column, rule]), [[2, 'reference', 'exists'], [3, 'reference', 'exists']]);
});

test('one wrong row stops all, and every wrong cell is named', async () => {
  const before = await reports();
  const rows = [columns, row('F-3'), row('F-4', { chamber: 'busan' }), row('F-5', { severity: 'high', panel: 'fishing', addressed_cities: 'incheon' }), row('F-3')];
  for (const file of [csv(rows), workbook(rows)]) {
    const answer = await upload('reports', `round=${round}`, file, false);
    assert.equal(answer.json.stored, false);
    assert.deepEqual(answer.json.errors.map(({ line, column, rule }) => `${line} ${column} ${rule}`).sort(), [
      '3 chamber other_organisation',
      '4 addressed_cities not_a_member',
      '4 panel enum',
      '4 severity type',
      '5 reference duplicate',
    ]);
  }
  assert.equal(await reports(), before);
});

test('broken and hostile workbooks are refused with a sentence', async () => {
  const laugh = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
  const cases = {
    xlsx: [
      Buffer.from('PK\x03\x04 no archive at all', 'latin1'),
      zip({ 'word/document.xml': '<a/>' }),
      workbook([columns], { 'xl/worksheets/one.xml': '<worksheet><sheetData><row>' }),
      workbook([columns], { 'xl/sharedStrings.xml': `${laugh}<sst><si><t>&c;</t></si></sst>` }),
      workbook([columns], { 'xl/worksheets/one.xml': `${laugh}<worksheet/>` }),
      workbook([columns, row('F-9')], { 'xl/sharedStrings.xml': '<sst/>' }),
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
    ],
    too_large: [workbook([columns], { 'xl/sharedStrings.xml': `<sst>${' '.repeat(40 * 1024 * 1024)}</sst>` })],
    error_cell: [workbook([columns, row('F-9', { severity: { error: '#REF!' } })])],
    utf16: [Buffer.from('\ufeffa,b', 'utf16le')],
    empty: [workbook([[]])],
    too_many_rows: [workbook([columns, ...Array.from({ length: 1001 }, (_, at) => [at + 1])])],
    too_many_columns: [workbook([Array.from({ length: 101 }, (_, at) => `c${at}`)])],
  };
  for (const [rule, files] of Object.entries(cases)) {
    for (const file of files) {
      const answer = await upload('reports', `round=${round}`, file, false);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual([answer.json.stored, answer.json.errors.map((each) => each.rule)], [false, [rule]], JSON.stringify(answer.json.errors));
      assert.ok(answer.json.errors[0].detail.length > 10);
    }
  }
  assertProblem(await upload('reports', `round=${round}`, csv([columns, row('F-8')]), true, 'ulsan-officer'), 404);
  assertProblem(await upload('reports', 'round=nowhere', csv([columns, row('F-8')])), 404);
});

test('the chamber’s own reports come out as they go in, and no formula with them', async () => {
  const chamber = await as('ulsan-chamber');
  await upload('reports', `round=${round}`, csv([columns, row('F-7', { title: '=1+1', company: 'Secret' })]), false);
  const rows = readCsv((await chamber.get(`/api/v1/survey-files/reports.csv?round=${round}`)).text);
  const found = rows.find(({ reference }) => reference === 'F-7');
  assert.equal(found.title, "'=1+1");
  assert.equal(found.addressed_cities, 'busan;dalian');
  assert.ok(rows.every(({ chamber: city }) => city === 'ulsan'));
  const others = readCsv((await (await as('busan-chamber')).get(`/api/v1/survey-files/reports.csv?round=${round}`)).text);
  assert.ok(!others.some(({ reference }) => reference?.startsWith('F-')));
});

test('answers on paper are brought in, and all answers come out', async () => {
  const chamber = await as('ulsan-chamber');
  const body = await chamber.read(`/api/v1/questionnaires/suggested?round=${round}&language=ko`);
  const { id } = (await chamber.send('POST', '/api/v1/questionnaires', { round, body })).json;
  await chamber.send('POST', `/api/v1/questionnaires/${id}/publish`, {});
  const header = body.questions.map((question) => question.id);
  const answer = (more) => header.map((name) => ({ title: '=cmd', cities: '부산광역시;dalian', description: 'Text', severity: 2, ...more })[name] ?? '');
  const of = `questionnaire=${id}`;
  const wrong = await upload('responses', of, workbook([header, answer({ severity: 9 }), answer({ cities: 'Atlantis' })]), false);
  assert.deepEqual(wrong.json.errors.map(({ line, column, rule }) => [line, column, rule]), [[2, 'severity', 'maximum'], [3, 'cities', 'unknown_option']]);
  const file = workbook([header, answer({}), answer({ title: 'Other' })]);
  assert.equal((await upload('responses', of, file)).json.stored, false);
  assert.equal((await upload('responses', of, file, false)).json.stored, true);
  const { items } = await chamber.read(`/api/v1/questionnaires/${id}/responses`);
  assert.deepEqual(items.map(({ on_paper, answers }) => [on_paper, answers.cities]), [[true, ['busan', 'dalian']], [true, ['busan', 'dalian']]]);
  const out = readCsv((await chamber.get(`/api/v1/survey-files/responses.csv?${of}`)).text);
  assert.deepEqual(out.filter(({ title }) => title).map(({ title, cities }) => [title, cities]), [["'=cmd", 'busan;dalian'], ['Other', 'busan;dalian']]);
  assert.equal((await chamber.get(`/api/v1/survey-files/responses.xlsx?${of}`)).status, 200);
  assertProblem(await (await as('busan-chamber')).get(`/api/v1/survey-files/responses.csv?${of}`), 404);
  assertProblem(await upload('responses', of, file, false, 'busan-chamber'), 404);
});

test('the command line reads workbooks too, dates and all', async () => {
  await installation.stop();
  const file = join(installation.data, 'reports.xlsx');
  writeFileSync(file, workbook([columns, row('C-1', { theme: { date: 40507 } })]));
  assert.match(installation.must('import', 'survey', file, '--round', round, '--chamber', 'ulsan', '--dry-run'), /1 row would be imported/);
  installation.must('import', 'survey', file, '--round', round);
  const made = installation.must('query', 'problem_report').split('\n').filter((line) => line.includes('"C-1"'));
  assert.equal(made.length, 1);
  assert.equal(JSON.parse(made[0]).fields.theme, '2010-11-25');
  writeFileSync(file, workbook([columns, row('C-2', { severity: { error: '#N/A' } })]));
  const wrong = installation.run(['import', 'survey', file, '--round', round]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /reports\.xlsx:2: .*#N\/A \[error_cell\]/);
});
