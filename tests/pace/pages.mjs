// The demonstration served for measuring, a browser beside it, and people signed in to it.
import { chromium } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoPassword } from '../e2e/installation.mjs';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// A browser whose pages all share one person's cookies; `port` is where Lighthouse finds it.
export async function openBrowser(viewport) {
  const folder = mkdtempSync(join(tmpdir(), 'yellowsea-pace-'));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...args, `--remote-debugging-port=${port}`],
    viewport,
    locale: 'en-GB',
  });
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { context, port, close };
}

export async function signIn(context, url, user) {
  const page = await context.newPage();
  await page.goto(`${url}/en/sign-in`);
  await page.locator('#f-user').fill(user);
  await page.locator('#f-password').fill(demoPassword);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL('**/en/');
  await page.close();
}

export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) console.log(`  ${row.map((cell, column) => (column ? String(cell).padStart(widths[column]) : String(cell).padEnd(widths[column]))).join('  ')}`);
}

export const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
