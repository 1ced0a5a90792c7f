// The server with a certificate: what it speaks, what it says, and how it takes a new one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { Installation } from './installation.mjs';

const folder = mkdtempSync(join(tmpdir(), 'yellowsea-tls-'));
const user = { user: 'officer', password: 'only for this one test', role: 'city_officer', organisation: 'busan' };
let installation;
let port;

// A certificate of its own issuer, for that name.
function certify(name) {
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-days', '2', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1',
    '-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
}

function use(name) {
  copyFileSync(join(folder, `${name}.pem`), join(folder, 'server.pem'));
  copyFileSync(join(folder, `${name}.key`), join(folder, 'server.key'));
}

function request(method, path, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = https.request({ host: '127.0.0.1', port, method, path, headers, rejectUnauthorized: false }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

// The name in the certificate that a new connection is shown, or the error's code.
function shown(options = {}) {
  return new Promise((resolve) => {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    });
    socket.once('error', (error) => resolve(error.code));
  });
}

before(async () => {
  for (const name of ['first', 'second']) certify(name);
  use('first');
  installation = Installation.withAccounts([user]);
  installation.configure({ tls: { certificate: join(folder, 'server.pem'), key: join(folder, 'server.key') } });
  await installation.start();
  port = Number(new URL(installation.url).port);
});

after(async () => {
  await installation?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('it says that it speaks TLS, and that browsers must stay with it', async () => {
  assert.match(installation.url, /^https:/);
  const answer = await request('GET', '/healthz');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000; includeSubDomains');
});

test('the cookie is bound to this host and to TLS', async () => {
  const answer = await request('POST', '/api/v1/session', {
    headers: { origin: installation.url, 'content-type': 'application/json' },
    body: JSON.stringify({ user: user.user, password: user.password }),
  });
  assert.equal(answer.status, 200, answer.body);
  const [cookie] = answer.headers['set-cookie'];
  assert.match(cookie, /^__Host-yellowsea_session=/);
  for (const word of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax']) assert.ok(cookie.includes(word), cookie);
  const again = await request('GET', '/api/v1/session', { headers: { cookie: cookie.split(';')[0] } });
  assert.equal(JSON.parse(again.body).user, user.user);
});

test('versions before 1.2 are refused', async () => {
  assert.equal(await shown({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }), 'first');
  assert.equal(await shown({ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }), 'first');
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
  assert.notEqual(await shown(old), 'first');
});

test('of 1.2 only suites with forward secrecy and authenticated encryption are spoken', async () => {
  const by = (ciphers) => shown({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` });
  for (const good of ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305']) assert.equal(await by(good), 'first', good);
  // Those that this certificate could be used with.
  for (const bad of ['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES256-SHA']) assert.notEqual(await by(bad), 'first', bad);
});

test('who speaks plain HTTP there gets no answer', async () => {
  const received = await new Promise((resolve) => {
    const chunks = [];
    const socket = net.connect(port, '127.0.0.1', () => socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.once('error', () => {});
  });
  assert.doesNotMatch(received, /HTTP/);
});

test('the live stream is spoken over TLS too', async () => {
  const head = await new Promise((resolve, reject) => {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => socket.write(
      `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`));
    socket.once('data', (chunk) => { resolve(chunk.toString('latin1')); socket.destroy(); });
    socket.once('error', reject);
  });
  assert.match(head, /^HTTP\/1\.1 101 /);
});

test('SIGHUP takes a new certificate, and keeps the old one if the new cannot be used', async () => {
  const told = (text) => new Promise((resolve) => {
    const look = () => (installation.errors.includes(text) ? resolve() : installation.child.stderr.once('data', () => setImmediate(look)));
    look();
  });
  use('second');
  installation.child.kill('SIGHUP');
  await told('the certificate has been read again');
  assert.equal(await shown(), 'second');
  writeFileSync(join(folder, 'server.pem'), 'no certificate');
  installation.child.kill('SIGHUP');
  await told('the certificate stays as it was');
  assert.equal(await shown(), 'second');
});

test('a key of another certificate is refused at the start, by name', () => {
  copyFileSync(join(folder, 'first.pem'), join(folder, 'server.pem'));
  copyFileSync(join(folder, 'second.key'), join(folder, 'server.key'));
  const other = Installation.withAccounts([user]);
  other.configure({ tls: { certificate: join(folder, 'server.pem'), key: join(folder, 'server.key') } });
  const run = other.run(['serve', '--config', other.config, '--listen', '127.0.0.1:0']);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /server\.key/);
  rmSync(other.data, { recursive: true, force: true });
});
