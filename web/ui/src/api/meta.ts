// The installation's description, GET /api/v1/meta: its kinds, roles, organisations and pages.
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
  const?: string | number | null;
  // What plain-schema.ts could not take in.
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
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
  // Events that can be fired at any time and that nobody waits for.
  aside?: string[];
  // Tags of states that a list may be filtered by, and what having and not having one is called.
  tags?: Record<string, { title: Texts; without: Texts }>;
  zone?: string | { organisation: string };
}

// Texts that depend on a number.
export type Counted = Partial<Record<Language, string | Record<string, string>>>;

// One of a board's lists: `own` is the filter that asks for the person's organisation; `by` the field, or the list of
// objects and their member ("measures/department"), by whose values it can be grouped instead of states.
export interface BoardList {
  kind: string;
  own?: string;
  by?: string;
}

// A page as the pack names it; `lists` are those of a board.
export interface PageMeta {
  title: Texts;
  heading?: Texts;
  invitation?: Texts;
  lists?: BoardList[];
  // The kind whose items the page shows, each under its id, in a form of its own; the states in which there is something
  // to show, if not all.
  of?: string;
  states?: string[];
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
