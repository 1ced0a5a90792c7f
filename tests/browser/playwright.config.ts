// Tests of the pages in Debian's Chromium against the real program. Needs YELLOWSEA, the path of the binary.
//   npm ci --ignore-scripts && YELLOWSEA=…/yellowsea npx playwright test
// (with PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1: the browser is Debian's package chromium)
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: process.env['YELLOWSEA_TEST_RESULTS'] ?? 'test-results',
  // One server with one demo installation for all tests, and two cores for both.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env['CI'] ? [['list']] : [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
