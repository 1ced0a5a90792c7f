// What operators and outsiders meet: tokens, imported history, a graceful stop, and nothing private in anything public.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { Installation, Session, assertProblem, day, itemPath, people, readCsv, root } from './installation.mjs';
import { Live } from './live.mjs';

const folder = mkdtempSync(join(tmpdir(), 'yellowsea-e2e-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const paths = ['rounds', 'problem-reports', 'action-plans', 'memoranda', 'commitments'];
const accounts = [
  { user: 'office', password: 'every problem is heard', role: 'secretariat', organisation: 'secretariat' },
  { user: 'chamber', password: 'what businesses asked for', role: 'chamber', organisation: 'busan' },
];

test('a token for programs: no cookie, no CSRF token, until it is revoked', async () => {
  const installation = Installation.withAccounts(accounts);
  try {
    const add = (...words) => installation.run(['token', 'add', ...words]);
    const made = add('office', '--name', 'night job');
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stdout, /^\S{20,}\n$/, 'the token alone on standard output');
    const unknown = add('nobody', '--name', 'x');
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /nobody/);
    assert.equal(installation.run(['token', 'list']).stdout.includes(made.stdout.trim()), false);

    await installation.start();
    const program = new Session(installation, { token: made.stdout.trim() });
    const round = await program.open('rounds', { name: 'By a program', zone: 'Asia/Seoul', survey_ends: day(10), planned_meeting: day(20), members: ['busan', 'ulsan'] });
    assert.deepEqual((await program.fire('rounds', round.id, 'open_survey')).configuration, ['surveying']);
    const beside = add('office', '--name', 'beside a server');
    assert.equal(beside.status, 1);
    assert.match(beside.stderr, /server|in use|running/i);
    await installation.stop();

    const [listed] = installation.must('token', 'list').trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(listed.name, 'night job');
    installation.must('token', 'revoke', String(listed.id));
    await installation.start();
    assertProblem(await program.send('POST', '/api/v1/rounds', {}), 401);
    assertProblem(await program.get('/api/v1/rounds'), 401);
  } finally {
    await installation.remove();
  }
});

test('a survey: all rows or none, every bad row named with its line, column and rule', async () => {
  const installation = Installation.withAccounts(accounts);
  try {
    await installation.start();
    const office = await installation.signIn(accounts[0].user, accounts[0].password);
    const members = ['busan', 'dalian', 'kitakyushu', 'qingdao'];
    const round = await office.open('rounds', { name: 'Survey', zone: 'Asia/Tokyo', survey_ends: day(10), planned_meeting: day(20), members });
    await office.fire('rounds', round.id, 'open_survey');
    await installation.stop();

    const header = 'reference,chamber,addressed_cities,panel,theme,language,title,description,requested_action,businesses_affected,severity,company,contact';
    const good = [
      'KKQ-01,kitakyushu,dalian;qingdao,logistics,customs,ja,通関書類,"引用符 "" と, コンマ',
      '二行目","書類の統一",14,4,"部品, 工業",a@example.org',
    ].join('\r\n');
    const file = join(folder, 'survey.csv');
    const run = (rows, ...more) => {
      writeFileSync(file, '\ufeff' + [header, ...rows].join('\r\n') + '\r\n');
      return installation.run(['import', 'survey', file, '--round', round.id, ...more]);
    };
    const row = (changes) => {
      const fields = { reference: 'R-1', chamber: 'busan', cities: 'dalian', panel: 'tourism', title: 'Signs', businesses: '3', severity: '2', ...changes };
      const { reference, chamber, cities, panel, title, businesses, severity } = fields;
      return [reference, chamber, cities, panel, 'signage', 'ko', title, 'Text', 'Request', businesses, severity, 'Firm', 'b@example.org'].join(',');
    };
    const count = () => Number(installation.must('query', 'problem_report', '--count'));

    // Line 2 is good (and two lines long), so the bad ones begin on line 4.
    const bad = run([
      good,
      row({ reference: 'R-1', cities: '' }),
      row({ reference: 'R-2', cities: 'dalian;atlantis' }),
      row({ reference: 'R-3', chamber: 'atlantis' }),
      row({ reference: 'R-4', title: '' }),
      row({ reference: 'R-5', severity: '9' }),
      row({ reference: 'R-6', businesses: 'many' }),
      row({ reference: 'R-7', panel: 'poetry' }),
      row({ reference: 'R-8', cities: 'fukuoka' }),
      row({ reference: 'KKQ-01', chamber: 'kitakyushu', cities: 'qingdao' }),
    ]);
    assert.equal(bad.status, 1);
    const named = bad.stderr.split('\n').map((line) => /survey\.csv:(\d+): (\w+): .+ \[\w+\]$/.exec(line)).filter(Boolean).map((match) => `${match[1]} ${match[2]}`);
    assert.deepEqual(named.slice(0, 8), ['4 addressed_cities', '5 addressed_cities', '6 chamber', '7 title', '8 severity', '9 businesses_affected', '10 panel', '11 addressed_cities'], bad.stderr);
    assert.match(named[8] ?? '', /^12 /, bad.stderr);
    assert.equal(count(), 0, 'not even the good row');

    assert.equal(run([good], '--chamber', 'busan').status, 1, 'a row of another chamber');
    assert.equal(count(), 0);
    const done = run([good, row({})]);
    assert.equal(done.status, 0, done.stderr);
    assert.equal(count(), 2);
    const [report] = installation.must('query', 'problem_report').trim().split('\n').map((line) => JSON.parse(line)).filter((item) => item.fields.reference === 'KKQ-01');
    assert.equal(report.fields.description.replace(/\r\n/g, '\n'), '引用符 " と, コンマ\n二行目');
    assert.equal(report.fields.company, '部品, 工業');
    assert.equal(run([row({ reference: 'R-9' })], '--round', 'no-such-round').status !== 0, true);
    assert.equal(count(), 2);
  } finally {
    await installation.remove();
  }
});

test('empty data: the first administrator’s address is printed, and nobody can sign in before', async () => {
  const installation = Installation.withAccounts([]);
  try {
    let text = '';
    const child = installation.spawn();
    child.stdout.on('data', (chunk) => (text += chunk));
    const deadline = Date.now() + 20_000;
    while (!/\n.*\n.*http.*\n/.test(text) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    const [first, ...others] = text.split('\n');
    installation.url = /^listening on (http:\S+)$/.exec(first)[1];
    const address = others.find((line) => line.startsWith(installation.url));
    assert.ok(address, text);
    const nobody = installation.public();
    assert.equal((await nobody.get(address.slice(installation.url.length))).status, 200);
    for (const path of paths) assert.deepEqual(await nobody.list(path), []);
    assertProblem(await nobody.send('POST', '/api/v1/session', { user: 'administrator', password: 'administrator' }, { origin: installation.url }), 401);
  } finally {
    await installation.remove();
  }
});

// The story of tests/rounds/leap-day.jsonl, eight years earlier: only what has happened can be imported.
function leapDayHistory() {
  const lines = (name) => readFileSync(join(root, 'tests', 'rounds', name), 'utf8').trim().split('\n');
  const taken = lines('leap-day.expected.jsonl').map((line) => JSON.parse(line).accepted);
  return lines('leap-day.jsonl')
    .map((line) => JSON.parse(line.replace(/\b20(27|28|29|30)\b/g, (year) => String(Number(year) - 8))))
    .filter((line, i) => taken[i] && line.type !== null && line.at < '2020-03-01');
}

test('a memorandum in force on 29 February: the commitments end on 28 February two years later', async () => {
  const installation = Installation.withAccounts(accounts);
  try {
    const lines = leapDayHistory();
    assert.equal(lines.at(-1).type, 'enter_into_force');
    assert.equal(lines.at(-1).data.date, '2020-02-29');
    const file = join(folder, 'history.jsonl');
    const write = (list) => writeFileSync(file, list.map((line) => JSON.stringify(line) + '\n').join(''));

    // All or nothing, and the line is named.
    write([...lines, { ...lines.at(-1), at: '2020-02-29T23:00:00+09:00' }]);
    const refused = installation.run(['import', 'history', file]);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, new RegExp(`line ${lines.length + 1}\\b`));
    assert.equal(installation.must('query', 'round', '--count').trim(), '0');

    write(lines);
    installation.must('import', 'history', file);
    const overdue = (at) => Number(installation.must('query', 'commitment', '--as-of', at, '--overdue', '--count'));
    assert.equal(overdue('2022-02-28T23:59:59+09:00'), 0);
    assert.equal(overdue('2022-03-01T00:00:00+09:00'), 1, 'Kitakyushu’s');
    assert.equal(overdue('2022-02-28T23:59:59+08:00'), 1);
    assert.equal(overdue('2022-03-01T00:00:00+08:00'), 2, 'and Qingdao’s, an hour later');

    await installation.start();
    const commitments = await installation.public().list('commitments', 'sort=city');
    assert.deepEqual(
      commitments.map((item) => [item.fields.city, item.fields.in_force_on, item.fields.deadline, item.deadline, item.overdue]),
      [
        ['kitakyushu', '2020-02-29', '2022-02-28', '2022-02-28T23:59:59+09:00', true],
        ['qingdao', '2020-02-29', '2022-02-28', '2022-02-28T23:59:59+08:00', true],
      ],
    );
    // Timers have fired with the times at which they were due, though nobody was there.
    const history = await installation.public().history('commitments', commitments[0].id);
    const passed = history.find((entry) => entry.timer?.delay === 'deadline_passed');
    assert.equal(Date.parse(passed.at), Date.parse('2022-03-01T00:00:00+09:00'));
    assert.ok(Date.parse(passed.recorded_at) > Date.parse(passed.at));
  } finally {
    await installation.remove();
  }
});

test('SIGTERM: a request in flight is finished, its event kept, and the exit status is 0', async () => {
  const installation = Installation.withAccounts(accounts);
  try {
    await installation.start();
    const office = await installation.signIn(accounts[0].user, accounts[0].password);
    const fields = { name: 'In flight', zone: 'Asia/Seoul', survey_ends: day(10), planned_meeting: day(20), members: ['busan', 'ulsan'] };
    const round = await office.open('rounds', fields);
    const stream = (await Live.open(office)).subscribe({}, 0);
    await stream.until(() => stream.events().length > 0, 'the round');

    const url = new URL(installation.url);
    const body = JSON.stringify({ type: 'open_survey', data: {} });
    const lines = { host: url.host, 'content-type': 'application/json', 'content-length': body.length, ...office.headers(true) };
    const socket = net.connect(Number(url.port), url.hostname);
    let answer = '';
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => {});
    const idle = net.connect(Number(url.port), url.hostname);
    idle.on('error', () => {});
    await new Promise((resolve) => idle.on('connect', resolve));
    socket.write(`POST ${itemPath('rounds', round.id)}/events HTTP/1.1\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body.slice(0, 10)}`);
    // Answered after the half request has been read: both come over the same loop.
    assert.equal((await installation.public().get('/healthz')).status, 200);

    const stopped = installation.stop();
    await stream.until(() => stream.closed !== null, 'the end of the stream').catch((error) => assert.match(error.message, /closed/));
    assert.equal(stream.closed, 1001);
    await assert.rejects(new Promise((resolve, reject) => net.connect(Number(url.port), url.hostname).on('connect', resolve).on('error', reject)), 'no new connections');
    socket.write(body.slice(10));
    await closed;
    await stopped;
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /connection: close/i);
    assert.match(answer, /"surveying"/);

    await installation.start();
    assert.deepEqual((await installation.public().item('rounds', round.id)).configuration, ['surveying']);
  } finally {
    await installation.remove();
  }
});

// ---- privacy ----

// Everything that somebody who is not signed in can get: [address, bytes].
async function everythingPublic(installation, round) {
  const nobody = installation.public();
  const got = [];
  const get = async (address, headers) => {
    const answer = await nobody.get(address, headers);
    got.push([address, answer.text + JSON.stringify(answer.headers)]);
    return answer;
  };
  const rounds = await nobody.list('rounds');
  for (const path of paths) {
    let cursor = '';
    do {
      const page = await get(`/api/v1/${path}?limit=200${cursor}`);
      cursor = page.json.next ? `&cursor=${encodeURIComponent(page.json.next)}` : '';
      for (const { id, fields } of page.json.items) {
        const here = id === round || fields.round === round;
        for (const rest of ['', '/history', ...(here ? ['/events?all=true'] : [])]) await get(itemPath(path, id) + rest);
      }
    } while (cursor);
  }
  for (const { id } of rounds) {
    await get(`/api/v1/coverage?round=${encodeURIComponent(id)}`);
    await get(`/api/v1/dashboard?round=${encodeURIComponent(id)}`);
  }
  const others = ['/api/v1/meta', '/api/v1/dashboard', '/openapi.json', '/metrics', '/healthz', '/readyz', '/register', '/en/', '/ja/', '/data/register.csv', '/data/register.json', '/feeds/commitments.atom', '/calendar/busan.ics', '/checkpoint', '/api/v1/notices', '/api/v1/session'];
  for (const address of others) await get(address);
  const stream = (await Live.open(nobody)).subscribe({}, 0);
  const last = Number(/^yellowsea_events (\d+)/m.exec((await nobody.get('/metrics')).text)[1]);
  const [newest] = (await nobody.read('/api/v1/rounds?limit=1&sort=-updated_at')).items;
  const seq = (await nobody.history('rounds', newest.id)).at(-1).seq;
  assert.ok(seq <= last);
  await stream.until(() => (stream.events().at(-1)?.seq ?? 0) >= seq, 'the public stream', 60_000);
  got.push(['/live', JSON.stringify(stream.messages)]);
  stream.close();
  for (const format of ['csv', 'json']) got.push([`export register ${format}`, installation.must('export', 'register', '--format', format)]);
  return got;
}

test('nothing private is in anything public', async () => {
  const installation = Installation.demo();
  try {
    await installation.start();
    const as = people(installation);
    const chamber = await as('kitakyushu-chamber');
    const secretariat = await as('secretariat');
    const officer = await as('busan-officer');
    const mayor = await as('busan-mayor');
    const mark = (what) => `PRIVATE-${what}-${'7f3a'}`;
    const [round] = await chamber.list('rounds', 'state=planning');

    // A draft; a form's draft; a report with a company, questions and answers, accepted; a plan's drafts and notes.
    const report = (more) => ({ round: round.id, chamber: 'kitakyushu', cities: ['busan'], title: 'Port costs', ...more });
    await chamber.open('problem-reports', report({ title: mark('draft-title'), description: mark('draft-text'), reference: mark('reference') }));
    assert.equal((await chamber.send('PUT', '/api/v1/drafts/new-report', { title: mark('form') })).status, 204);
    const { id } = await chamber.open('problem-reports', report({ title: mark('first-title'), company: mark('company'), contact: mark('contact') }));
    await chamber.fire('problem-reports', id, 'edit', { title: 'Port costs', company: mark('company-2') });
    await chamber.fire('problem-reports', id, 'submit');
    await secretariat.fire('problem-reports', id, 'ask', { question: mark('question') });
    await chamber.fire('problem-reports', id, 'edit', { contact: mark('contact-2') });
    await chamber.fire('problem-reports', id, 'answer', { text: mark('answer') });
    await secretariat.fire('problem-reports', id, 'accept');
    const plan = `${id}.busan`;
    await officer.fire('action-plans', plan, 'take_on');
    const measures = (text) => [{ text, department: 'Port Office', test: 'It is open.', due: round.fields.planned_meeting }];
    await officer.fire('action-plans', plan, 'edit', { text: mark('plan-text'), measures: measures(mark('measure')) });
    await officer.fire('action-plans', plan, 'propose');
    await mayor.fire('action-plans', plan, 'return', { note: mark('note') });
    await officer.fire('action-plans', plan, 'edit', { text: 'Public text.', measures: measures('Public measure.') });
    await officer.fire('action-plans', plan, 'propose');
    await mayor.fire('action-plans', plan, 'approve');
    await chamber.fire('action-plans', plan, 'endorse');
    // One that is declined, and a report that is withdrawn.
    const second = await chamber.open('problem-reports', report({ title: 'Declined later', company: mark('company-3') }));
    await chamber.fire('problem-reports', second.id, 'submit');
    await secretariat.fire('problem-reports', second.id, 'decline', { reason: 'Public reason.' });
    const third = await chamber.open('problem-reports', report({ title: mark('withdrawn') }));
    await chamber.fire('problem-reports', third.id, 'submit');
    await chamber.fire('problem-reports', third.id, 'withdraw');
    const other = await chamber.open('problem-reports', report({ title: mark('submitted') }));
    await chamber.fire('problem-reports', other.id, 'submit');

    const secrets = ['PRIVATE-', chamber.csrf, chamber.cookie.split('=')[1], 'only-for-demonstration', 'argon2'];
    for (const file of ['survey-2010-sample.csv', 'demo/reports.csv']) {
      for (const row of readCsv(readFileSync(join(root, 'config', file), 'utf8'))) secrets.push(row.company, row.contact);
    }
    // Accounts: whoever is not signed in sees roles, no user names.
    for (const { user, role } of installation.accounts()) if (user !== role) secrets.push(user);

    const got = await everythingPublic(installation, round.id);
    assert.ok(got.some(([, bytes]) => bytes.includes('Public text.')) && got.some(([, bytes]) => bytes.includes('Public reason.')), 'the public part is there');
    for (const [address, bytes] of got) {
      for (const secret of secrets) {
        if (secret) assert.ok(!bytes.includes(secret), `${address} tells ${secret}: …${bytes.slice(Math.max(0, bytes.indexOf(secret) - 200), bytes.indexOf(secret) + 100)}…`);
      }
    }
  } finally {
    await installation.remove();
  }
});
