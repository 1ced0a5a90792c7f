#!/usr/bin/env node
// node tests/load/load.mjs [ATTACK…] [--connections N] [--seconds N] [--users N]: runs each attack (all of them if none is
// named, after a run without any) and says whether users were served: at least 99 % of their requests, the 99th percentile
// below half a second. YELLOWSEA names the program.
import { Installation } from '../e2e/installation.mjs';
import { ATTACKS } from './attacks.mjs';
import { underAttack } from './run.mjs';

const options = { connections: 1000, seconds: 120, users: 50 };
const names = [];
for (let words = process.argv.slice(2); words.length > 0; ) {
  const word = words.shift();
  const option = word.replace(/^--/, '');
  if (word.startsWith('--') && option in options && Number(words[0]) > 0) options[option] = Number(words.shift());
  else if (word in ATTACKS || word === 'none') names.push(word);
  else {
    console.error(`error: no such attack or option: ${word}; attacks are none, ${Object.keys(ATTACKS).join(', ')}`);
    process.exit(2);
  }
}

let failed = false;
for (const name of names.length > 0 ? names : ['none', ...Object.keys(ATTACKS)]) {
  // Each on a server of its own: none meets what the one before left behind.
  const installation = await Installation.demo().start();
  const result = await underAttack(installation, name, options);
  await installation.remove();
  const served = result.succeeded >= 0.99 && result.p99 < 500;
  failed ||= !served;
  console.log(`${name.padEnd(8)} ${served ? 'served' : 'NOT SERVED'}: ${result.requests} requests, ${(result.succeeded * 100).toFixed(2)} % succeeded, ` +
    `p50 ${result.p50} ms, p99 ${result.p99} ms, memory ${result.memory} MiB, attacker ${JSON.stringify(result.attacker)}`);
}
process.exit(failed ? 1 : 0);
