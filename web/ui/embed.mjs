// Turns a built front end into one C++ source: node embed.mjs DIST OUTPUT.cpp
// Each file becomes an entry of `assets()` (web/pages/assets.hpp): its bytes, its gzip and Brotli forms where they are
// smaller, its content type and a strong ETag.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [dist, output] = process.argv.slice(2);
if (!dist || !output) {
  console.error('usage: node embed.mjs DIST OUTPUT.cpp');
  process.exit(2);
}

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

function* files(folder, prefix = '') {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path, `${prefix}${name}/`);
    else yield { name: prefix + name, content: readFileSync(path) };
  }
}

// Octal escapes of three digits can't run into the character that follows, unlike hexadecimal ones.
function literal(bytes) {
  const lines = [];
  for (let start = 0; start < bytes.length; start += 64) {
    let line = '';
    for (const byte of bytes.subarray(start, start + 64)) {
      const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f;
      line += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
    }
    lines.push(`"${line}"`);
  }
  return lines.length ? lines.join('\n') : '""';
}

const entries = [];
for (const { name, content } of files(dist)) {
  const type = types[extname(name)];
  if (!type) throw new Error(`${name}: no content type is known for this kind of file`);
  const etag = createHash('sha256').update(content).digest('hex').slice(0, 20);
  const smaller = (form) => (form.length < content.length ? form : Buffer.alloc(0));
  const gzip = smaller(gzipSync(content, { level: 9 }));
  const quality = constants.BROTLI_MAX_QUALITY;
  const brotli = smaller(brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
  entries.push(
    `{"${name}", "${type}", "\\"${etag}\\"",\nstd::string_view(${literal(content)}, ${content.length}),\n` +
      `std::string_view(${literal(gzip)}, ${gzip.length}),\nstd::string_view(${literal(brotli)}, ${brotli.length})},`,
  );
}
entries.sort();

writeFileSync(
  output,
  `// Made by web/ui/embed.mjs from the built front end.
#include "web/pages/assets.hpp"

namespace yellowsea::web {
namespace {
constexpr Asset kAssets[] = {
${entries.join('\n')}
};
}  // namespace

std::span<const Asset> assets() { return kAssets; }

}  // namespace yellowsea::web
`,
);
