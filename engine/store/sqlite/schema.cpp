#include "engine/store/sqlite/schema.hpp"

#include <array>

namespace yellowsea::store::sqlite {

namespace {

// Texts that are hashed are kept as TEXT: in an UTF-8 database SQLite stores and returns their bytes
// unchanged.
constexpr std::array kPermanent{
    Table{"event",
          R"(CREATE TABLE event (
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
             CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'an event is never removed'); END;)",
          nullptr, nullptr},
    // Apart from its event, so that it can be erased without touching the event.
    Table{"private_part",
          R"(CREATE TABLE private_part (
               seq INTEGER PRIMARY KEY REFERENCES event (seq),
               secret TEXT NOT NULL,
               salt BLOB NOT NULL) STRICT;)",
          nullptr, nullptr},
    Table{"content", R"(CREATE TABLE content (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;)", nullptr,
          nullptr},
    Table{"definition",
          R"(CREATE TABLE definition (
               number INTEGER PRIMARY KEY,
               sha256 TEXT NOT NULL UNIQUE,
               kind TEXT NOT NULL,
               version INTEGER NOT NULL,
               text TEXT NOT NULL,
               at INTEGER NOT NULL) STRICT;
             CREATE TRIGGER definition_stays BEFORE UPDATE ON definition
               BEGIN SELECT raise(ABORT, 'a definition in use never changes'); END;
             CREATE TRIGGER definition_remains BEFORE DELETE ON definition
               BEGIN SELECT raise(ABORT, 'a definition in use is never removed'); END;)",
          nullptr, nullptr},
    Table{"notice",
          R"(CREATE TABLE notice (
               id INTEGER PRIMARY KEY,
               event_seq INTEGER NOT NULL,
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               kind TEXT NOT NULL,
               item TEXT NOT NULL,
               message TEXT NOT NULL,
               at INTEGER NOT NULL) STRICT;
             CREATE INDEX notice_by_receiver ON notice (role, organisation, id);)",
          nullptr, nullptr},
    Table{"receipt",
          R"(CREATE TABLE receipt (
               caller TEXT NOT NULL,
               route TEXT NOT NULL,
               key TEXT NOT NULL,
               request_hash TEXT NOT NULL,
               status INTEGER NOT NULL,
               headers TEXT NOT NULL,
               body TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (caller, route, key)) STRICT;)",
          nullptr, nullptr},
    Table{"person",
          R"(CREATE TABLE person (
               id INTEGER PRIMARY KEY,
               user TEXT NOT NULL UNIQUE,
               name TEXT NOT NULL,
               password TEXT NOT NULL,
               disabled INTEGER NOT NULL) STRICT;)",
          nullptr, nullptr},
    Table{"person_role",
          R"(CREATE TABLE person_role (
               person INTEGER NOT NULL REFERENCES person (id),
               place INTEGER NOT NULL,
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               PRIMARY KEY (person, place)) STRICT, WITHOUT ROWID;)",
          nullptr, nullptr},
    Table{"session",
          R"(CREATE TABLE session (
               token_hash TEXT PRIMARY KEY,
               person INTEGER NOT NULL REFERENCES person (id),
               csrf TEXT NOT NULL,
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               created_at INTEGER NOT NULL,
               used_at INTEGER NOT NULL) STRICT;
             CREATE INDEX session_by_person ON session (person);)",
          nullptr, nullptr},
    Table{"token",
          R"(CREATE TABLE token (
               id INTEGER PRIMARY KEY,
               token_hash TEXT NOT NULL UNIQUE,
               name TEXT NOT NULL,
               person INTEGER NOT NULL REFERENCES person (id),
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               created_at INTEGER NOT NULL,
               expires_at INTEGER,
               revoked INTEGER NOT NULL) STRICT;
             CREATE INDEX token_by_person ON token (person);)",
          nullptr, nullptr},
    Table{"draft",
          R"(CREATE TABLE draft (
               person INTEGER NOT NULL REFERENCES person (id),
               key TEXT NOT NULL,
               body TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (person, key)) STRICT;)",
          nullptr, nullptr},
    Table{"setting", R"(CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;)", nullptr,
          nullptr},
    // Files, each once by its hash; an erased one leaves its row, so that it is known to have been there.
    Table{"attachment",
          R"(CREATE TABLE attachment (
               sha256 TEXT PRIMARY KEY,
               media_type TEXT NOT NULL,
               size INTEGER NOT NULL,
               at INTEGER NOT NULL,
               erased_at INTEGER) STRICT;)",
          nullptr, nullptr, 2},
    Table{"attachment_chunk",
          R"(CREATE TABLE attachment_chunk (
               sha256 TEXT NOT NULL REFERENCES attachment (sha256),
               place INTEGER NOT NULL,
               bytes BLOB NOT NULL,
               PRIMARY KEY (sha256, place)) STRICT;)",
          nullptr, nullptr, 2},
    // Who may name a file in an event, because they had it; without the name that they gave it nobody would
    // know it again.
    Table{"attachment_upload",
          R"(CREATE TABLE attachment_upload (
               sha256 TEXT NOT NULL REFERENCES attachment (sha256),
               person INTEGER NOT NULL REFERENCES person (id),
               name TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (sha256, person)) STRICT;
             CREATE INDEX attachment_upload_by_person ON attachment_upload (person);)",
          nullptr, nullptr, 2},
    // Which items' events name a file, and under which name.
    Table{"attachment_use",
          R"(CREATE TABLE attachment_use (
               sha256 TEXT NOT NULL REFERENCES attachment (sha256),
               kind TEXT NOT NULL,
               id TEXT NOT NULL,
               name TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (sha256, kind, id)) STRICT;)",
          nullptr, nullptr, 2},
    // What the law asks to be able to show: that something was erased, when, by whom and why, never what.
    Table{"erasure",
          R"(CREATE TABLE erasure (
               number INTEGER PRIMARY KEY,
               at INTEGER NOT NULL,
               by_user TEXT NOT NULL,
               what TEXT NOT NULL,
               subject TEXT NOT NULL,
               reason TEXT NOT NULL,
               parts INTEGER NOT NULL) STRICT;)",
          nullptr, nullptr, 2},
    // Outside of events: an answer to a questionnaire has no workflow and may have to be erased.
    Table{"questionnaire",
          R"(CREATE TABLE questionnaire (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               within TEXT NOT NULL,
               organisation TEXT NOT NULL,
               state TEXT NOT NULL,
               version INTEGER NOT NULL,
               body TEXT NOT NULL,
               created_at INTEGER NOT NULL,
               changed_at INTEGER NOT NULL) STRICT;
             CREATE INDEX questionnaire_by_organisation ON questionnaire (organisation, within);)",
          nullptr, nullptr, 3},
    Table{"invitation",
          R"(CREATE TABLE invitation (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               questionnaire INTEGER NOT NULL REFERENCES questionnaire (id),
               code_hash TEXT NOT NULL UNIQUE,
               kind TEXT NOT NULL,
               number INTEGER NOT NULL,
               printed INTEGER NOT NULL,
               at INTEGER NOT NULL) STRICT;
             CREATE INDEX invitation_by_questionnaire ON invitation (questionnaire, kind);)",
          nullptr, nullptr, 3},
    Table{"response",
          R"(CREATE TABLE response (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               questionnaire INTEGER NOT NULL REFERENCES questionnaire (id),
               invitation INTEGER UNIQUE REFERENCES invitation (id),
               number INTEGER NOT NULL,
               state TEXT NOT NULL,
               version INTEGER NOT NULL,
               answers TEXT NOT NULL,
               language TEXT NOT NULL,
               started_at INTEGER NOT NULL,
               changed_at INTEGER NOT NULL,
               submitted_at INTEGER,
               UNIQUE (questionnaire, number)) STRICT;
             CREATE INDEX response_by_state ON response (questionnaire, state, number);)",
          nullptr, nullptr, 3},
    Table{"response_support",
          R"(CREATE TABLE response_support (
               response INTEGER NOT NULL REFERENCES response (id),
               item TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (response, item)) STRICT, WITHOUT ROWID;)",
          nullptr, nullptr, 3},
    // Names persons by number only, so that an erased person's name is in no line of it; lines stay.
    Table{"audit",
          R"(CREATE TABLE audit (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               at INTEGER NOT NULL,
               type TEXT NOT NULL,
               person INTEGER NOT NULL,
               subject INTEGER NOT NULL,
               remote TEXT NOT NULL,
               detail TEXT NOT NULL) STRICT;
             CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the log of access never changes'); END;)",
          nullptr, nullptr, 4},
    Table{"account_invitation",
          R"(CREATE TABLE account_invitation (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               token_hash TEXT NOT NULL UNIQUE,
               name TEXT NOT NULL,
               roles TEXT NOT NULL,
               two_persons INTEGER NOT NULL,
               made_by INTEGER NOT NULL,
               confirmed_by INTEGER NOT NULL,
               created_at INTEGER NOT NULL,
               expires_at INTEGER NOT NULL,
               ended_at INTEGER) STRICT;)",
          nullptr, nullptr, 4},
    Table{"role_grant",
          R"(CREATE TABLE role_grant (
               id INTEGER PRIMARY KEY AUTOINCREMENT,
               person INTEGER NOT NULL REFERENCES person (id),
               role TEXT NOT NULL,
               organisation TEXT NOT NULL,
               asked_by INTEGER NOT NULL,
               asked_at INTEGER NOT NULL) STRICT;)",
          nullptr, nullptr, 4},
    Table{"second_factor",
          R"(CREATE TABLE second_factor (
               person INTEGER PRIMARY KEY REFERENCES person (id),
               secret BLOB NOT NULL,
               active INTEGER NOT NULL,
               last_step INTEGER NOT NULL) STRICT;)",
          nullptr, nullptr, 4},
    Table{"recovery_code",
          R"(CREATE TABLE recovery_code (
               person INTEGER NOT NULL REFERENCES person (id),
               code_hash TEXT NOT NULL,
               PRIMARY KEY (person, code_hash)) STRICT, WITHOUT ROWID;)",
          nullptr, nullptr, 4},
    Table{"sign_on",
          R"(CREATE TABLE sign_on (
               person INTEGER NOT NULL REFERENCES person (id),
               issuer TEXT NOT NULL,
               subject TEXT NOT NULL,
               email TEXT NOT NULL,
               at INTEGER NOT NULL,
               PRIMARY KEY (person, issuer)) STRICT, WITHOUT ROWID;
             CREATE UNIQUE INDEX sign_on_by_subject ON sign_on (issuer, subject) WHERE subject <> '';
             CREATE UNIQUE INDEX sign_on_by_email ON sign_on (issuer, email) WHERE subject = '';)",
          nullptr, nullptr, 5},
};

// The times of events need not grow with their numbers (imports), so looking back asks this index first.
constexpr std::array kChanges{
    Change{2, "CREATE INDEX event_by_at ON event (at, seq);"},
    // A session from before has no password confirmed: it is asked for at the first need.
    Change{4,
           "ALTER TABLE session ADD COLUMN confirmed_at INTEGER NOT NULL DEFAULT 0;"
           "ALTER TABLE session ADD COLUMN remote TEXT NOT NULL DEFAULT '';"
           "ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';"
           "ALTER TABLE token ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0;"
           "ALTER TABLE token ADD COLUMN kinds TEXT NOT NULL DEFAULT '';"},
    Change{5,
           "ALTER TABLE session ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0;"
           "ALTER TABLE account_invitation ADD COLUMN issuer TEXT NOT NULL DEFAULT '';"
           "ALTER TABLE account_invitation ADD COLUMN subject TEXT NOT NULL DEFAULT '';"
           "ALTER TABLE account_invitation ADD COLUMN email TEXT NOT NULL DEFAULT '';"},
    // The subtrees' roots hold all of it, and it was written with each event.
    Change{6, "DROP TABLE IF EXISTS frontier;"},
};

// `facets` holds states, tags, readers and indexed fields in their order, so that an item is read as one row;
// the item_* tables repeat them for lookups only and begin with the kind, so that each is one range of its
// primary key.
constexpr std::array kDerived{
    Table{"item",
          R"(CREATE TABLE item (
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
             CREATE INDEX item_by_overdue ON item (kind, is_open, deadline_passed);)",
          "SELECT * FROM item ORDER BY item_order", "DELETE FROM item"},
    Table{"item_state",
          R"(CREATE TABLE item_state (
               kind TEXT NOT NULL, state TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, state, item_order)) STRICT, WITHOUT ROWID;)",
          "SELECT * FROM item_state ORDER BY kind, state, item_order", "DELETE FROM item_state"},
    Table{"item_tag",
          R"(CREATE TABLE item_tag (
               kind TEXT NOT NULL, tag TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, tag, item_order)) STRICT, WITHOUT ROWID;)",
          "SELECT * FROM item_tag ORDER BY kind, tag, item_order", "DELETE FROM item_tag"},
    Table{"item_reader",
          R"(CREATE TABLE item_reader (
               kind TEXT NOT NULL, reader TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, reader, item_order)) STRICT, WITHOUT ROWID;)",
          "SELECT * FROM item_reader ORDER BY kind, reader, item_order", "DELETE FROM item_reader"},
    Table{"item_field",
          R"(CREATE TABLE item_field (
               kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, item_order INTEGER NOT NULL,
               PRIMARY KEY (kind, name, value, item_order)) STRICT, WITHOUT ROWID;)",
          "SELECT * FROM item_field ORDER BY kind, name, value, item_order", "DELETE FROM item_field"},
    // The text itself is in `item`. Diacritics count: the text is already in the form that is compared.
    Table{"item_search",
          R"(CREATE VIRTUAL TABLE item_search USING fts5 (
               search, content = 'item', content_rowid = 'item_order', tokenize = 'unicode61 remove_diacritics 0');
             CREATE VIRTUAL TABLE item_search_term USING fts5vocab ('item_search', 'instance');)",
          "SELECT * FROM item_search_term ORDER BY term, doc, col, \"offset\"",
          "INSERT INTO item_search (item_search) VALUES ('delete-all')"},
    Table{"timer",
          R"(CREATE TABLE timer (
               item_order INTEGER NOT NULL,
               state_place INTEGER NOT NULL,
               after_place INTEGER NOT NULL,
               due INTEGER NOT NULL,
               generation INTEGER NOT NULL,
               PRIMARY KEY (item_order, state_place, after_place)) STRICT, WITHOUT ROWID;
             CREATE INDEX timer_by_due ON timer (due, item_order, state_place, after_place);)",
          "SELECT * FROM timer ORDER BY item_order, state_place, after_place", "DELETE FROM timer"},
    // Roots of full subtrees of the ledger; the leaves are in `event`.
    Table{"ledger_node",
          R"(CREATE TABLE ledger_node (
               level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL,
               PRIMARY KEY (level, place)) STRICT, WITHOUT ROWID;)",
          "SELECT * FROM ledger_node ORDER BY level, place", "DELETE FROM ledger_node", 4},
};

std::int64_t number(Connection& connection, const char* sql) {
  Query query(connection, sql);
  return query.step() ? query.integer_at(0) : 0;
}

}  // namespace

std::span<const Table> permanent_tables() { return kPermanent; }
std::span<const Table> derived_tables() { return kDerived; }

void upgrade(Connection& connection, std::int64_t from) {
  connection.atomically([&] {
    for (std::int64_t version = from + 1; version <= kSchemaVersion; ++version) {
      for (const auto tables : {permanent_tables(), derived_tables()}) {
        for (const Table& table : tables) {
          if (table.since == version) connection.execute(table.create);
        }
      }
      for (const Change& change : kChanges) {
        if (change.version == version) connection.execute(change.statements);
      }
    }
    connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    connection.execute("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  });
}

std::int64_t schema_of(Connection& connection) {
  const std::int64_t application = number(connection, "PRAGMA application_id");
  const std::int64_t version = number(connection, "PRAGMA user_version");
  const bool empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
  if (empty && application == 0 && version == 0) return 0;
  if (application != kApplicationId || version < 1) {
    throw StoreFailure(Problem{
        ProblemCode::malformed, "not_a_store", "It is a database of another program", {}, Json::object()});
  }
  if (version > kSchemaVersion) {
    throw StoreFailure(Problem{ProblemCode::unavailable,
                               "newer_schema",
                               "The database has schema version " + std::to_string(version) +
                                   ", but this program knows version " + std::to_string(kSchemaVersion) +
                                   ": use a newer yellowsea, or restore a backup",
                               {},
                               Json{{"version", version}, {"known", kSchemaVersion}}});
  }
  return version;
}

}  // namespace yellowsea::store::sqlite
