// Checks a receipt in the browser, with the browser's own cryptography and nothing of the server's: the same steps
// as `yellowsea ledger check` (RFC 9162 2.1.3.2, C2SP signed-note and tlog-checkpoint).
export type Why = 'malformed' | 'key' | 'signature' | 'origin' | 'inclusion' | 'event' | 'text' | 'unsupported';

export interface Proved {
  kind: string;
  id: string;
  version: number;
  type: string; // '' for a timer's
  at: string;
  recordedAt: string;
  origin: string;
  index: number;
  size: number;
  root: string; // hex
  witnesses: { name: string; at: string }[]; // who rightly cosigned, of those whose keys were given
  others: string[]; // who else signed; not checked
}

export type Outcome = { proved: Proved } | { why: Why };

interface Receipt {
  format: string;
  entry: string;
  event: string;
  salt?: string;
  index: number;
  proof: string[];
  checkpoint: string;
  texts?: Record<string, string>;
  vkey?: string;
}

class Wrong extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

const encoder = new TextEncoder();

function demand(holds: boolean, why: Why): asserts holds {
  if (!holds) throw new Wrong(why);
}

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const sha256 = async (...parts: Uint8Array[]) => new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const same = (left: Uint8Array, right: Uint8Array): boolean => hex(left) === hex(right);

function fromBase64(text: string, why: Why): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new Wrong(why);
  }
}

function fromHex(text: string): Uint8Array {
  demand(/^([0-9a-f]{2})*$/.test(text), 'malformed');
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

function parse(text: string): Receipt {
  let receipt: Receipt;
  try {
    receipt = JSON.parse(text) as Receipt;
  } catch {
    throw new Wrong('malformed');
  }
  const texts = [receipt?.entry, receipt?.event, receipt?.checkpoint];
  demand(receipt?.format === 'yellowsea.receipt/1' && texts.every((each) => typeof each === 'string'), 'malformed');
  demand(Number.isSafeInteger(receipt.index) && receipt.index >= 0, 'malformed');
  demand(Array.isArray(receipt.proof) && receipt.proof.length <= 64, 'malformed');
  return receipt;
}

interface Key {
  kind: number;
  name: string;
  id: Uint8Array;
  bytes: Uint8Array<ArrayBuffer>;
}

const ofLog = 1;
const ofWitness = 4;

async function readKey(text: string, kind: number): Promise<Key> {
  const [, name = '', id = '', base64 = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = fromBase64(base64, 'key');
  demand(bytes.length === 33 && bytes[0] === kind, 'key');
  const right = (await sha256(encoder.encode(`${name}\n`), bytes)).slice(0, 4);
  demand(hex(right) === id, 'key');
  return { kind, name, id: right, bytes: bytes.slice(1) };
}

interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
  witnesses: Proved['witnesses'];
  others: string[];
}

// When a witness cosigned (C2SP tlog-cosignature): a time and a signature over it and the text. Null if it did not.
async function cosignedAt(signature: Uint8Array<ArrayBuffer>, witness: Key, text: string): Promise<string | null> {
  if (!same(signature.slice(0, 4), witness.id) || signature.length !== 4 + 8 + 64) return null;
  const seconds = Number(new DataView(signature.buffer).getBigUint64(4));
  if (!(await verifies(witness, signature.slice(12), `cosignature/v1\ntime ${seconds}\n${text}`))) return null;
  return new Date(seconds * 1000).toISOString();
}

async function openCheckpoint(note: string, key: Key, known: Key[]): Promise<Checkpoint> {
  const blank = note.lastIndexOf('\n\n');
  demand(blank > 0, 'malformed');
  const text = note.slice(0, blank + 1);
  const lines = note.slice(blank + 2).split('\n').filter(Boolean);
  const others: string[] = [];
  const witnesses: Proved['witnesses'] = [];
  let signed = false;
  for (const line of lines) {
    const [, name = '', base64 = ''] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const signature = fromBase64(base64, 'malformed');
    if (name !== key.name || !same(signature.slice(0, 4), key.id)) {
      const witness = known.find((each) => each.name === name);
      const at = witness ? await cosignedAt(signature, witness, text) : null;
      if (at) witnesses.push({ name, at });
      else others.push(name);
      continue;
    }
    demand(await verifies(key, signature.slice(4), text), 'signature');
    signed = true;
  }
  demand(signed, 'signature');
  const [origin = '', size = '', root = ''] = text.split('\n');
  demand(origin === key.name, 'origin');
  demand(/^(0|[1-9]\d{0,15})$/.test(size), 'malformed');
  return { origin, size: Number(size), root: fromBase64(root, 'malformed'), witnesses, others };
}

async function verifies(key: Key, signature: Uint8Array<ArrayBuffer>, text: string): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, encoder.encode(text));
  } catch {
    throw new Wrong('unsupported');
  }
}

// Numbers above 2^31 are possible: no bit operations.
async function isIncluded(leaf: Uint8Array, index: number, size: number, proof: Uint8Array[], root: Uint8Array): Promise<boolean> {
  if (index >= size) return false;
  let at = index;
  let last = size - 1;
  let computed = leaf;
  const one = Uint8Array.of(1);
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return false;
    if (at % 2 === 1 || at === last) {
      computed = await sha256(one, sibling, computed);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      computed = await sha256(one, computed, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(computed, root);
}

async function checkEvent(receipt: Receipt, entry: Record<string, unknown>): Promise<void> {
  if (typeof entry['hash'] === 'string') {
    const hash = await sha256(fromHex(receipt.salt ?? ''), encoder.encode(receipt.event));
    return demand(hex(hash) === entry['hash'], 'event');
  }
  demand(receipt.entry === `{"v":1,"at":"${String(entry['at'])}","recorded_at":"${String(entry['recorded_at'])}","event":${receipt.event}}`, 'event');
}

async function check(text: string, vkey: string, witnesses: string[]): Promise<Proved> {
  const receipt = parse(text);
  const key = await readKey(vkey, ofLog);
  const known = await Promise.all(witnesses.map((each) => readKey(each, ofWitness)));
  const checkpoint = await openCheckpoint(receipt.checkpoint, key, known);
  const leaf = await sha256(Uint8Array.of(0), encoder.encode(receipt.entry));
  const proof = receipt.proof.map((each) => fromBase64(each, 'malformed'));
  demand(await isIncluded(leaf, receipt.index, checkpoint.size, proof, checkpoint.root), 'inclusion');
  const entry = JSON.parse(receipt.entry) as Record<string, unknown>;
  await checkEvent(receipt, entry);
  for (const [hash, content] of Object.entries(receipt.texts ?? {})) demand(hex(await sha256(encoder.encode(content))) === hash, 'text');
  const event = JSON.parse(receipt.event) as Record<string, unknown>;
  return {
    kind: String(event['kind']),
    id: String(event['id']),
    version: Number(event['version']),
    type: String(event['type']),
    at: String(entry['at']),
    recordedAt: String(entry['recorded_at']),
    origin: checkpoint.origin,
    index: receipt.index,
    size: checkpoint.size,
    root: hex(checkpoint.root),
    witnesses: checkpoint.witnesses,
    others: checkpoint.others,
  };
}

// `crypto.subtle` is there only behind TLS and on a loopback address.
export async function checkReceipt(text: string, vkey: string, witnesses: string[] = []): Promise<Outcome> {
  try {
    demand(globalThis.crypto?.subtle !== undefined, 'unsupported');
    return { proved: await check(text, vkey, witnesses) };
  } catch (error) {
    return { why: error instanceof Wrong ? error.why : 'malformed' };
  }
}
