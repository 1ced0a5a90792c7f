// The rules of ARCHITECTURE.md that a machine can check, as pure functions from a tree (a Map of path → text) to
// findings ("PATH:LINE: what is wrong"). Written by hand, not derived from the build: a second opinion on it.

// What each module may include. The build's own lists (yellowsea_module) must stay within this table.
export const LAYERS = {
  'engine/base': [],
  'engine/calendar': ['engine/base'],
  'engine/machine': ['engine/base', 'engine/calendar'],
  'engine/ledger': ['engine/base'],
  'engine/store': ['engine/base', 'engine/calendar', 'engine/machine', 'engine/ledger'],
  'engine/service': ['engine/base', 'engine/calendar', 'engine/machine', 'engine/ledger', 'engine/store'],
  'web/server': ['engine/base', 'engine/calendar'],
  'web/pages': ['engine/base', 'web/server'],
  'web/html': ['engine/base'],
  'web/graph': ['engine/base', 'engine/calendar', 'engine/machine'],
  'web/sign_on': ['engine/base', 'engine/calendar'],
  'web/routes': ['engine/base', 'engine/calendar', 'engine/machine', 'engine/ledger', 'engine/store', 'engine/service', 'web/server', 'web/pages', 'web/graph', 'web/sign_on'],
};
LAYERS['web/tables'] = [...LAYERS['engine/service'], 'engine/service'];
LAYERS['web/action'] = [...LAYERS['web/routes'], 'web/routes', 'web/tables', 'web/html'];
LAYERS['web/cli'] = [...LAYERS['web/action'], 'web/action'];
LAYERS['web/main.cpp'] = ['web/cli'];

// Libraries whose headers are slow to compile, or whose exceptions and types must end where they begin.
export const LIBRARIES = [
  { header: /^date\//, name: 'the time zone library', files: ['engine/calendar/zone_table.cpp'] },
  { header: /^(SQLiteCpp\/|sqlite3\.h)/, name: 'SQLite', files: ['engine/store/sqlite/connection.cpp'] },
  { header: /^nlohmann\//, name: 'nlohmann_json', files: ['engine/base/json.hpp'] },
  { header: /^unicode\//, name: 'ICU', files: ['engine/base/text.cpp', 'engine/base/pattern.cpp'] },
  { header: /^sodium/, name: 'libsodium', files: ['engine/base/hash.cpp', 'engine/base/signature.cpp', 'engine/service/password.cpp'] },
  { header: /^boost\/beast/, name: 'Beast', files: ['web/server/request_reader.cpp', 'web/server/timed_stream.hpp', 'web/server/websocket.cpp', 'web/server/boost_sources.cpp'] },
  { header: /^boost\/container\//, name: 'Boost.Container', files: ['engine/machine/state_set.hpp'] },
  { header: /^boost\/(?!container\/)/, name: 'Boost', files: ['web/server/'] },
  // TLS, and the two hashes that libsodium lacks or is slow at.
  { header: /^openssl\//, name: 'OpenSSL', files: ['web/server/', 'engine/base/hmac_sha1.cpp', 'engine/base/stream_hash.cpp'] },
  { header: /^CLI\//, name: 'CLI11', files: ['web/cli/'] },
  { header: /^curl\//, name: 'libcurl', files: ['web/cli/http_client.cpp'] },
  { header: /^cjose\//, name: 'libcjose', files: ['web/sign_on/jose.cpp'] },
  { header: /^xlsxwriter/, name: 'libxlsxwriter', files: ['web/tables/xlsx.cpp'] },
  { header: /^zlib\.h/, name: 'zlib', files: ['web/routes/compress.cpp'] },
  { header: /^zip\.h/, name: 'libzip', files: ['web/tables/archive.cpp'] },
  { header: /^libxml\//, name: 'libxml2', files: ['web/tables/markup.cpp'] },
];

// Words of ACTION, which is a pack: the engine serves any pack and must not know them.
const ACTION_WORDS = [
  'chamber', 'commitment', 'memorandum', 'memoranda', 'mayor', 'secretariat', 'evaluator', 'problem.?report', 'action.?plan',
  'city.?officer', 'ministry', 'survey', 'endorse', 'businesses', 'oeaed', 'yellow.?sea.?action', 'dalian', 'qingdao', 'tianjin',
  'yantai', 'busan', 'incheon', 'ulsan', 'fukuoka', 'kitakyushu', 'shimonoseki', 'kumamoto',
];
const ACTION_PATTERN = new RegExp(`(?<![a-z])(${ACTION_WORDS.join('|')})s?(?![a-z])`, 'i');
// Words that are also plain English or C++; in a string of the engine they would be names of the pack.
const ACTION_STRINGS = /"(round|city|cities|measures|reports?|plans?|signing|annexed|implementing)"/;

const SOURCE = /^(engine|web)\/.*\.(cpp|hpp)$/;

export function moduleOf(path) {
  return Object.keys(LAYERS).find((each) => path === each || path.startsWith(`${each}/`));
}

function* lines(tree, pattern) {
  for (const [path, text] of tree) {
    if (!pattern.test(path)) continue;
    let number = 0;
    for (const line of text.split('\n')) yield { path, line, at: `${path}:${++number}` };
  }
}

const quoted = (line) => line.match(/^\s*#\s*include\s+"([^"]+)"/)?.[1];
const angled = (line) => line.match(/^\s*#\s*include\s+<([^>]+)>/)?.[1];
// Enough for one line of C++: what follows // outside of a string is a comment.
const code = (line) => line.replace(/^((?:[^"/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*)\/\/.*$/, '$1');

// Includes are written from the root, name files that exist, and point down the layers only.
export function wrongIncludes(tree) {
  const found = [];
  for (const { path, line, at } of lines(tree, SOURCE)) {
    const target = quoted(line);
    if (!target) continue;
    const from = moduleOf(path);
    const to = moduleOf(target);
    if (!from) found.push(`${at}: this folder belongs to no module of the architecture`);
    else if (!tree.has(target)) found.push(`${at}: "${target}" is not a file, counted from the root of the repository`);
    else if (!to) found.push(`${at}: "${target}" belongs to no module of the architecture`);
    else if (from !== to && !LAYERS[from].includes(to)) found.push(`${at}: ${from} may not include ${to}`);
  }
  return found;
}

// The lists of what each module links, in engine/CMakeLists.txt and web/CMakeLists.txt.
export function wrongLinks(tree) {
  const found = [];
  const folderOf = new Map();
  const modules = [];
  for (const folder of ['engine', 'web']) {
    for (const [, name, sub, links] of (tree.get(`${folder}/CMakeLists.txt`) ?? '').matchAll(/^yellowsea_module\(([^\s)]+) ([^\s)]+)\s*([^)]*)\)/gm)) {
      folderOf.set(`yellowsea_${name}`, `${folder}/${sub}`);
      modules.push({ from: `${folder}/${sub}`, links: links.split(/\s+/).filter((each) => each.startsWith('yellowsea_')) });
    }
  }
  if (modules.length === 0) found.push('engine/CMakeLists.txt: no module found');
  for (const { from, links } of modules) {
    if (!LAYERS[from]) found.push(`${from}: the build knows this module, the architecture does not`);
    for (const link of links) {
      const to = folderOf.get(link);
      if (LAYERS[from] && !LAYERS[from].includes(to)) found.push(`${from} may not link ${to ?? link}`);
    }
  }
  return found;
}

// Only the composition root and the backend itself name a backend; everybody else sees engine/store/*.hpp.
export function namedBackends(tree) {
  const found = [];
  for (const { path, line, at } of lines(tree, SOURCE)) {
    if (/^(engine\/store\/sqlite|web\/cli)\//.test(path)) continue;
    if (/sqlite/i.test(code(line))) found.push(`${at}: names a storage backend`);
  }
  return found;
}

export function strayLibraries(tree) {
  const found = [];
  for (const { path, line, at } of lines(tree, SOURCE)) {
    const header = angled(line);
    if (!header) continue;
    for (const { header: pattern, name, files } of LIBRARIES) {
      if (!pattern.test(header)) continue;
      if (!files.some((each) => path === each || (each.endsWith('/') && path.startsWith(each)))) {
        found.push(`${at}: <${header}>: ${name} is used in ${files.join(', ')} only`);
      }
    }
  }
  return found;
}

export function namesOfAction(tree) {
  const found = [];
  for (const { line, at } of lines(tree, /^engine\/.*\.(cpp|hpp)$/)) {
    const word = line.match(ACTION_PATTERN)?.[0] ?? line.match(ACTION_STRINGS)?.[0];
    if (word) found.push(`${at}: the engine names ${word}, which belongs to ACTION`);
  }
  return found;
}

// `decide` and `evolve` are pure: time, chance and files are arguments or somebody else's.
export function impureCore(tree) {
  const found = [];
  for (const { line, at } of lines(tree, /^engine\/(machine|ledger)\/.*\.(cpp|hpp)$/)) {
    const header = angled(line);
    if (/^(fstream|iostream|filesystem|random|thread|mutex|ctime|cstdio|sys\/.*|unistd\.h)$/.test(header ?? '')) found.push(`${at}: <${header}> in the pure core`);
    const call = code(line).match(/\b(system_clock|steady_clock|getenv|std::rand|random_device)\b/)?.[0];
    if (call) found.push(`${at}: ${call} in the pure core`);
  }
  return found;
}

// Headers say what they are before anything else, and bring no namespace into other files.
export function poorHeaders(tree) {
  const found = [];
  for (const [path, text] of tree) {
    if (!SOURCE.test(path) || !path.endsWith('.hpp')) continue;
    if (!text.startsWith('// ')) found.push(`${path}:1: opens without saying what it is`);
    if (!/^#pragma once$/m.test(text)) found.push(`${path}:1: has no #pragma once`);
    if (/^\s*using namespace /m.test(text)) found.push(`${path}: "using namespace" in a header`);
  }
  return found;
}

// Every C++ test is part of a suite that the build knows, or a fuzzer that it knows.
export function orphanTests(tree) {
  const fuzzers = [...(tree.get('tests/fuzz/CMakeLists.txt') ?? '').matchAll(/^yellowsea_fuzz\((\S+) /gm)].map((each) => `tests/fuzz/${each[1]}.cpp`);
  const suites = [...(tree.get('tests/CMakeLists.txt') ?? '').matchAll(/^yellowsea_test\(\S+ (\S+)/gm)].map((each) => `tests/${each[1]}/`);
  // What the tests of the program load into it.
  const libraries = [...(tree.get('tests/CMakeLists.txt') ?? '').matchAll(/^ *add_library\(\S+ SHARED (\S+)\)/gm)].map((each) => `tests/${each[1]}`);
  const found = [];
  for (const path of tree.keys()) {
    if (!/^tests\/.+\/.+\.cpp$/.test(path) || path.startsWith('tests/benchmark/')) continue;
    if (fuzzers.includes(path) || libraries.includes(path) || path === 'tests/fuzz/main.cpp') continue;
    if (!suites.some((each) => path.startsWith(each))) found.push(`${path}: no suite of tests/CMakeLists.txt contains it`);
  }
  return found;
}

// Documents name no file or folder that is not there.
export function deadPaths(tree, documents) {
  const found = [];
  const folders = new Set();
  for (const path of tree.keys()) {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) folders.add(path.slice(0, end));
  }
  for (const document of documents) {
    if (!tree.has(document)) found.push(`${document}: is missing`);
    for (const { line, at } of lines(new Map([[document, tree.get(document) ?? '']]), /./)) {
      for (const [, path] of line.matchAll(/[`(]((?:engine|web|tests|script|workflows|config|cmake|docs)\/[\w./-]*)[`)]/g)) {
        const plain = path.replace(/\/$/, '');
        if (!tree.has(plain) && !folders.has(plain)) found.push(`${at}: ${path} does not exist`);
      }
    }
  }
  return found;
}
