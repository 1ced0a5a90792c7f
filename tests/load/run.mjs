// One attack on a demonstration server while ordinary users work; what they got of it.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ATTACKS } from './attacks.mjs';
import { Users } from './users.mjs';

// In MiB, from the kernel; 0 where it does not say.
function residentMemory(pid) {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024);
}

// {attack, requests, succeeded, p50, p99, memory (MiB, highest), attacker}, on a server that runs.
export async function underAttack(installation, name, { connections, seconds, users, pause = 1000 }) {
  const accounts = installation.accounts().filter(({ role }) => role !== 'administrator').slice(0, 12);
  const sessions = [];
  for (const { user } of accounts) sessions.push(await installation.signIn(user));
  const secretariat = await installation.signIn(installation.accounts().find(({ role }) => role === 'secretariat').user);
  const attack = name === 'none' ? null : ATTACKS[name](installation.url, connections, secretariat);
  const work = new Users(installation.url, sessions, { count: users, pause });
  let memory = 0;
  for (let second = 0; second < seconds; ++second) {
    await sleep(1000);
    memory = Math.max(memory, residentMemory(installation.child.pid));
  }
  const result = await work.stop();
  attack?.stop();
  const attacker = attack?.statuses ? Object.fromEntries(attack.statuses) : { opened: attack?.opened ?? 0 };
  return { attack: name, ...result, memory, attacker };
}
