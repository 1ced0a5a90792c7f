// Debian's slowhttptest as an attack: somebody else's idea of slow headers, bodies, readers and ranges.
import { spawn } from 'node:child_process';

// Its own options for each attack; all make the most of a connection that the server keeps.
const MODES = {
  header: ['-H', '-i', '5', '-x', '24'],
  body: ['-B', '-i', '5', '-s', '8192', '-t', 'POST', '-f', 'application/json', '-x', '10'],
  read: ['-X', '-w', '1', '-y', '64', '-n', '5', '-z', '8', '-k', '3'],
  range: ['-R', '-a', '5', '-b', '3000', '-t', 'GET'],
};
const PATHS = { header: '/', body: '/api/v1/session', read: '/api/v1/problem-reports?limit=200', range: '/' };

class Program {
  constructor(url, count, mode, seconds) {
    const words = [...MODES[mode], '-c', String(count), '-r', String(Math.max(50, Math.ceil(count / 5))), '-l', String(seconds), '-p', '5', '-v', '1', '-u', url + PATHS[mode]];
    this.text = '';
    this.child = spawn('slowhttptest', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout.on('data', (chunk) => (this.text = (this.text + chunk).slice(-20_000)));
    this.child.once('error', () => {
      console.error('error: slowhttptest is not there: apt-get install slowhttptest');
      process.exit(2);
    });
  }

  // What it says of itself at last.
  get report() {
    const plain = this.text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '');
    const last = (name) => [...plain.matchAll(new RegExp(`${name}:\\s+(\\S+)`, 'g'))].at(-1)?.[1];
    return { connected: Number(last('connected') ?? 0), closed: Number(last('closed') ?? 0), available: last('service available') };
  }

  stop() {
    this.child.kill('SIGINT');
  }
}

export const SLOWHTTPTEST = Object.fromEntries(
  Object.keys(MODES).map((mode) => [`slowhttptest-${mode}`, (url, count, { seconds }) => new Program(url, count, mode, seconds)]),
);
