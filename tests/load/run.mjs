// One attack on a demonstration server while ordinary users work; what they got of it.
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ATTACKS } from './attacks.mjs';
import { busiestOffice } from './office.mjs';
import { SLOWHTTPTEST } from './slowhttptest.mjs';
import { Users } from './users.mjs';

// Seconds of processor that a process has used; 0 where the kernel does not say.
function processorSeconds(pid) {
  const status = `/proc/${pid}/stat`;
  if (!existsSync(status)) return 0;
  const fields = readFileSync(status, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// Until somebody new is served, on a connection of their own.
async function comesBack(url) {
  for (;;) {
    const answer = await fetch(`${url}/healthz`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(50);
  }
}

// In MiB, from the kernel; 0 where it does not say.
function residentMemory(pid) {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024);
}

export const ALL_ATTACKS = { ...ATTACKS, ...SLOWHTTPTEST };

// {attack, requests, succeeded, p50, p99, memory (MiB, highest), processor (share of one), back (ms), attacker}, on a server
// that runs. `back`: how long after the attack a new connection is served.
export async function underAttack(installation, name, { connections, seconds, users, pause = 1000 }) {
  const accounts = installation.accounts().filter(({ role }) => role !== 'administrator').slice(0, 12);
  const sessions = [];
  for (const { user } of accounts) sessions.push(await installation.signIn(user));
  const office = await busiestOffice(installation);
  const { pid } = installation.child;
  const make = name === 'none' ? () => null : () => ALL_ATTACKS[name](installation.url, connections, { office, pid, seconds });
  const work = () => new Users(installation.url, sessions, { count: users, pause });
  const usersFirst = ALL_ATTACKS[name]?.usersFirst;
  let working = usersFirst ? work() : null;
  await working?.begun();
  const attack = make();
  working ??= work();
  const used = processorSeconds(pid);
  let memory = 0;
  for (let second = 0; second < seconds; ++second) {
    await sleep(1000);
    memory = Math.max(memory, residentMemory(pid));
  }
  const processor = (processorSeconds(pid) - used) / seconds;
  const result = await working.stop();
  attack?.stop();
  const over = performance.now();
  await comesBack(installation.url);
  const back = Math.round(performance.now() - over);
  const attacker = attack?.report ?? (attack?.statuses ? Object.fromEntries(attack.statuses) : { opened: attack?.opened ?? 0 });
  return { attack: name, ...result, memory, processor, back, attacker };
}
