// Ordinary users at work: each asks for a page's data, thinks, asks again, and changes something now and then. What they
// got and how long it took is what an attack is judged by.
import http from 'node:http';
import { performance } from 'node:perf_hooks';

const READS = ['/api/v1/dashboard', '/api/v1/commitments?limit=50', '/api/v1/problem-reports?state=accepted', '/api/v1/notices', '/api/v1/rounds/2027'];

// One request on a connection of the user's own. {status, milliseconds}; status 0: no answer.
function ask(agent, url, { method = 'GET', headers = {}, body }, patience) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const end = (status) => resolve({ status, milliseconds: performance.now() - begun });
    const request = http.request(url, { method, agent, headers, timeout: patience }, (answer) => {
      answer.resume();
      answer.once('end', () => end(answer.statusCode));
      answer.once('error', () => end(0));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => end(0));
    request.end(body);
  });
}

export class Users {
  // `sessions`: who is signed in. Each user has an address of its own, 127.0.1.1 and up, as they would outside.
  constructor(url, sessions, { count = 50, pause = 1000, patience = 10_000 } = {}) {
    Object.assign(this, { url, pause, patience, answers: [], working: true });
    this.all = Array.from({ length: count }, (_, i) => this.work(sessions[i % sessions.length], `127.0.1.${i + 1}`, i));
  }

  async work(session, localAddress, number) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1, localAddress });
    for (let turn = number; this.working; ++turn) {
      const answer = await ask(agent, this.url + READS[turn % READS.length], { headers: session.headers(false) }, this.patience);
      this.answers.push(answer);
      await new Promise((resolve) => setTimeout(resolve, this.pause * (0.5 + ((number * 7 + turn * 3) % 10) / 10)));
    }
    agent.destroy();
  }

  // Each has been answered once, and holds a connection.
  async begun() {
    while (this.answers.length < this.all.length) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  // {requests, succeeded (share), p50, p99 (ms)}
  async stop() {
    this.working = false;
    await Promise.all(this.all);
    const times = this.answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
    return {
      requests: this.answers.length,
      succeeded: this.answers.filter(({ status }) => status === 200).length / this.answers.length,
      p50: at(0.5),
      p99: at(0.99),
    };
  }
}
