// One connection to the SQLite file, and Query, a statement in use. Owned by one session, hence by one thread
// at a time. connection.cpp is the only source that includes SQLiteCpp: its exceptions end there and go on as
// StoreFailure. Invariants: every statement is prepared once and kept; none stays un-reset, since that would
// pin the write-ahead log.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/store/store.hpp"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace yellowsea::store::sqlite {

enum class Access { write, read };

// What a column or a parameter can hold, but for blobs.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline constexpr int kBusyTimeoutMilliseconds = 3000;

class Connection {
 public:
  // Opens the file and changes nothing in it. Throws StoreFailure.
  Connection(const std::string& file, Access access, int busy_timeout_ms = kBusyTimeoutMilliseconds);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sets the PRAGMA values and checks that SQLite took them. Throws StoreFailure.
  void configure();

  // Write access begins IMMEDIATE (a deferred one could fail with BUSY in its middle); read access takes its
  // snapshot now.
  Result<void> begin();
  Result<void> commit();
  void rollback() noexcept;
  bool in_transaction() const noexcept;
  // Runs `work` in the transaction that is open, or in one of its own. Throws StoreFailure.
  void atomically(const std::function<void()>& work);

  // For what a caller did wrong: nothing of the open transaction can be committed any more. Throws
  // StoreFailure.
  [[noreturn]] void fail_transaction(Problem problem);

  // Several statements at once, not cached. Throws StoreFailure.
  void execute(const std::string& statements);
  std::int64_t last_insert_id() const noexcept;
  // Size of the write-ahead log.
  std::int64_t log_bytes() const noexcept;
  // Moves what is written ahead into the database and empties the log; false if readers did not let it in
  // that time. Throws StoreFailure.
  bool empty_log(int wait_ms);
  // The text of every statement prepared and kept so far, for the tests of query plans.
  std::vector<std::string> prepared() const;

 private:
  friend class Query;
  struct Prepared {
    std::unique_ptr<SQLite::Statement> statement;
    bool in_use = false;
  };

  void demand(const std::string& pragma, const std::string& value);

  Access access_;
  int busy_timeout_ms_;
  std::unique_ptr<SQLite::Database> database_;
  std::unordered_map<std::string, Prepared> prepared_;  // after database_: statements must be finalised first
  std::optional<Problem> failure_;                      // first failure in the open transaction
};

// A prepared statement from its first parameter to its last row; reset when it goes out of scope, whatever
// happens. Parameters are bound in order. All functions throw StoreFailure.
class Query {
 public:
  Query(Connection& connection, std::string_view sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& integer(std::int64_t value);
  Query& integer(std::optional<std::int64_t> value);
  Query& text(const std::string& value);
  Query& blob(const std::string& value);
  Query& value(const Value& value);

  // True while there is a row to look at.
  bool step();
  // To the end; how many rows changed.
  int run();

  int columns() const;
  bool is_null(int column) const;
  std::int64_t integer_at(int column) const;
  std::optional<std::int64_t> maybe_integer_at(int column) const;
  std::string text_at(int column) const;  // also of a blob; "" if null
  Value value_at(int column) const;       // a blob as hex

 private:
  template <class Work>
  auto guarded(Work&& work) const;

  Connection& connection_;
  Connection::Prepared* kept_ = nullptr;    // null if the statement is this query's own
  std::unique_ptr<SQLite::Statement> own_;  // when the kept one is in use further up the stack
  SQLite::Statement* statement_ = nullptr;
  int bound_ = 0;
};

}  // namespace yellowsea::store::sqlite
