// wapiti and sqlmap (Debian packages) against a running server: what they are to look at, and what they found.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function run(program, words, { seconds, log }) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: dirname(log), PYTHONWARNINGS: 'ignore' } });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    child.once('error', (error) => resolve({ text: String(error), code: -1 }));
    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      writeFileSync(log, text);
      resolve({ text, code: code ?? signal });
    });
  });
}

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'yellowsea-judges-'));
  mkdirSync(join(path, 'out'));
  return path;
}

// A server that a judge has to find fault with.
export async function vulnerable() {
  const child = spawn('python3', [join(here, 'vulnerable.py')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('exit', () => reject(new Error('python3 cannot run the vulnerable server')));
  });
  return { url, stop: () => child.kill() };
}

// Every GET of the description, each parameter with a value that means something where one is known.
export function addresses(url, document, samples) {
  const filled = [];
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (!get) continue;
    const parameters = get.parameters ?? [];
    let address = path;
    for (const { name } of parameters.filter((each) => each.in === 'path')) address = address.replace(`{${name}}`, encodeURIComponent(samples[`${path} ${name}`] ?? samples[name] ?? '1'));
    const query = parameters.filter((each) => each.in === 'query').map(({ name }) => `${name}=${encodeURIComponent(samples[name] ?? '1')}`);
    filled.push(`${url}${address}${query.length ? `?${query.join('&')}` : ''}`);
  }
  return filled;
}

// Modules that need no server of somebody else's on the internet.
const MODULES = 'backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,blindsql,xss';

// [{module, severity, path, info}]
export async function wapiti(url, starts, { cookie, minutes = 10 } = {}) {
  const place = folder();
  const report = join(place, 'out', 'report.json');
  const words = ['-u', `${url}/`, '--scope', 'domain', '-m', MODULES, '-S', 'normal', '--max-scan-time', String(minutes * 30), '--max-attack-time', String(Math.ceil((minutes * 30) / 5)),
    '--flush-session', '--no-bugreport', '--store-session', place, '--store-config', place, '-f', 'json', '-o', report, '-v', '1', '-t', '10'];
  for (const start of starts) words.push('-s', start);
  if (cookie) words.push('-H', `Cookie: ${cookie}`);
  const done = await run('wapiti', words, { seconds: minutes * 120, log: join(place, 'wapiti.log') });
  if (!existsSync(report)) throw new Error(`wapiti gave no report (${done.code}): ${done.text.slice(-2000)}`);
  const { vulnerabilities, anomalies, infos } = JSON.parse(readFileSync(report, 'utf8'));
  const scanned = Number(/found (\d+) URLs and forms/i.exec(done.text)?.[1] ?? infos?.crawled_pages_nbr ?? 0);
  rmSync(place, { recursive: true, force: true });
  const list = (kinds) => Object.entries(kinds ?? {}).flatMap(([kind, all]) => all.map(({ method, path, parameter, info }) => `${kind}: ${method} ${path} ${parameter ?? ''} ${info}`.trim()));
  return { scanned, found: [...list(vulnerabilities), ...list(anomalies)] };
}

// `targets`: [{name, address, headers?, body?}], the places to try marked by * where there is a body.
export async function sqlmap(targets, { cookie, level = 2, risk = 2, seconds = 300, said = () => {} } = {}) {
  const found = [];
  for (const { name, address, method = 'GET', headers = [], body } of targets) {
    const place = folder();
    const words = ['-u', address, '--batch', '--flush-session', '--disable-coloring', '--dbms', 'SQLite', '--level', String(level), '--risk', String(risk),
      '--threads', '4', '--time-sec', '2', '--ignore-code', '*', '--skip-waf', '--output-dir', join(place, 'out'), '--answers', 'quit=N,skip=N,reduce=N,follow=N'];
    if (method !== 'GET') words.push('--method', method);
    if (cookie) words.push('-H', `Cookie: ${cookie}`, '--skip', 'Cookie');
    for (const header of headers) words.push('-H', header);
    if (body) words.push('--data', body);
    const log = join(place, 'sqlmap.log');
    const done = await run('sqlmap', words, { seconds, log });
    const injectable = [...done.text.matchAll(/^Parameter: .*$/gm)].map(([line]) => `${name}: ${line}`);
    const looked = /all tested parameters do not appear to be injectable/.test(done.text);
    said(`${name}: ${injectable.length ? 'INJECTABLE' : looked ? 'nothing' : `not finished (${done.code}): ${done.text.trim().split('\n').slice(-3).join(' | ').slice(0, 300)}`}`);
    found.push(...injectable);
    if (!injectable.length && !looked) found.push(`${name}: sqlmap did not finish`);
    rmSync(place, { recursive: true, force: true });
  }
  return found;
}

