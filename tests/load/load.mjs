#!/usr/bin/env node
// node tests/load/load.mjs [ATTACK…] [--connections N] [--seconds N] [--users N]: runs each attack (all of them if none is
// named, after a run without any) and says whether users were served: at least 99 % of their requests, the 99th percentile
// below half a second. YELLOWSEA names the program.
import { loadavg } from 'node:os';
import { Installation } from '../e2e/installation.mjs';
import { ALL_ATTACKS, underAttack } from './run.mjs';

const options = { connections: 1000, seconds: 120, users: 50 };
const names = [];
for (let words = process.argv.slice(2); words.length > 0; ) {
  const word = words.shift();
  const option = word.replace(/^--/, '');
  if (word.startsWith('--') && option in options && Number(words[0]) > 0) options[option] = Number(words.shift());
  else if (word in ALL_ATTACKS || word === 'none') names.push(word);
  else {
    console.error(`error: no such attack or option: ${word}; attacks are none, ${Object.keys(ALL_ATTACKS).join(', ')}`);
    process.exit(2);
  }
}

let failed = false;
for (const name of names.length > 0 ? names : ['none', ...Object.keys(ALL_ATTACKS)]) {
  // Each on a server of its own: none meets what the one before left behind.
  // slowhttptest has one address, which must not be where the attack ends.
  const settings = name.startsWith('slowhttptest') ? { trusted_proxies: ['127.0.0.1'] } : {};
  const installation = await Installation.demo().configure(settings).start();
  const result = await underAttack(installation, name, options);
  await installation.remove();
  const served = result.succeeded >= 0.99 && result.p99 < 500;
  failed ||= !served;
  console.log(`${name.padEnd(19)} ${served ? 'served' : 'NOT SERVED'}: ${result.requests} requests, ${(result.succeeded * 100).toFixed(2)} % succeeded, ` +
    `p50 ${result.p50} ms, p99 ${result.p99} ms, memory ${result.memory} MiB, processor ${Math.round(result.processor * 100)} %, back in ${result.back} ms, load average ${loadavg()[0].toFixed(1)}, attacker ${JSON.stringify(result.attacker)}`);
}
process.exit(failed ? 1 : 0);
