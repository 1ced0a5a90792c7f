// Checks the tree against the rules, and the rules against small trees that break them: node --test tests/architecture/*.test.mjs
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import * as rules from './rules.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const left_out = new Set(['node_modules', 'dist', '.git', 'var', 'test-results']);

function readTree(folder = '', tree = new Map()) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (left_out.has(entry.name) || (folder === '' && entry.name.startsWith('build'))) continue;
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) readTree(path, tree);
    else tree.set(path, /\.(cpp|hpp|md|txt|mjs)$/.test(path) ? readFileSync(join(root, path), 'utf8') : '');
  }
  return tree;
}
const tree = readTree();

const given = (files) => new Map(Object.entries(files));
const clean = (findings) => assert.deepEqual(findings, []);

test('the tree was read', () => {
  assert.ok(tree.has('engine/base/result.hpp'));
  assert.ok(tree.has('ARCHITECTURE.md'));
});

test('includes point down the layers', () => clean(rules.wrongIncludes(tree)));
test('an include that points up, sideways, nowhere or not from the root is found', () => {
  const files = { 'engine/base/a.hpp': '', 'engine/machine/b.hpp': '', 'engine/ledger/c.hpp': '', 'engine/store/d.hpp': '', 'engine/odd/e.hpp': '' };
  const findings = (path, text) => rules.wrongIncludes(given({ ...files, [path]: text }));
  clean(findings('engine/store/x.cpp', '#include "engine/machine/b.hpp"\n#include "engine/ledger/c.hpp"\n#include "engine/store/d.hpp"'));
  assert.deepEqual(findings('engine/base/x.cpp', '\n#include "engine/machine/b.hpp"'), ['engine/base/x.cpp:2: engine/base may not include engine/machine']);
  assert.equal(findings('engine/machine/x.cpp', '#include "engine/ledger/c.hpp"').length, 1);
  assert.equal(findings('engine/ledger/x.cpp', '#include "engine/machine/b.hpp"').length, 1);
  assert.equal(findings('engine/machine/x.cpp', '#include "engine/store/d.hpp"').length, 1);
  assert.equal(findings('engine/machine/x.cpp', '#include "b.hpp"').length, 1);
  assert.equal(findings('engine/machine/x.cpp', '#include "engine/odd/e.hpp"').length, 1);
  assert.equal(findings('engine/odd/x.cpp', '#include "engine/base/a.hpp"').length, 1);
});

test('modules link what they may include', () => clean(rules.wrongLinks(tree)));
test('a module that links what is above it is found', () => {
  const build = 'yellowsea_module(base base)\nyellowsea_module(machine machine yellowsea_store)\nyellowsea_module(store store yellowsea_base)\n';
  assert.deepEqual(rules.wrongLinks(given({ 'engine/CMakeLists.txt': build })), ['engine/machine may not link engine/store']);
  assert.equal(rules.wrongLinks(given({})).length, 1);
});

test('only the composition root names a storage backend', () => clean(rules.namedBackends(tree)));
test('a backend named elsewhere is found, a comment is not', () => {
  const text = '// as SQLite does\nauto store = open_sqlite("file");  // SQLite\n';
  assert.deepEqual(rules.namedBackends(given({ 'engine/service/x.cpp': text })), ['engine/service/x.cpp:2: names a storage backend']);
  clean(rules.namedBackends(given({ 'web/cli/x.cpp': text, 'engine/store/sqlite/x.cpp': text })));
});

test('each library stays in its files', () => clean(rules.strayLibraries(tree)));
test('a library used elsewhere is found', () => {
  const headers = ['date/tz.h', 'sqlite3.h', 'SQLiteCpp/Database.h', 'nlohmann/json.hpp', 'boost/beast/http.hpp', 'boost/asio.hpp', 'sodium.h', 'openssl/ssl.h', 'CLI/CLI.hpp', 'unicode/uchar.h', 'zlib.h'];
  for (const header of headers) {
    assert.notEqual(rules.strayLibraries(given({ 'engine/service/x.cpp': `#include <${header}>` })).length, 0, header);
  }
  assert.equal(rules.strayLibraries(given({ 'web/server/x.hpp': '#include <boost/beast/http.hpp>' })).length, 1);
  clean(rules.strayLibraries(given({ 'web/server/x.hpp': '#include <boost/asio/awaitable.hpp>', 'engine/calendar/zone_table.cpp': '#include <date/tz.h>' })));
});

test('the engine names nothing of ACTION', () => clean(rules.namesOfAction(tree)));
test('a name of ACTION in the engine is found, words around it are not', () => {
  for (const line of ['if (kind == "commitment")', '// the mayor signs', 'problem_reports', 'auto actionPlan = 1;', 'x = "round";', 'Kitakyushu', 'survey_import']) {
    assert.equal(rules.namesOfAction(given({ 'engine/service/x.cpp': line })).length, 1, line);
  }
  clean(rules.namesOfAction(given({ 'engine/service/x.cpp': 'surroundings.round(); // recommitments, capacity', 'web/action/y.cpp': 'commitment' })));
});

test('machine and ledger are pure', () => clean(rules.impureCore(tree)));
test('a clock or a file in the pure core is found', () => {
  assert.equal(rules.impureCore(given({ 'engine/machine/x.cpp': '#include <fstream>\nauto now = std::chrono::system_clock::now();' })).length, 2);
  clean(rules.impureCore(given({ 'engine/machine/x.cpp': '#include <map>\n// no system_clock here', 'engine/base/y.cpp': '#include <fstream>' })));
});

test('headers say what they are', () => clean(rules.poorHeaders(tree)));
test('a header that says nothing is found', () => {
  assert.equal(rules.poorHeaders(given({ 'engine/base/x.hpp': 'using namespace std;\n' })).length, 3);
});

test('every C++ test belongs to a suite', () => clean(rules.orphanTests(tree)));
test('a test that the build leaves out is found', () => {
  const files = { 'tests/CMakeLists.txt': 'yellowsea_test(base engine/base yellowsea_base)\n', 'tests/engine/base/a_test.cpp': '', 'tests/engine/odd/b_test.cpp': '' };
  assert.deepEqual(rules.orphanTests(given(files)), ['tests/engine/odd/b_test.cpp: no suite of tests/CMakeLists.txt contains it']);
  const fuzz = { 'tests/fuzz/CMakeLists.txt': 'yellowsea_fuzz(json yellowsea_base)\n', 'tests/fuzz/json.cpp': '', 'tests/fuzz/odd.cpp': '' };
  assert.deepEqual(rules.orphanTests(given(fuzz)), ['tests/fuzz/odd.cpp: no suite of tests/CMakeLists.txt contains it']);
});

const documents = ['README.md', 'ARCHITECTURE.md'];
test('documents name files that exist', () => clean(rules.deadPaths(tree, documents)));
test('a dead path in a document is found', () => {
  const files = { 'README.md': 'see `engine/base/` and `engine/base/a.hpp`,\n`engine/gone/b.hpp`, ![x](docs/no.png)', 'engine/base/a.hpp': '' };
  assert.equal(rules.deadPaths(given(files), ['README.md']).length, 2);
  assert.equal(rules.deadPaths(given({}), ['README.md']).length, 1);
});
