#!/usr/bin/env node
// node tests/load/goodput.mjs [--seconds N] [--users N]: writes a second that are committed, with more and more senders at
// once, and then with far more than can be carried, while users read. Fails if overload carries less than 80 % of the
// peak, if users are not served, or if anything but done (200), busy (503 with Retry-After) or too often (429) is answered.
// The senders share this machine's processors with the server.
import http from 'node:http';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Installation } from '../e2e/installation.mjs';
import { busiestOffice } from './office.mjs';
import { Users } from './users.mjs';

const options = { seconds: 10, users: 50 };
for (let words = process.argv.slice(2); words.length > 0; ) {
  const option = words.shift().replace(/^--/, '');
  if (!(option in options) || !(Number(words[0]) > 0)) {
    console.error('usage: node tests/load/goodput.mjs [--seconds N] [--users N]');
    process.exit(2);
  }
  options[option] = Number(words.shift());
}

// Of one address the server takes 256 connections.
const addressOf = (number) => `127.0.2.${1 + Math.floor(number / 200)}`;

// `senders` write as fast as they are answered. {rate (committed a second), statuses, p99 (ms), untold (503 without Retry-After)}
async function write(url, office, senders, seconds) {
  const agents = new Map();
  const statuses = new Map();
  const times = [];
  let untold = 0;
  let working = true;
  const one = (number) =>
    new Promise((resolve) => {
      const localAddress = addressOf(number);
      if (!agents.has(localAddress)) agents.set(localAddress, new http.Agent({ keepAlive: true, localAddress }));
      const begun = performance.now();
      const { method, path, headers, body } = office.write();
      const request = http.request(url + path, { method, agent: agents.get(localAddress), headers }, (answer) => {
        answer.resume();
        answer.once('end', () => {
          statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
          if (answer.statusCode === 503 && !answer.headers['retry-after']) untold += 1;
          times.push(performance.now() - begun);
          resolve();
        });
      });
      request.once('error', () => {
        statuses.set('broken', (statuses.get('broken') ?? 0) + 1);
        resolve();
      });
      request.end(body);
    });
  const begun = performance.now();
  const all = Array.from({ length: senders }, async (_, number) => {
    while (working) await one(number);
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const elapsed = (performance.now() - begun) / 1000;
  const done = statuses.get(200) ?? 0;
  working = false;
  await Promise.all(all);
  for (const agent of agents.values()) agent.destroy();
  times.sort((a, b) => a - b);
  return { rate: done / elapsed, statuses: Object.fromEntries(statuses), p99: Math.round(times[Math.floor(times.length * 0.99)] ?? 0), untold };
}

const installation = await Installation.demo().start();
const accounts = installation.accounts();
const office = await busiestOffice(installation);
const readers = [];
for (const { user } of accounts.filter(({ role }) => role !== 'administrator').slice(0, 6)) readers.push(await installation.signIn(user));

let peak = 0;
for (const senders of [1, 4, 16, 64, 128]) {
  const { rate, statuses, p99 } = await write(installation.url, office, senders, options.seconds);
  peak = Math.max(peak, rate);
  console.log(`${String(senders).padStart(4)} senders: ${Math.round(rate)} writes a second, p99 ${p99} ms, ${JSON.stringify(statuses)}`);
}
const users = new Users(installation.url, readers, { count: options.users });
const over = await write(installation.url, office, 1000, options.seconds * 3);
const served = await users.stop();
await installation.remove();

const share = over.rate / peak;
const odd = Object.keys(over.statuses).filter((status) => !['200', '429', '503'].includes(status));
const good = share >= 0.8 && served.succeeded >= 0.99 && odd.length === 0 && over.untold === 0;
console.log(`1000 senders and ${options.users} users: ${Math.round(over.rate)} writes a second, ${Math.round(share * 100)} % of the peak, p99 ${over.p99} ms, ${JSON.stringify(over.statuses)}`);
console.log(`users: ${served.requests} requests, ${(served.succeeded * 100).toFixed(2)} % succeeded, p50 ${served.p50} ms, p99 ${served.p99} ms; load average ${loadavg()[0].toFixed(1)}`);
console.log(good ? 'held' : 'NOT HELD');
process.exit(good ? 0 : 1);
