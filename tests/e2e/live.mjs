// A client of /live: WebSocket (RFC 6455) over node:net, since Node 18 has none of its own. Keeps every message in
// order of arrival; only what these tests need: text frames, fragments, ping, close.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function frame(opcode, payload) {
  const mask = randomBytes(4);
  const length = payload.length;
  const head =
    length < 126 ? Buffer.from([0x80 | opcode, 0x80 | length]) : Buffer.from([0x80 | opcode, 0x80 | 126, length >> 8, length & 0xff]);
  const masked = Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4]));
  return Buffer.concat([head, mask, masked]);
}

export class Live {
  messages = [];
  closed = null; // the code, once the server has closed

  // Opens the stream as the session's person; `status` of the answer is 101, or whatever refuses it.
  static async open(session, { headers = {} } = {}) {
    const live = new Live();
    const url = new URL(session.installation.url);
    live.socket = net.connect(Number(url.port), url.hostname);
    live.buffer = Buffer.alloc(0);
    live.waiting = new Set();
    const key = randomBytes(16).toString('base64');
    const lines = { host: url.host, upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-key': key, 'sec-websocket-version': '13', origin: url.origin };
    Object.assign(lines, session.headers(true), headers);
    live.socket.write(`GET /live HTTP/1.1\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    await new Promise((resolve, reject) => {
      live.socket.once('error', reject);
      live.socket.once('close', () => reject(new Error('closed before the handshake was answered')));
      const onData = (chunk) => {
        live.buffer = Buffer.concat([live.buffer, chunk]);
        const end = live.buffer.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = live.buffer.subarray(0, end).toString();
        live.buffer = live.buffer.subarray(end + 4);
        live.status = Number(head.split(' ')[1]);
        live.socket.off('data', onData);
        if (live.status === 101) {
          const accept = createHash('sha1').update(key + guid).digest('base64');
          assert.match(head, new RegExp(`sec-websocket-accept: ${accept.replace(/[+/]/g, '\\$&')}`, 'i'));
        }
        resolve();
      };
      live.socket.on('data', onData);
    });
    live.socket.removeAllListeners('error');
    live.socket.removeAllListeners('close');
    live.socket.on('error', () => {});
    live.socket.on('close', () => live.wake((live.closed ??= 1006)));
    if (live.status !== 101) {
      live.socket.destroy();
      return live;
    }
    live.socket.on('data', (chunk) => live.take(chunk));
    live.take(Buffer.alloc(0));
    return live;
  }

  subscribe(what = {}, since) {
    return this.sendText(JSON.stringify({ subscribe: what, ...(since === undefined ? {} : { since }) }));
  }

  sendText(text) {
    this.socket.write(frame(1, Buffer.from(text)));
    return this;
  }

  take(chunk) {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      if (this.buffer.length < 2) return;
      const [first, second] = this.buffer;
      assert.equal(second & 0x80, 0, 'a server does not mask');
      let length = second & 0x7f;
      let at = 2;
      if (length === 126) (at = 4), (length = this.buffer.length < 4 ? Infinity : this.buffer.readUInt16BE(2));
      else if (length === 127) (at = 10), (length = this.buffer.length < 10 ? Infinity : Number(this.buffer.readBigUInt64BE(2)));
      if (this.buffer.length < at + length) return;
      const payload = Buffer.from(this.buffer.subarray(at, at + length));
      this.buffer = this.buffer.subarray(at + length);
      this.frame(first & 0x0f, (first & 0x80) !== 0, payload);
    }
  }

  frame(opcode, last, payload) {
    if (opcode === 9) return void this.socket.write(frame(10, payload));
    if (opcode === 8) {
      this.closed = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.socket.end(frame(8, payload.subarray(0, 2)));
      return this.wake();
    }
    if (opcode > 2) return;
    this.parts = opcode === 0 ? [...this.parts, payload] : [payload];
    if (!last) return;
    this.messages.push(JSON.parse(Buffer.concat(this.parts).toString('utf8')));
    this.wake();
  }

  wake() {
    for (const each of [...this.waiting]) each();
  }

  // Until `found` (given all messages) is true.
  until(found, what, milliseconds = 20_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => done(new Error(`no ${what} in ${milliseconds} ms; closed: ${this.closed}; ${this.messages.length} messages, the last ${JSON.stringify(this.messages.at(-1))}`)), milliseconds);
      const done = (error) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        error ? reject(error) : resolve(this);
      };
      const look = () => {
        if (found(this.messages)) done();
        else if (this.closed !== null) done(new Error(`closed (${this.closed}) while waiting for ${what}`));
      };
      this.waiting.add(look);
      look();
    });
  }

  // The events, without the greeting.
  events() {
    return this.messages.filter((message) => message.type !== 'hello');
  }

  close() {
    this.socket.destroy();
  }
}
