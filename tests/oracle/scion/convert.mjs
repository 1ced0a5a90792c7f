// Converts the cases of SCION's SCXML test framework (npm @scion-scxml/test-framework 2.0.16, Apache License 2.0) into
// cases.json, which scion.test.mjs runs: node tests/oracle/scion/convert.mjs FOLDER, where FOLDER is the package's, unpacked
// after `npm pack @scion-scxml/test-framework@2.0.16`. The converted cases are committed, because the package itself
// brings some two hundred others.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convert, OutOfScope } from './scxml.mjs';

const folder = join(process.argv[2], 'test');
const cases = [];
const outside = {};
for (const category of readdirSync(folder)) {
  for (const file of readdirSync(join(folder, category)).filter((name) => name.endsWith('.scxml'))) {
    const name = `${category}/${file.replace(/\.scxml$/, '')}`;
    if (!existsSync(join(folder, `${name}.json`))) continue; // part of another case
    try {
      const { initialConfiguration, events } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
      const converted = convert(readFileSync(join(folder, category, file), 'utf8'), events.map(({ event }) => event.name));
      cases.push({ name, ...converted, initialConfiguration, events });
    } catch (error) {
      if (!(error instanceof OutOfScope)) throw new Error(`${name}: ${error.message}`, { cause: error });
      outside[name] = error.message;
    }
  }
}
const lines = cases.map((each) => JSON.stringify(each)).join(',\n');
writeFileSync(new URL('cases.json', import.meta.url), `{"cases":[\n${lines}\n],\n"out_of_scope":${JSON.stringify(outside, null, 1)}}\n`);
console.log(`${cases.length} converted, ${Object.keys(outside).length} out of scope`);
