// The tables of schema version 1, as its yellowsea made them. Frozen: files of that time look like this.
#pragma once

namespace yellowsea::store {

inline constexpr const char* kSchemaOne = R"sql(
CREATE TABLE event (
               seq INTEGER PRIMARY KEY,
               kind TEXT NOT NULL,
               id TEXT NOT NULL,
               item_order INTEGER NOT NULL,
               version INTEGER NOT NULL,
               type TEXT NOT NULL,
               at INTEGER NOT NULL,
               recorded_at INTEGER NOT NULL,
               body TEXT NOT NULL,
               body_salt BLOB NOT NULL,
               entry TEXT NOT NULL,
               leaf BLOB NOT NULL) STRICT;
             CREATE UNIQUE INDEX event_by_item ON event (kind, id, version);
             CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'an event never changes'); END;
             CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'an event is never removed'); END;
CREATE TABLE private_part (
               seq INTEGER PRIMARY KEY REFERENCES event (seq),
               secret TEXT NOT NULL,
               salt BLOB NOT NULL) STRICT;
CREATE TABLE content (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE definition (
               number INTEGER PRIMARY KEY,
               sha256 TEXT NOT NULL UNIQUE,
               kind TEXT NOT NULL,
               version INTEGER NOT NULL,
               text TEXT NOT NULL,
               at INTEGER NOT NULL) STRICT;
             CREATE TRIGGER definition_stays BEFORE UPDATE ON definition
               BEGIN SELECT raise(ABORT, 'a definition in use never changes'); END;
             CREATE TRIGGER definition_remains BEFORE DELETE ON definition
               BEGIN SELECT raise(ABORT, 'a definition in use is never removed'); END;
CREATE TABLE notice (
               id INTEGER PRIMARY KEY,
               event_seq INTEGER NOT NULL,
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               kind TEXT NOT NULL,
               item TEXT NOT NULL,
               message TEXT NOT NULL,
               at INTEGER NOT NULL) STRICT;
             CREATE INDEX notice_by_receiver ON notice (role, organisation, id);
CREATE TABLE receipt (
               caller TEXT NOT NULL,
               route TEXT NOT NULL,
               key TEXT NOT NULL,
               request_hash TEXT NOT NULL,
               status INTEGER NOT NULL,
               headers TEXT NOT NULL,
               body TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (caller, route, key)) STRICT;
CREATE TABLE person (
               id INTEGER PRIMARY KEY,
               user TEXT NOT NULL UNIQUE,
               name TEXT NOT NULL,
               password TEXT NOT NULL,
               disabled INTEGER NOT NULL) STRICT;
CREATE TABLE person_role (
               person INTEGER NOT NULL REFERENCES person (id),
               place INTEGER NOT NULL,
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               PRIMARY KEY (person, place)) STRICT, WITHOUT ROWID;
CREATE TABLE session (
               token_hash TEXT PRIMARY KEY,
               person INTEGER NOT NULL REFERENCES person (id),
               csrf TEXT NOT NULL,
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               created_at INTEGER NOT NULL,
               used_at INTEGER NOT NULL) STRICT;
             CREATE INDEX session_by_person ON session (person);
CREATE TABLE token (
               id INTEGER PRIMARY KEY,
               token_hash TEXT NOT NULL UNIQUE,
               name TEXT NOT NULL,
               person INTEGER NOT NULL REFERENCES person (id),
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               created_at INTEGER NOT NULL,
               expires_at INTEGER,
               revoked INTEGER NOT NULL) STRICT;
             CREATE INDEX token_by_person ON token (person);
CREATE TABLE draft (
               person INTEGER NOT NULL REFERENCES person (id),
               key TEXT NOT NULL,
               body TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (person, key)) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE item (
               item_order INTEGER PRIMARY KEY,
               kind TEXT NOT NULL,
               id TEXT NOT NULL,
               version INTEGER NOT NULL,
               definition TEXT NOT NULL,
               snapshot TEXT NOT NULL,
               created_at INTEGER NOT NULL,
               updated_at INTEGER NOT NULL,
               deadline_passed INTEGER,
               is_open INTEGER NOT NULL,
               facets TEXT NOT NULL,
               search TEXT NOT NULL) STRICT;
             CREATE UNIQUE INDEX item_by_id ON item (kind, id);
             CREATE INDEX item_by_kind ON item (kind);
             CREATE INDEX item_by_overdue ON item (kind, is_open, deadline_passed);
CREATE TABLE item_state (
               kind TEXT NOT NULL, state TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, state, item_order)) STRICT, WITHOUT ROWID;
CREATE TABLE item_tag (
               kind TEXT NOT NULL, tag TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, tag, item_order)) STRICT, WITHOUT ROWID;
CREATE TABLE item_reader (
               kind TEXT NOT NULL, reader TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, reader, item_order)) STRICT, WITHOUT ROWID;
CREATE TABLE item_field (
               kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, name, value, item_order)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE item_search USING fts5 (
               search, content = 'item', content_rowid = 'item_order', tokenize = 'unicode61 remove_diacritics 0');
             CREATE VIRTUAL TABLE item_search_term USING fts5vocab ('item_search', 'instance');
CREATE TABLE timer (
               item_order INTEGER NOT NULL,
               state_place INTEGER NOT NULL,
               after_place INTEGER NOT NULL,
               due INTEGER NOT NULL,
               generation INTEGER NOT NULL,
               PRIMARY KEY (item_order, state_place, after_place)) STRICT, WITHOUT ROWID;
             CREATE INDEX timer_by_due ON timer (due, item_order, state_place, after_place);
CREATE TABLE frontier (
               only INTEGER PRIMARY KEY CHECK (only = 1), size INTEGER NOT NULL, subtrees BLOB NOT NULL) STRICT;
PRAGMA application_id = 1498637665;
PRAGMA user_version = 1;
)sql";

}  // namespace yellowsea::store
