// One function that asks the server. Errors are thrown as ApiError with the server's problem document (RFC 9457), or as
// Offline when there was no answer at all.
import { asOf, readingThen } from '../as-of';
import type { List } from './items';
import type { Kind } from './meta';

export interface FieldError {
  pointer: string;
  rule?: string;
  detail: string;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  rule?: string;
  items?: string[];
  version?: number;
  errors?: FieldError[];
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? String(status));
  }
}

// The server could not be reached.
export class Offline extends Error {}

let csrfToken = '';
let clockOffset = 0;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export function csrf(): string {
  return csrfToken;
}

// The server's time: what is overdue must not depend on a wrong clock in somebody's office. Where a page looks back, it
// is the time that it looks back to.
export function now(): number {
  return asOf ? new Date(asOf).getTime() : Date.now() + clockOffset;
}

// How a person is asked for the password once more; whether they gave it.
let passwordAgain: (() => Promise<boolean>) | null = null;

export function onPasswordAgain(ask: () => Promise<boolean>): void {
  passwordAgain = ask;
}

export interface SendOptions {
  ifMatch?: number;
  idempotencyKey?: string;
  keepalive?: boolean;
  headers?: Record<string, string>;
  // Sent as it is, instead of JSON.
  file?: Blob;
  // It is sent a second time, after the password was given.
  again?: boolean;
}

export async function request<T>(method: string, path: string, body?: unknown, options: SendOptions = {}): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': document.documentElement.lang,
    ...options.headers,
  };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrfToken) headers['X-CSRF-Token'] = csrfToken;
  if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  let response: Response;
  try {
    response = await fetch(method === 'GET' ? readingThen(path) : path, {
      method,
      headers,
      credentials: 'same-origin',
      keepalive: options.keepalive ?? false,
      body: options.file ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  } catch {
    throw new Offline();
  }
  const date = Date.parse(response.headers.get('Date') ?? '');
  // The header has whole seconds: a difference below two says nothing.
  if (!Number.isNaN(date) && Math.abs(date - Date.now()) > 2000) clockOffset = date - Date.now();
  const text = await response.text();
  let value: unknown = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    value = null;
  }
  if (!response.ok) {
    const problem = (value ?? {}) as Problem;
    const asks = response.status === 403 && problem.rule === 'password_again' && !options.again;
    if (asks && passwordAgain && (await passwordAgain())) return request<T>(method, path, body, { ...options, again: true });
    throw new ApiError(response.status, problem);
  }
  return value as T;
}

export function get<T>(path: string): Promise<T> {
  return request<T>('GET', path);
}

export function itemPath(kind: Kind, id: string): string {
  return `/api/v1/${encodeURIComponent(kind.path)}/${encodeURIComponent(id)}`;
}

// Every page of a list, up to `most` items.
export async function getAll<T>(path: string, most = 1000): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const page: List<T> = await get(
      `${path}${separator}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return items;
}

// Null instead of an error if there is none, or none for this reader.
export async function getOrNull<T>(path: string): Promise<T | null> {
  try {
    return await get<T>(path);
  } catch (error) {
    if (error instanceof ApiError && [401, 403, 404].includes(error.status)) return null;
    throw error;
  }
}

export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
