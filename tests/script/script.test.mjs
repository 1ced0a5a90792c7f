// What the scripts count and install, tried with made-up programs: a wrong sum here would hide every other failure.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'yellowsea-script-'));
after(() => rmSync(folder, { recursive: true }));

// Without the variable by which node tells a test file that it runs under node --test: here one starts another.
const { NODE_TEST_CONTEXT: _, ...env } = { ...process.env, PATH: `${folder}:${process.env.PATH}` };

// Runs shell text after the libraries; programs made by program() are found first in PATH.
function shell(text) {
  const libraries = ['common', 'install', 'build', 'tally', 'suites'].map((name) => `. script/lib/${name}.sh`).join('; ');
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', `${libraries}; log_of() { echo ${folder}/log; }; ${text}`], {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  return { status: run.status, lines: run.stdout.trimEnd().split('\n'), errors: run.stderr };
}
function program(name, text) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}
const last = (run) => run.lines.at(-1);

test('Catch2: all passed', () => {
  const fake = program('good', 'echo "All tests passed (1234 assertions in 56 test cases)"');
  const run = shell(`run_catch suite ${fake}; finish`);
  assert.equal(last(run), '56 passed, 0 failed');
  assert.equal(run.status, 0);
});

test('Catch2: one test case', () => {
  const fake = program('one', 'echo "All tests passed (1 assertion in 1 test case)"');
  assert.equal(last(shell(`run_catch suite ${fake}; finish`)), '1 passed, 0 failed');
});

test('Catch2: some failed, and their output is shown', () => {
  const fake = program('bad', 'echo "a.cpp:7: FAILED: 1 == 2"; echo "test cases: 12 | 9 passed | 1 failed | 2 failed as expected"; exit 1');
  const run = shell(`run_catch suite ${fake}; finish`);
  assert.equal(last(run), '9 passed, 1 failed');
  assert.equal(run.status, 1);
  assert.ok(run.lines.some((line) => line.includes('a.cpp:7: FAILED: 1 == 2')));
});

test('Catch2: a program that dies after its summary, before it, or says nothing', () => {
  const late = program('late', 'echo "All tests passed (3 assertions in 2 test cases)"; echo "LeakSanitizer: 8 bytes"; exit 23');
  assert.equal(last(shell(`run_catch suite ${late}; finish`)), '2 passed, 1 failed');
  const early = program('early', 'kill -SEGV $$');
  assert.equal(last(shell(`run_catch suite ${early}; finish`)), '0 passed, 1 failed');
  const silent = program('silent', 'echo "No tests ran"');
  const run = shell(`run_catch suite ${silent}; finish`);
  assert.equal(last(run), '0 passed, 1 failed');
  assert.ok(run.lines.some((line) => line.includes('reported no test at all')));
});

test('Catch2: a program that was not built', () => {
  assert.equal(last(shell(`run_catch suite ${folder}/absent; finish`)), '0 passed, 1 failed');
});

test('node --test: passed, failed and skipped tests; no file at all', () => {
  const file = join(folder, 'some.test.mjs');
  writeFileSync(file, `import test from 'node:test';\ntest('a', () => {});\ntest('b', () => { throw new Error('no'); });\ntest.skip('c', () => {});\n`);
  const run = shell(`run_node suite ${file}; finish`);
  // A skipped test is neither passed nor failed.
  assert.equal(last(run), '1 passed, 1 failed');
  assert.equal(run.status, 1);
  assert.equal(last(shell('run_node suite; finish')), '0 passed, 1 failed');
});

test('node --test: one suite beside another, each counted once, and one that was never begun', () => {
  const file = join(folder, 'beside.test.mjs');
  writeFileSync(file, `import test from 'node:test';\ntest('a', () => {});\ntest('b', () => { throw new Error('no'); });\n`);
  const run = shell(`begin_node one ${file}; run_node two ${file}; end_node one; finish`);
  assert.equal(last(run), '2 passed, 2 failed');
  assert.equal(last(shell('begin_node one; end_node one; finish')), '0 passed, 1 failed');
});

test('checks and sums over several runners', () => {
  const fake = program('good', 'echo "All tests passed (9 assertions in 5 test cases)"');
  const run = shell(`run_catch one ${fake}; run_catch two ${fake}; run_check three true; run_check four false; finish`);
  assert.equal(last(run), '11 passed, 1 failed');
});

test('Catch2: suites side by side are each counted once, in their order, with their own failures', () => {
  mkdirSync(join(folder, 'built/tests'), { recursive: true });
  const all = { base: 'sleep 0.2; echo "All tests passed (9 assertions in 5 test cases)"', calendar: 'echo "test cases: 3 | 2 passed | 1 failed"; exit 1', machine: 'kill -SEGV $$' };
  for (const [name, text] of Object.entries(all)) program(`built/tests/test_${name}`, text);
  const run = shell(`log_of() { echo ${folder}/$1.log; }; run_all_catch ${folder}/built x- base calendar machine ledger; finish`);
  assert.equal(last(run), '7 passed, 3 failed');
  const counted = run.lines.map((line) => /^ {4}(x-\w+)/.exec(line)?.[1]).filter(Boolean);
  assert.deepEqual(counted, ['x-base', 'x-calendar', 'x-machine', 'x-ledger']);
});

test('every suite of the build is run', () => {
  const names = [...readFileSync(join(root, 'tests/CMakeLists.txt'), 'utf8').matchAll(/yellowsea_test\((\S+)/g)].map((each) => each[1]);
  const run = shell(`run_all_catch ${folder}/nowhere ""; finish`);
  assert.ok(names.length > 0);
  assert.equal(last(run), `0 passed, ${names.length} failed`);
  const some = shell(`run_all_catch ${folder}/nowhere "" ${names[0]}; finish`);
  assert.equal(last(some), '0 passed, 1 failed');
});

test('only packages that are missing are named, of the sections asked for', () => {
  const listed = shell('listed_packages build').lines.map((line) => line.split(' ')[0]);
  assert.ok(listed.includes('libboost1.81-dev') && !listed.includes('chromium'));
  const have = listed.filter((name) => name !== 'libsodium-dev' && name !== 'tzdata');
  program('dpkg-query', `printf '%s installed\\n' ${have.join(' ')}; echo 'tzdata config-files'`);
  assert.deepEqual(shell('missing_packages build').lines, ['tzdata', 'libsodium-dev']);
  rmSync(join(folder, 'dpkg-query'));
});

test('each script has a help text and refuses what it does not know', () => {
  for (const script of ['run', 'test', 'check', 'help-pictures', 'pace']) {
    const help = spawnSync(join(root, 'script', script), ['--help'], { encoding: 'utf8' });
    assert.equal(help.status, 0);
    assert.match(help.stdout, new RegExp(`^usage: script/${script}`));
    const wrong = spawnSync(join(root, 'script', script), ['--no-such-thing'], { encoding: 'utf8' });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /does not know "--no-such-thing"/);
  }
});
