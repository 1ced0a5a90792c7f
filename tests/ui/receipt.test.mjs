// The browser's verifier of receipts: accepts what Node's own cryptography has made, refuses it when anything is
// changed, and says which step failed.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

// Node 18 has it under another name only.
globalThis.crypto ??= webcrypto;

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const esbuild = createRequire(join(ui, 'package.json'))('esbuild');
const built = esbuild.buildSync({ entryPoints: [join(ui, 'src/proof/receipt.ts')], bundle: true, format: 'esm', write: false });
const { checkReceipt } = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);

const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
const node = (left, right) => hash([1], left, right);
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const name = 'example.org/log';
const rawKey = Buffer.concat([Buffer.from([1]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
const id = hash(`${name}\n`, rawKey).subarray(0, 4);
const vkey = `${name}+${id.toString('hex')}+${rawKey.toString('base64')}`;

function note(size, root, origin = name) {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  return `${text}\n\u2014 ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`;
}

// The root of a list and the proof of one of its leaves, as section 2.1 of RFC 9162 defines them.
function prove(leaves, index) {
  if (leaves.length === 1) return { root: leaves[0], proof: [] };
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  const inLeft = index < split;
  const inner = prove(inLeft ? left : right, inLeft ? index : index - split);
  const other = prove(inLeft ? right : left, 0).root;
  return { root: inLeft ? node(inner.root, other) : node(other, inner.root), proof: [...inner.proof, other] };
}

const event = JSON.stringify({ v: 1, kind: 'thing', id: 'ü-1', version: 3, type: 'open', at: '2026-01-01T00:00:00Z' });
const salt = '00ff'.repeat(16);
const times = '"v":1,"at":"2026-01-01T00:00:00Z","recorded_at":"2026-01-01T00:00:01Z"';
const open = `{${times},"event":${event}}`;
const hashed = `{${times},"hash":"${hash(Buffer.from(salt, 'hex'), event).toString('hex')}"}`;

function receipt(entry, size, index) {
  const leaves = Array.from({ length: size }, (_, each) => hash([0], each === index ? entry : `entry ${each}`));
  const { root, proof } = prove(leaves, index);
  const text = 'a long text';
  return {
    format: 'yellowsea.receipt/1',
    entry,
    event,
    salt,
    index,
    proof: proof.map((each) => each.toString('base64')),
    checkpoint: note(size, root),
    texts: { [hash(text).toString('hex')]: text },
  };
}

const check = (value, key = vkey) => checkReceipt(typeof value === 'string' ? value : JSON.stringify(value), key);

test('every entry of every log up to 40 entries is proved', async () => {
  for (let size = 1; size <= 40; size++) {
    for (let index = 0; index < size; index++) {
      const outcome = await check(receipt(index % 2 ? open : hashed, size, index));
      assert.equal(outcome.why, undefined, `${index} of ${size}`);
      assert.equal(outcome.proved.index, index);
      assert.equal(outcome.proved.id, 'ü-1');
    }
  }
});

const wrong = {
  'no JSON': ['malformed', () => '{'],
  'another format': ['malformed', (it) => ({ ...it, format: 'x' })],
  'another event': ['event', (it) => ({ ...it, event: event.replace('ü-1', 'ü-2') })],
  'another entry': ['inclusion', (it) => ({ ...it, entry: it.entry.replace('01Z', '02Z') })],
  'another place': ['inclusion', (it) => ({ ...it, index: 6 })],
  'a place behind the end': ['inclusion', (it) => ({ ...it, index: 13 })],
  'a shorter proof': ['inclusion', (it) => ({ ...it, proof: it.proof.slice(1) })],
  'a longer proof': ['inclusion', (it) => ({ ...it, proof: [...it.proof, it.proof[0]] })],
  'another size': ['signature', (it) => ({ ...it, checkpoint: it.checkpoint.replace('\n13\n', '\n14\n') })],
  'another log': ['origin', (it) => ({ ...it, checkpoint: note(13, Buffer.alloc(32), 'example.org/other') })],
  'another text': ['text', (it) => ({ ...it, texts: { [Object.keys(it.texts)[0]]: 'another text' } })],
};
for (const [what, [why, change]] of Object.entries(wrong)) {
  test(`${what} is refused`, async () => {
    assert.deepEqual(await check(change(receipt(open, 13, 5))), { why });
  });
}

test('a witness whose key is given is checked; one that is not, or that lies, is only named', async () => {
  const witness = generateKeyPairSync('ed25519');
  const named = 'witness.busan.example';
  const bytes = Buffer.concat([Buffer.from([4]), witness.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const witnessId = hash(`${named}\n`, bytes).subarray(0, 4);
  const witnessKey = `${named}+${witnessId.toString('hex')}+${bytes.toString('base64')}`;
  const cosigned = (seconds, signedSeconds) => {
    const value = receipt(open, 13, 5);
    const text = value.checkpoint.slice(0, value.checkpoint.indexOf('\n\n') + 1);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${signedSeconds}\n${text}`), witness.privateKey);
    return { ...value, checkpoint: `${value.checkpoint}\u2014 ${named} ${Buffer.concat([witnessId, time, signature]).toString('base64')}\n` };
  };
  const proved = async (value, keys) => (await checkReceipt(JSON.stringify(value), vkey, keys)).proved;
  assert.deepEqual((await proved(cosigned(1_767_225_600, 1_767_225_600), [witnessKey])).witnesses, [{ name: named, at: '2026-01-01T00:00:00.000Z' }]);
  const without = await proved(cosigned(1_767_225_600, 1_767_225_600), []);
  assert.deepEqual([without.witnesses, without.others], [[], [named]]);
  const lied = await proved(cosigned(1_767_225_601, 1_767_225_600), [witnessKey]);
  assert.deepEqual([lied.witnesses, lied.others], [[], [named]]);
});

test('another salt, and what is no key, are refused', async () => {
  assert.deepEqual(await check({ ...receipt(hashed, 13, 5), salt: '11'.repeat(32) }), { why: 'event' });
  assert.deepEqual(await check(receipt(open, 13, 5), vkey.replace(/.$/, '')), { why: 'key' });
  assert.deepEqual(await check(receipt(open, 13, 5), vkey.replace('example', 'exemple')), { why: 'key' });
});
