// Files: who may upload what, who may name it in an event, and who gets it out again.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Installation, assertProblem, itemPath, people, sanitized } from './installation.mjs';

let installation;
let as;
let round;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const pdf = (text) => Buffer.from(`%PDF-1.4\n${text}\n%%EOF\n`);
const upload = (session, name, body, headers = {}) => session.request('POST', `/api/v1/attachments?name=${encodeURIComponent(name)}`, { headers, body });
const report = (more) => ({ round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: 'Port costs', ...more });

async function uploaded(session, name, body) {
  const answer = await upload(session, name, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

before(async () => {
  installation = Installation.demo();
  await installation.start();
  as = people(installation);
  [round] = await installation.public().list('rounds', 'state=planning');
});
after(() => installation?.remove());

test('a file is uploaded, named, seen by whoever sees the item, and nobody else', async () => {
  const chamber = await as('kitakyushu-chamber');
  const bytes = pdf('invoice'.repeat(200_000));
  const file = await uploaded(chamber, '請求書 (1).pdf', bytes);
  // Announced in full, as browsers do, it is the same.
  const announced = await upload(chamber, '請求書 (1).pdf', bytes, { 'content-length': bytes.length });
  assert.deepEqual(announced.json, file, announced.text);
  assert.deepEqual(file, { reference: `sha256:${sha256(bytes)}`, name: '請求書 (1).pdf', media_type: 'application/pdf', size: bytes.length });

  const item = await chamber.open('problem-reports', report({ attachments: [file.reference, 'Letter of 3 May'] }));
  assert.deepEqual(item.attachments, { [file.reference]: { name: '請求書 (1).pdf', size: bytes.length, media_type: 'application/pdf' } });
  const path = `${itemPath('problem-reports', item.id)}/attachments/${sha256(bytes)}`;
  const got = await chamber.get(path);
  assert.equal(got.status, 200);
  assert.equal(got.headers['content-length'], String(bytes.length));
  assert.equal(sha256(got.bytes), sha256(bytes));
  assert.equal(got.headers['content-type'], 'application/pdf');
  assert.equal(got.headers['content-disposition'], "attachment; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8%20%281%29.pdf");
  assert.equal(got.headers['x-content-type-options'], 'nosniff');
  assert.equal(got.headers['content-security-policy'], "default-src 'none'; sandbox");
  assert.equal((await chamber.get(path, { 'if-none-match': got.headers.etag })).status, 304);

  // A form in another window asks what the file is called; whose it is not learns nothing.
  const own = `/api/v1/attachments/${sha256(bytes)}`;
  assert.deepEqual(await chamber.read(own), file);
  const stranger = await (await as('busan-chamber')).get(own);
  assertProblem(stranger, 404);
  assert.equal(stranger.text, (await chamber.get(`/api/v1/attachments/${'0'.repeat(64)}`)).text);
  assert.equal((await installation.public().get(own)).status, 401);

  // A draft is nobody else's business; what cannot be read answers like what is not there.
  const missing = await chamber.get(`${itemPath('problem-reports', item.id)}/attachments/${'0'.repeat(64)}`);
  for (const other of [installation.public(), await as('busan-chamber')]) {
    const refused = await other.get(path);
    assert.equal(refused.status, 404);
    assert.equal(refused.text, missing.text);
  }
  await chamber.fire('problem-reports', item.id, 'submit');
  const secretariat = await as('secretariat');
  await secretariat.fire('problem-reports', item.id, 'accept');
  const seen = await installation.public().get(path);
  assert.equal(seen.status, 200);
  assert.equal(sha256(seen.bytes), sha256(bytes));
  const history = await chamber.read(`${itemPath('problem-reports', item.id)}/history`);
  assert.equal(history.attachments[file.reference].name, '請求書 (1).pdf');
});

test('only who uploaded a file may name it, unless the item names it already', async () => {
  const chamber = await as('kitakyushu-chamber');
  const busan = await as('busan-chamber');
  const file = await uploaded(chamber, 'a.txt', 'mine');
  const stolen = await busan.send('POST', '/api/v1/problem-reports', report({ chamber: 'busan', cities: ['dalian'], attachments: ['x', file.reference] }));
  assertProblem(stolen, 422);
  assert.deepEqual(stolen.json.errors.map((each) => each.pointer), ['/attachments/1']);
  const unknown = await busan.send('POST', '/api/v1/problem-reports', report({ chamber: 'busan', cities: ['dalian'], attachments: ['x', `sha256:${'1'.repeat(64)}`] }));
  assert.equal(unknown.text, stolen.text);

  const item = await chamber.open('problem-reports', report({ attachments: [file.reference] }));
  await chamber.fire('problem-reports', item.id, 'submit');
  const secretariat = await as('secretariat');
  const again = await secretariat.tryFire('problem-reports', item.id, 'ask', { question: 'This one?', attachments: [file.reference] });
  assert.equal(again.status, 200, again.text);
  const wrong = await secretariat.tryFire('problem-reports', item.id, 'ask', { question: 'That?', attachments: [`sha256:${'1'.repeat(64)}`] });
  assertProblem(wrong, 409); // asked already: the state speaks first
});

test('what is not of the list, or lies, is refused; nothing of it stays', async () => {
  const chamber = await as('kitakyushu-chamber');
  const cases = [
    ['page.html', '<!doctype html><script>1</script>', 415, 'file_type'],
    ['page.pdf', '<!doctype html><script>1</script>', 415, 'file_ending'],
    ['a.png', pdf('x'), 415, 'file_ending'],
    ['a.exe', Buffer.from('MZ\0\0'), 415, 'file_type'],
    ['a', 'text', 415, 'file_type'],
    ['a.txt', Buffer.from([0xff, 0xfe, 0x41]), 415, 'file_type'],
    ['a.zip', Buffer.from('PK\x03\x04nothing', 'latin1'), 415, 'file_type'],
    ['', 'text', 400, 'file_name'],
    ['a\u202etxt.exe', 'text', 400, 'file_name'],
  ];
  for (const [name, body, status, rule] of cases) {
    const answer = await upload(chamber, name, body);
    assertProblem(answer, status);
    assert.equal(answer.json.rule, rule, name);
  }
  assert.equal((await upload(chamber, 'C:\\Users\\me\\a.csv', 'a,b\n')).json.name, 'a.csv');
});

test('who may not write, or comes from elsewhere, may not upload', async () => {
  assertProblem(await upload(installation.public(), 'a.txt', 'x'), 401);
  assertProblem(await upload(await as('administrator'), 'a.txt', 'x'), 403);
  const chamber = await as('kitakyushu-chamber');
  assertProblem(await upload(chamber, 'a.txt', 'x', { origin: 'https://elsewhere.example' }), 403);
  assertProblem(await upload(chamber, 'a.txt', 'x', { 'x-csrf-token': 'wrong' }), 403);
});

test('20 MiB are taken in without being held in memory, one byte more is not', async () => {
  const chamber = await as('kitakyushu-chamber');
  const most = Buffer.alloc(20 * 1024 * 1024, 'a');
  const resident = () => Number(readFileSync(`/proc/${installation.child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]);
  const before = resident();
  const file = await uploaded(chamber, 'long.txt', most);
  assert.equal(file.reference, `sha256:${sha256(most)}`);
  if (!sanitized) assert.ok(resident() - before < 16 * 1024, `grew by ${resident() - before} KiB`);
  const item = await chamber.open('problem-reports', report({ attachments: [file.reference] }));
  const got = await chamber.get(`${itemPath('problem-reports', item.id)}/attachments/${sha256(most)}`);
  assert.equal(sha256(got.bytes), sha256(most));
  const tooLong = await upload(chamber, 'longer.txt', Buffer.concat([most, Buffer.from('b')])).catch((error) => ({ status: 413, error }));
  assert.equal(tooLong.status, 413);
  assert.deepEqual(readdirSync(installation.data).filter((name) => name.startsWith('upload')), []);
});

test('a backup holds the files, and doctor checks them', async () => {
  const backup = join(installation.data, 'backup.db');
  installation.must('backup', backup);
  const restored = new Installation(join(installation.data, 'restored'));
  restored.must('restore', backup);
  const checked = restored.must('doctor');
  assert.match(checked, /every attachment is what its name says/);
});
