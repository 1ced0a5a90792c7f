// What services see of a database: rows in and out, no rule of the domain. One Store owns one database.
// A Session is one connection and belongs to one thread at a time: Store::writer() is the only one that
// writes and checkpoints; Store::reader() opens read-only ones. Permanent tables (event, content, private
// part, definition, person, receipt …) are never derived; derived tables (item, timer, index tables, the
// ledger's subtrees) can be dropped and rebuilt from the permanent ones. Failures: what returns a Result
// turns a failure of the database into its Problem; everything else throws StoreFailure, which is caught
// where a transaction ends. After a failure inside a transaction nothing of it can be committed any more:
// commit() rolls back and returns that failure.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/store/account_store.hpp"
#include "engine/store/attachment_store.hpp"
#include "engine/store/erasure_store.hpp"
#include "engine/store/ledger_store.hpp"
#include "engine/store/questionnaire_store.hpp"

namespace yellowsea::store {

using Milliseconds = std::int64_t;  // since 1970-01-01T00:00:00Z

// The database could not do it. `unavailable`: try later or mend the machine (rules: busy, disk_full,
// io_error, sync_failed, read_only, corrupt, cannot_open, out_of_memory, transaction_lost); `internal`: a
// mistake of the caller (rules: constraint, event_sequence, item_identity). After sync_failed it is unknown
// what the disk holds: end the process.
class StoreFailure : public std::runtime_error {
 public:
  explicit StoreFailure(Problem problem) : std::runtime_error(problem.detail), problem_(std::move(problem)) {}
  const Problem& problem() const { return problem_; }

 private:
  Problem problem_;
};

// Permanent: one accepted event, exactly as stored; `entry` is the ledger's leaf.
struct EventRow {
  std::int64_t seq = 0;  // 1, 2, 3 … without gaps; leaf index is seq-1
  std::string kind;
  std::string id;
  std::int64_t item_order = 0;
  std::int64_t version = 0;
  std::string type;  // "" for a timer
  Milliseconds at = 0;
  Milliseconds recorded_at = 0;
  std::string body;       // JSON: the event without its private part
  std::string body_salt;  // 32 bytes where the entry has only a hash of the body
  std::string secret;     // JSON: the private part, "" once erased or if there is none
  std::string secret_salt;
  std::string entry;  // JSON: what the ledger says
  std::string leaf;   // 32 bytes: RFC 9162 hash of `entry`
};

// Derived: one item as it stands.
struct ItemRow {
  std::int64_t order = 0;
  std::string kind;
  std::string id;
  std::int64_t version = 0;
  std::string definition;  // SHA-256, hex
  std::string snapshot;    // JSON: machine::snapshot_of
  Milliseconds created_at = 0;
  Milliseconds updated_at = 0;
  std::optional<Milliseconds> deadline_passed;  // from then on overdue, if `open`
  bool open = true;                             // no active state is tagged settled or stopped
  std::vector<std::string> states;              // all active paths
  std::vector<std::string> tags;
  std::vector<std::string> readers;  // tokens of who may read it
  std::vector<std::pair<std::string, std::string>>
      fields;          // indexed fields: name, value (text of the JSON scalar), one row an element of a list
  std::string search;  // search_text() of what can be searched
};

struct TimerRow {
  std::int64_t item_order = 0;
  std::string kind;
  std::string id;
  Milliseconds due = 0;
  std::int32_t state = 0;  // place in the document
  std::int32_t after = 0;
  std::int64_t generation = 0;
  bool operator==(const TimerRow&) const = default;
};

struct NoticeRow {
  std::int64_t id = 0;
  std::int64_t event_seq = 0;
  std::string role;
  std::string organisation;  // "" for all
  std::string kind;
  std::string item;
  std::string message;
  Milliseconds at = 0;
};

struct ReceiptRow {  // permanent: the answer to an idempotent request
  std::string caller;
  std::string route;
  std::string key;
  std::string request_hash;
  int status = 0;
  std::string headers;  // JSON
  std::string body;
  Milliseconds at = 0;
};

struct PersonRow {
  std::int64_t id = 0;
  std::string user;
  std::string name;
  std::string password;  // PHC string
  bool disabled = false;
  std::vector<std::pair<std::string, std::string>> roles;  // role, organisation
};

struct SessionRow {
  std::string token_hash;  // SHA-256, hex
  std::int64_t person = 0;
  std::string csrf;
  std::string role;
  std::string organisation;
  Milliseconds created_at = 0;
  Milliseconds used_at = 0;
  Milliseconds confirmed_at = 0;  // when the password was last given
  std::string remote{};           // address that signed in
  std::string agent{};            // what the browser calls itself
  bool second_factor = false;     // the identity provider asked for one
};

struct TokenRow {
  std::int64_t id = 0;
  std::string token_hash;
  std::string name;
  std::int64_t person = 0;
  std::string role;
  std::string organisation;
  Milliseconds created_at = 0;
  std::optional<Milliseconds> expires_at;
  bool revoked = false;
  bool read_only = false;
  std::vector<std::string> kinds{};  // it may write to these only; all, if empty
};

struct SortKey {
  std::string field;  // "id", "created_at", "updated_at", "deadline", "order", or a field of the item
  bool descending = false;
};

struct ListQuery {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> fields;  // indexed field = value; all must hold
  std::string state;                                        // path or prefix of an active state; "" for any
  std::vector<std::string> any_tag;
  std::vector<std::string> without_tag;
  std::optional<Milliseconds> overdue_at;  // open, and its deadline passed by then
  std::vector<std::string> search;         // each is a phrase in search_text() form
  bool all_readers = false;                // for the program itself; otherwise `readers` counts
  std::vector<std::string> readers;        // one of these tokens
  std::vector<SortKey> sort;               // the item's order decides at last
  std::size_t limit = 50;
  std::optional<std::string> cursor;  // as an answer gave it
};

struct ListPage {
  std::vector<ItemRow> items;
  std::optional<std::string> next;
};

class Session : public AccountStore,
                public AttachmentStore,
                public ErasureStore,
                public LedgerStore,
                public QuestionnaireStore {
 public:
  ~Session() override = default;

  // Transactions. On the writer `begin` is IMMEDIATE; on a reader it gives one snapshot to all reads until
  // `end`.
  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  virtual void rollback() = 0;

  // Items and what is derived from them.
  virtual std::optional<ItemRow> item(const std::string& kind, const std::string& id) = 0;
  // Items of that kind whose indexed field (or "id") has one of the values, by order.
  virtual std::vector<ItemRow> items_by_field(const std::string& kind, const std::string& field,
                                              const std::vector<std::string>& values) = 0;
  virtual std::vector<ItemRow> items_of(const std::string& kind) = 0;
  virtual Result<ListPage> list(const ListQuery& query) = 0;  // invalid: unusable cursor
  virtual std::int64_t count(const ListQuery& query) = 0;     // limit and cursor are ignored
  virtual std::int64_t last_item_order() = 0;
  virtual void put_item(const ItemRow& row,
                        const std::vector<TimerRow>& timers) = 0;  // replaces row, timers and index rows
  virtual std::vector<TimerRow> due_timers(Milliseconds limit,
                                           std::size_t at_most) = 0;  // by due, order, state, after
  virtual std::optional<Milliseconds> next_due() = 0;
  virtual void clear_derived() = 0;
  // Every row of every derived table as text, in a fixed order: what the rebuild test compares.
  virtual void each_derived_row(
      const std::function<void(const std::string& table, const std::string& row)>& visit) = 0;

  // Events and the ledger.
  virtual std::int64_t last_seq() = 0;
  virtual void append_event(const EventRow& row) = 0;  // seq must be last_seq()+1
  virtual void each_event(std::int64_t after_seq, std::int64_t until_seq,
                          const std::function<bool(const EventRow&)>& visit) = 0;
  virtual void each_event_until(
      Milliseconds at, const std::function<bool(const EventRow&)>& visit) = 0;  // by seq, all with at <= it
  virtual std::vector<EventRow> history(const std::string& kind, const std::string& id,
                                        std::int64_t after_version, std::size_t limit) = 0;
  virtual void put_content(const std::string& sha256_hex, const std::string& text) = 0;
  virtual std::optional<std::string> content(const std::string& sha256_hex) = 0;
  virtual void put_definition(const std::string& sha256, const std::string& kind, int version,
                              const std::string& text, Milliseconds at) = 0;
  virtual std::vector<std::pair<std::string, std::string>> definitions() = 0;  // sha256, text; oldest first

  // Notices, receipts, drafts.
  virtual void put_notice(const NoticeRow& row) = 0;
  virtual std::vector<NoticeRow> notices(const std::string& role, const std::string& organisation,
                                         std::int64_t before_id, std::size_t limit) = 0;  // newest first
  virtual std::optional<ReceiptRow> receipt(const std::string& caller, const std::string& route,
                                            const std::string& key) = 0;
  virtual void put_receipt(const ReceiptRow& row) = 0;
  virtual std::optional<std::string> draft(std::int64_t person, const std::string& key) = 0;
  virtual void put_draft(std::int64_t person, const std::string& key, const std::string& body,
                         Milliseconds at) = 0;
  virtual void remove_draft(std::int64_t person, const std::string& key) = 0;

  // People.
  virtual std::vector<PersonRow> people() = 0;
  virtual std::optional<PersonRow> person(const std::string& user) = 0;
  virtual std::optional<PersonRow> person(std::int64_t id) = 0;
  virtual std::int64_t put_person(const PersonRow& row) = 0;  // id 0 inserts; replaces its roles
  virtual std::optional<SessionRow> session(const std::string& token_hash) = 0;
  virtual std::vector<SessionRow> sessions_of(std::int64_t person) = 0;  // oldest first
  virtual void put_session(const SessionRow& row) = 0;
  virtual void remove_session(const std::string& token_hash) = 0;
  virtual void remove_sessions_of(std::int64_t person) = 0;
  // Those that began before; at most `limit`. How many it were.
  virtual std::size_t remove_sessions(Milliseconds began_before, std::size_t limit) = 0;
  virtual std::optional<TokenRow> token(const std::string& token_hash) = 0;
  virtual std::vector<TokenRow> tokens() = 0;
  virtual std::int64_t put_token(const TokenRow& row) = 0;  // id 0 inserts

  // Small settings of the installation: key → text.
  virtual std::optional<std::string> setting(const std::string& key) = 0;
  virtual void put_setting(const std::string& key, const std::string& value) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  virtual Session& writer() = 0;
  virtual Result<std::unique_ptr<Session>> reader() = 0;
  // A consistent copy into a new file, while the store is in use.
  virtual Result<void> copy_to(const std::string& file) = 0;
  // Gives back the space of what is written ahead. Waits for readers; on the writer's thread.
  virtual Result<void> tidy() { return {}; }
  // After a commit, on the writer's thread: the same, but only where much is written ahead, and hardly
  // waiting.
  virtual void keep_log_short() {}
  // Leaves nothing behind of rows that were removed or replaced, in no file of the store. Takes as long as
  // copying it; outside a transaction, while nobody reads.
  virtual Result<void> scrub() { return {}; }
};

}  // namespace yellowsea::store
