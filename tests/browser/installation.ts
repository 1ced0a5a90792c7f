// A demo installation of the real program, served on a free port for the time of the tests.
import { type APIResponse, type Browser, type BrowserContext, type Page, expect, test as playwright } from '@playwright/test';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Account {
  user: string;
  password: string;
  role: string;
  organisation: string;
}

export interface Installation {
  url: string;
  accounts: Account[];
}

export interface Item {
  kind: string;
  id: string;
  version: number;
  configuration: string[];
  fields: Record<string, any>;
  created_at: string;
}

export interface Server {
  url: string;
  // What it has printed since it began.
  printed: () => string;
  stop: () => Promise<void>;
}

// Serves a data folder on a free port.
export async function serve(binary: string, data: string, options: string[] = []): Promise<Server> {
  const server: ChildProcess = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = /^listening on (http:\/\/\S+)$/m.exec(text);
      if (match?.[1]) resolve(match[1]);
    });
    server.on('exit', (code) => reject(new Error(`the server ended with ${code} before it listened:\n${text}`)));
  });
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  return { url, printed: () => text, stop };
}

// The program to test; null where somebody runs a server already.
export function program(): string | null {
  return process.env['YELLOWSEA'] ?? null;
}

// The next test begins with no page of the one before: a page still at work can hold up the beginning of a trace.
export const base = playwright.extend<{ closing: void }>({
  closing: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});

export const test = base.extend<object, { installation: Installation }>({
  installation: [
    async ({}, use) => {
      const given = process.env['YELLOWSEA_URL'];
      if (given) {
        // A server that somebody runs already, for work on the pages.
        await use({ url: given, accounts: JSON.parse(readFileSync(process.env['YELLOWSEA_ACCOUNTS'] ?? '', 'utf8')) });
        return;
      }
      const binary = program();
      if (!binary) throw new Error('YELLOWSEA must name the program to test');
      const data = mkdtempSync(join(tmpdir(), 'yellowsea-browser-'));
      execFileSync(binary, ['demo', '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] });
      const server = await serve(binary, data);
      try {
        await use({ url: server.url, accounts: JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')) });
      } finally {
        await server.stop();
        rmSync(data, { recursive: true, force: true });
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export function account(installation: Installation, role: string, organisation?: string): Account {
  const found = installation.accounts.find((each) => each.role === role && (!organisation || each.organisation === organisation));
  if (!found) throw new Error(`the demo has no account of ${role} in ${organisation ?? 'any organisation'}`);
  return found;
}

// Cookies of those who have signed in once: a password is slow to check, on purpose.
const signedIn = new Map<string, { state: Awaited<ReturnType<BrowserContext['storageState']>>; usedAt: number }>();

// A session that nobody has used for half an hour ends; in the long form of the tests a role may not turn up for longer.
const surelyAlive = 10 * 60_000; // milliseconds

async function remember(user: string, context: BrowserContext): Promise<void> {
  signedIn.set(user, { state: await context.storageState(), usedAt: Date.now() });
}

function remembered(user: string) {
  const known = signedIn.get(user);
  if (!known || Date.now() - known.usedAt > surelyAlive) return undefined;
  known.usedAt = Date.now();
  return known.state;
}

// A person at a browser of their own, signed in through the form the first time.
export async function person(
  browser: Browser,
  installation: Installation,
  role: string | null,
  organisation?: string,
  options: { width?: number; language?: string } = {},
): Promise<Page> {
  const language = options.language ?? 'en';
  const who = role ? account(installation, role, organisation) : null;
  const known = who ? remembered(who.user) : undefined;
  const context = await browser.newContext({
    ...(known ? { storageState: known } : {}),
    baseURL: installation.url,
    viewport: { width: options.width ?? 1280, height: 900 },
    timezoneId: 'Asia/Tokyo',
  });
  const page = await context.newPage();
  if (who && !known) {
    const { user, password } = who;
    await page.goto(`/${language}/sign-in`);
    await page.locator('input[autocomplete=username]').fill(user);
    await page.locator('input[type=password]').fill(password);
    await page.locator('main button[type=submit]').click();
    await page.waitForURL(`**/${language}/`);
    await remember(user, context);
  }
  return page;
}

// After the password was given again, the session has a new token, and the one that was kept is nobody's.
export async function renewed(page: Page, who: Account): Promise<void> {
  await remember(who.user, page.context());
}

export async function api<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(path);
  expect(response.ok(), `${path}: ${response.status()}`).toBe(true);
  return (await response.json()) as T;
}

// Something written beside the pages, as another program would.
export async function post(page: Page, installation: Installation, path: string, data: object): Promise<APIResponse> {
  const session = await api<{ csrf_token: string }>(page, '/api/v1/session');
  return page.request.post(path, { data, headers: { 'X-CSRF-Token': session.csrf_token, Origin: installation.url } });
}

// An event fired so.
export async function fire(page: Page, installation: Installation, path: string, type: string, data: object): Promise<APIResponse> {
  return post(page, installation, `${path}/events`, { type, data });
}

export { expect };
