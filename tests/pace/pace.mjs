// script/pace: what the pages cost. `lighthouse`: its marks on five main pages; `many`: first paint and interaction
// latency with 10,000 reports. Needs YELLOWSEA.
import { loadavg } from 'node:os';
import { Installation } from '../e2e/installation.mjs';
import { runLighthouse } from './lighthouse.mjs';
import { runMany } from './many.mjs';

const parts = { lighthouse: runLighthouse, many: runMany };
const asked = process.argv.slice(2);
let fine = true;
for (const name of asked.length ? asked : Object.keys(parts)) {
  const installation = Installation.demo();
  try {
    console.log(`${name}; load ${loadavg()[0].toFixed(1)}`);
    fine = (await parts[name](installation)) && fine;
  } finally {
    await installation.remove();
  }
}
process.exitCode = fine ? 0 : 1;
