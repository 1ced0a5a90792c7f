// The server's API as the pages use it: types, and one function that asks. Errors are thrown as ApiError with the
// server's problem document (RFC 9457), or as Offline when there was no answer at all.

import { asOf, readingThen } from './as-of';

export type Language = 'en' | 'ja' | 'zh' | 'ko';
export type Texts = Partial<Record<Language, string>>;

export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: (string | number | null)[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  default?: unknown;
  readOnly?: boolean;
  'x-title'?: Texts;
  'x-hint'?: Texts;
  'x-widget'?: string;
  'x-enum-titles'?: Record<string, Texts>;
  'x-visibility'?: string;
  // Where in the item the form finds what to begin with, a JSON Pointer such as "/fields/sha256".
  'x-prefill'?: string;
  'x-order'?: string[];
  // Members that together are a number of the item's.
  'x-shares'?: { of: string; among: string[] };
  // "password": the server asks for the password again if it was given long ago.
  'x-confirm'?: string;
}

export interface Organisation {
  id: string;
  kind: string;
  names: Texts;
  chamber?: Texts;
  also?: string[];
  zone?: string;
  country?: string;
  languages?: Language[];
  member_from?: string;
  member_to?: string | null;
}

export interface EventMeta {
  title: Texts;
  data: Schema | null;
  internal?: boolean;
}

export interface StateMeta {
  title: Texts;
  tags?: string[];
  type?: string;
}

export interface Kind {
  id: string;
  path: string;
  version: number;
  title: Texts;
  fields?: Schema;
  // Who may make one, and what it is asked for: some of the fields only.
  // `anyone`: whoever may write. `scopes`: where the organisation of somebody in a role stands, a JSON Pointer.
  open?: { roles: string[]; anyone?: boolean; scopes?: Record<string, string>; title?: Texts; data?: Schema | null };
  events: Record<string, EventMeta>;
  states: Record<string, StateMeta>;
  rules?: Record<string, Texts>;
  // What several of them are called, where the pack says it.
  several?: Texts;
  // Where its deadline is, a JSON Pointer.
  deadline?: string | null;
  filters?: string[];
  // The field that each filter asks for.
  filter_fields?: Record<string, string>;
  columns?: string[];
  // Tags of states that a list may be filtered by, and what having and not having one is called.
  tags?: Record<string, { title: Texts; without: Texts }>;
  zone?: string | { organisation: string };
}

// Texts that depend on a number.
export type Counted = Partial<Record<Language, string | Record<string, string>>>;

// A page as the pack names it; `lists` are those of a board.
export interface PageMeta {
  title: Texts;
  heading?: Texts;
  invitation?: Texts;
  lists?: { kind: string; own?: string }[];
  // The kind whose items the page shows, each under its id, in a form of its own.
  of?: string;
}

// What a role is waited for: items of a kind in a state; `own` is the filter that asks for the person's organisation.
export interface Waiting {
  title: Texts;
  kind: string;
  state: string;
  own?: string;
}

// What a new installation needs: people in these roles, at least so many in each, or an item of a kind.
export interface SetUpStep {
  title: Texts;
  why?: Texts;
  page?: string;
  roles?: string[];
  least?: number;
  kind?: string;
}

export interface PagesMeta {
  lead?: Texts;
  footer?: Texts;
  pages?: Record<string, PageMeta>;
  // Names of pages and of kinds for each role; "public", and "others" for roles that are not named.
  navigation?: Record<string, string[]>;
  waiting?: Record<string, Waiting[]>;
  set_up?: SetUpStep[];
}

export interface SectionMeta {
  name: string;
  kind: string;
  title?: Texts;
  none?: Texts;
  sentence?: Counted;
  filters?: Record<string, string>;
  state?: string;
  overdue?: boolean;
}

export interface DashboardMeta {
  sections: SectionMeta[];
  // The filter that asks for the person's own organisation, if that is one of this kind; what "all" is called.
  own?: { filter: string; organisations: string; all?: Texts };
  bars?: { section: string; filter: string; title: Texts };
  // Deadlines of items of a kind without a tag, from the day that a field holds.
  timeline?: { kind: string; begins: string; without: string; filter: string; title: Texts };
}

export interface Meta {
  name: Texts;
  languages: Language[];
  demo: boolean;
  // Identity providers that people may sign in by.
  sign_on?: SignOnProvider[];
  pages: PagesMeta;
  dashboard: DashboardMeta;
  roles: { id: string; title: Texts; organisations?: string }[];
  organisations: Organisation[];
  kinds: Kind[];
}

export interface RoleIn {
  role: string;
  organisation: string;
}

export interface SignOnProvider {
  id: string;
  title: Texts;
}

export interface Session {
  user: string;
  name?: string;
  csrf_token: string;
  roles: RoleIn[];
  acting: RoleIn;
  unread_notices: number;
  second_factor?: boolean;
  second_factor_required?: boolean;
  administers?: boolean;
  reads_audit?: boolean;
}

export type Fields = Record<string, unknown>;

// A file that events name, as "sha256:HEX".
export interface FileInfo {
  name?: string;
  size?: number;
  media_type?: string;
  erased?: boolean;
}

export type Attachments = Record<string, FileInfo>;

export interface Item {
  kind: string;
  id: string;
  version: number;
  workflow?: { id: string; version: number };
  state: unknown;
  configuration: string[];
  fields: Fields;
  created_at: string;
  updated_at: string;
  deadline?: string | null;
  overdue?: boolean;
  attachments?: Attachments;
  links?: { related?: { kind: string; id: string; relation: string }[] } & Record<string, unknown>;
}

export interface List<T> {
  items: T[];
  next: string | null;
  // Of a history.
  attachments?: Attachments;
}

export interface Reason {
  rule: string;
  by: string;
  // What has to change: "role", "organisation", "itself", "state", "field", "time", "items", "one_of", "all_of".
  cause: string;
  sentence: string;
  // Ids of items that stand in the way, all of the kind.
  items?: string[];
  kind?: string;
  of?: Reason[];
}

export interface AvailableEvent {
  type: string;
  title?: Texts;
  allowed: boolean;
  reasons: Reason[];
  // What stands in the way unless the data say otherwise.
  conditions?: Reason[];
  data: Schema | null;
}

export interface HistoryEntry {
  seq: number;
  version: number;
  // Null for a timer.
  type: string | null;
  timer: { state: string; delay: string } | null;
  at: string;
  recorded_at: string;
  actor: (RoleIn & { user?: string; erased?: boolean }) | null;
  data?: Fields | null;
  configuration?: string[];
  changed?: Fields;
  attachments?: Attachments;
}

export interface Section {
  count: number;
  items: Item[];
}

// By the names of the sections.
export type Dashboard = Record<string, Section>;

export interface CoverageCell {
  plan?: string;
  state?: unknown;
  answered?: boolean;
  // Why the city refused, in public.
  reason?: string;
  // The round went on to signing with this gap, in public.
  published?: boolean;
}

export interface CoverageCount {
  cells: number;
  answered: number;
  gaps: number;
}

export interface Coverage {
  cities: string[];
  rows: { report: string; cells: Record<string, CoverageCell | null> }[];
  gaps: number;
  totals: CoverageCount & { reports: number; cities: Record<string, CoverageCount> };
}

export interface Notice {
  id: number;
  rule: string;
  message: Texts;
  kind: string;
  item: string;
  at: string;
  unread: boolean;
  // The role that it came for, where the person only stands in for it.
  standing_in?: RoleIn;
}

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
