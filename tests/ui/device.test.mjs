// What a browser says of itself, in words that a person knows.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const esbuild = createRequire(join(ui, 'package.json'))('esbuild');
const built = esbuild.buildSync({ entryPoints: [join(ui, 'src/access/device.ts')], bundle: true, format: 'esm', write: false });
const { deviceOf } = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);

test('browser and system are named, whatever else the browser claims to be', () => {
  const agents = {
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36': 'Chrome · Linux',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0': 'Edge · Windows',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1': 'Safari · iOS',
    'Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36': 'Samsung Internet · Android',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:131.0) Gecko/20100101 Firefox/131.0': 'Firefox · macOS',
    'curl/7.88.1': 'curl/7.88.1',
    '': '',
  };
  for (const [agent, words] of Object.entries(agents)) assert.equal(deviceOf(agent), words);
});
