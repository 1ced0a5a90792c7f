// Golden stores: data folders as released formats left them, packed, each with a list of what is in it. A later program
// opens every one of them. Their passwords and keys are these tests' own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

export const folder = fileURLToPath(new URL('.', import.meta.url));
export const root = join(folder, '..', '..');
export const password = 'only for golden stores';
export const contents = ['yellowsea.db', 'checkpoint', 'ledger.key'];

// The highest version number in a source file.
const newest = (file) => Math.max(...[...readFileSync(join(root, file), 'utf8').matchAll(/[vV]ersion\s*=\s*(\d+);/g)].map(([, number]) => Number(number)));

// The name of the format that this source tree writes: of the tables, and of the events in them.
export function presentFormat() {
  const schema = /kSchemaVersion = (\d+);/.exec(readFileSync(join(root, 'engine/store/sqlite/schema.hpp'), 'utf8'))[1];
  const events = newest('engine/service/record_format.hpp');
  return `schema-${schema}${events > 1 ? `-events-${events}` : ''}`;
}

export const goldenFormats = () => readdirSync(folder).flatMap((name) => /^(schema-\d+(?:-events-\d+)?)\.tar\.gz$/.exec(name)?.[1] ?? []);

export function tar(...words) {
  const run = spawnSync('tar', words, { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
}

// A copy to work on, and what must be in it.
export function unpack(format) {
  const data = mkdtempSync(join(tmpdir(), 'yellowsea-golden-'));
  tar('-xzf', join(folder, `${format}.tar.gz`), '-C', data);
  return { data, expected: JSON.parse(readFileSync(join(folder, `${format}.json`), 'utf8')) };
}

// What a program of any time must find again. Later events may follow: each time has its timers.
export async function read(installation, wanted) {
  const visitor = installation.public();
  const rounds = await visitor.list('rounds');
  const commitments = await visitor.list('commitments');
  const ids = wanted ?? { rounds: rounds.map(({ id }) => id).sort(), commitments: commitments.map(({ id }) => id).sort() };
  const history = async (path, id) => (await visitor.history(path, id)).map(({ version, type, at, data }) => ({ version, type, at, data }));
  const histories = {};
  for (const id of ids.rounds) histories[`rounds/${id}`] = await history('rounds', id);
  for (const id of ids.commitments) histories[`commitments/${id}`] = await history('commitments', id);
  return { ids, histories };
}
