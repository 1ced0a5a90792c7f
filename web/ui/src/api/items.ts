// What the API answers about people, items and lists of them.
import type { RoleIn, Schema, Texts } from './meta';

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
  // Paths of the states that it leads to, or may, depending on its data; none if the item stays where it is.
  targets: string[];
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
  // Fields and what they are now; of lists that have only grown, what was added.
  changed?: Fields;
  appended?: Fields;
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
