#include "engine/store/sqlite/connection.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include "engine/base/hash.hpp"

namespace yellowsea::store::sqlite {

namespace {

// Texts of lists differ by filters and sort keys; beyond this many they are prepared for one use.
constexpr std::size_t kMaximumPrepared = 256;

Problem problem_of(int code, int extended, const std::string& message, const std::string& what) {
  const auto problem = [&](ProblemCode kind, const char* rule, const char* sentence) {
    return Problem{
        kind, rule, std::string(sentence) + " (" + what + ": " + message + ")", {}, Json::object()};
  };
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return problem(ProblemCode::unavailable, "busy", "The database is in use by somebody else");
    case SQLITE_FULL:
      return problem(ProblemCode::unavailable, "disk_full", "There is no space left for the database");
    case SQLITE_IOERR:
      if (extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC) {
        return problem(ProblemCode::unavailable, "sync_failed", "The disk did not confirm what was written");
      }
      return problem(ProblemCode::unavailable, "io_error", "The database cannot be read or written");
    case SQLITE_READONLY:
      return problem(ProblemCode::unavailable, "read_only", "The database is open for reading only");
    case SQLITE_CORRUPT:
      return problem(ProblemCode::unavailable, "corrupt", "The database file is damaged");
    case SQLITE_NOTADB:
      return problem(ProblemCode::malformed, "not_a_database", "The file is not a database");
    case SQLITE_CANTOPEN:
      return problem(ProblemCode::unavailable, "cannot_open", "The database file cannot be opened");
    case SQLITE_NOMEM:
      return problem(ProblemCode::unavailable, "out_of_memory",
                     "There is not enough memory for the database");
    case SQLITE_CONSTRAINT:
      return problem(ProblemCode::internal, "constraint", "The database refuses a row");
    default:
      return problem(ProblemCode::internal, "database", "The database refuses a statement");
  }
}

Problem problem_of(const SQLite::Exception& error, const std::string& what) {
  return problem_of(error.getErrorCode(), error.getExtendedErrorCode(), error.what(), what);
}

int flags_of(Access access) {
  switch (access) {
    case Access::write:
      return SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX;
    case Access::read:
      return SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX;
  }
  return SQLite::OPEN_READONLY;
}

}  // namespace

Connection::Connection(const std::string& file, Access access, int busy_timeout_ms)
    : access_(access), busy_timeout_ms_(busy_timeout_ms) {
  try {
    database_ = std::make_unique<SQLite::Database>(file, flags_of(access), busy_timeout_ms);
  } catch (const SQLite::Exception& error) {
    throw StoreFailure(problem_of(error, file));
  }
}

Connection::~Connection() { rollback(); }

// A value that SQLite did not take (an old build, a file system without shared memory) must stop the start:
// with less than WAL and FULL an acknowledged event could be lost.
void Connection::demand(const std::string& pragma, const std::string& value) {
  execute("PRAGMA " + pragma + " = " + value);
  Query query(*this, "PRAGMA " + pragma);
  const std::string taken = query.step() ? query.text_at(0) : "nothing";
  if (taken != value) {
    throw StoreFailure(Problem{ProblemCode::unavailable,
                               "pragma",
                               "The database does not take " + pragma + " = " + value + " but has " + taken,
                               {},
                               Json{{"pragma", pragma}, {"value", taken}}});
  }
}

void Connection::configure() {
  if (access_ != Access::read) {
    demand("journal_mode", "wal");
    demand("wal_autocheckpoint", "1000");
    demand("journal_size_limit", std::to_string(64 * 1024 * 1024));
  } else {
    demand("wal_autocheckpoint", "0");
    // The writer does every checkpoint: two connections at it at once is where SQLite before 3.51.3 can lose
    // commits.
    sqlite3_db_config(database_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  demand("synchronous", "2");  // FULL
  demand("foreign_keys", "1");
  demand("trusted_schema", "0");
  demand("temp_store", "2");  // sorting goes through memory, never through files elsewhere
  // This one has no answer for a file that is empty, and 0 is also what a build without mmap has.
  execute("PRAGMA mmap_size = 0");
}

bool Connection::in_transaction() const noexcept {
  return sqlite3_get_autocommit(database_->getHandle()) == 0;
}

Result<void> Connection::begin() {
  if (in_transaction()) {
    return fail(ProblemCode::internal, "transaction_open", "A transaction is open already");
  }
  failure_.reset();
  try {
    if (access_ == Access::read) {
      Query(*this, "BEGIN DEFERRED").run();
      Query(*this, "SELECT 1 FROM setting LIMIT 1").step();  // the snapshot is taken by the first read
    } else {
      Query(*this, "BEGIN IMMEDIATE").run();
    }
  } catch (const StoreFailure& failure) {
    rollback();
    return Failure(failure.problem());
  }
  return {};
}

Result<void> Connection::commit() {
  if (failure_) {
    const Problem first = *failure_;
    rollback();
    return Failure(first);
  }
  if (!in_transaction()) {
    return fail(ProblemCode::unavailable, "transaction_lost", "There is no transaction to commit");
  }
  try {
    Query(*this, "COMMIT").run();
  } catch (const StoreFailure& failure) {
    rollback();
    return Failure(failure.problem());
  }
  return {};
}

void Connection::rollback() noexcept {
  try {
    if (database_ && in_transaction()) Query(*this, "ROLLBACK").run();
  } catch (const std::exception&) {
    // Closing the connection rolls back what is still open.
  }
  failure_.reset();
}

void Connection::atomically(const std::function<void()>& work) {
  if (in_transaction()) {
    work();
    return;
  }
  if (auto begun = begin(); !begun) throw StoreFailure(begun.error());
  try {
    work();
  } catch (...) {
    rollback();
    throw;
  }
  if (auto committed = commit(); !committed) throw StoreFailure(committed.error());
}

void Connection::fail_transaction(Problem problem) {
  if (in_transaction() && !failure_) failure_ = problem;
  throw StoreFailure(std::move(problem));
}

void Connection::execute(const std::string& statements) {
  try {
    database_->exec(statements);
  } catch (const SQLite::Exception& error) {
    Problem problem = problem_of(error, "statements");
    if (in_transaction() && !failure_) failure_ = problem;
    throw StoreFailure(std::move(problem));
  }
}

std::int64_t Connection::last_insert_id() const noexcept { return database_->getLastInsertRowid(); }

std::int64_t Connection::log_bytes() const noexcept {
  sqlite3_file* log = nullptr;
  sqlite3_int64 size = 0;
  const int found = sqlite3_file_control(database_->getHandle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (found != SQLITE_OK || log == nullptr || log->pMethods == nullptr) return 0;
  return log->pMethods->xFileSize(log, &size) == SQLITE_OK ? size : 0;
}

bool Connection::empty_log(int wait_ms) {
  sqlite3_busy_timeout(database_->getHandle(), wait_ms);
  bool emptied = false;
  try {
    Query query(*this, "PRAGMA wal_checkpoint(TRUNCATE)");
    emptied = query.step() && query.integer_at(0) == 0;
  } catch (const StoreFailure&) {
    sqlite3_busy_timeout(database_->getHandle(), busy_timeout_ms_);
    throw;
  }
  sqlite3_busy_timeout(database_->getHandle(), busy_timeout_ms_);
  return emptied;
}

std::vector<std::string> Connection::prepared() const {
  std::vector<std::string> texts;
  for (const auto& [text, unused] : prepared_) texts.push_back(text);
  return texts;
}

template <class Work>
auto Query::guarded(Work&& work) const {
  // SQLite rolls a transaction back by itself after some failures, hence the question comes before the work.
  const bool inside = connection_.in_transaction();
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    Problem problem = problem_of(error, statement_ ? statement_->getQuery() : "preparing a statement");
    if (inside && !connection_.failure_) connection_.failure_ = problem;
    throw StoreFailure(std::move(problem));
  }
}

Query::Query(Connection& connection, std::string_view sql) : connection_(connection) {
  guarded([&] {
    const std::string key(sql);
    auto found = connection_.prepared_.find(key);
    if (found == connection_.prepared_.end() && connection_.prepared_.size() < kMaximumPrepared) {
      auto statement = std::make_unique<SQLite::Statement>(*connection_.database_, key);
      found = connection_.prepared_.emplace(key, Connection::Prepared{std::move(statement), false}).first;
    }
    if (found != connection_.prepared_.end() && !found->second.in_use) {
      kept_ = &found->second;
      kept_->in_use = true;
      statement_ = kept_->statement.get();
    } else {
      own_ = std::make_unique<SQLite::Statement>(*connection_.database_, key);
      statement_ = own_.get();
    }
  });
}

Query::~Query() {
  statement_->tryReset();
  try {
    statement_->clearBindings();
  } catch (const SQLite::Exception&) {
    // Bindings left behind are overwritten by the next use.
  }
  if (kept_) kept_->in_use = false;
}

Query& Query::integer(std::int64_t value) {
  guarded([&] { statement_->bind(++bound_, value); });
  return *this;
}

Query& Query::integer(std::optional<std::int64_t> value) {
  if (value) return integer(*value);
  guarded([&] { statement_->bind(++bound_); });
  return *this;
}

Query& Query::text(const std::string& value) {
  guarded([&] { statement_->bind(++bound_, value); });
  return *this;
}

Query& Query::blob(const std::string& value) {
  guarded([&] { statement_->bind(++bound_, value.data(), static_cast<int>(value.size())); });
  return *this;
}

Query& Query::value(const Value& value) {
  guarded([&] {
    ++bound_;
    if (const auto* integer_value = std::get_if<std::int64_t>(&value)) {
      statement_->bind(bound_, *integer_value);
    } else if (const auto* real_value = std::get_if<double>(&value)) {
      statement_->bind(bound_, *real_value);
    } else if (const auto* text_value = std::get_if<std::string>(&value)) {
      statement_->bind(bound_, *text_value);
    } else {
      statement_->bind(bound_);
    }
  });
  return *this;
}

bool Query::step() {
  return guarded([&] { return statement_->executeStep(); });
}

int Query::run() {
  return guarded([&] {
    while (statement_->executeStep()) {
    }
    return statement_->getChanges();
  });
}

int Query::columns() const { return statement_->getColumnCount(); }

bool Query::is_null(int column) const {
  return guarded([&] { return statement_->getColumn(column).isNull(); });
}

std::int64_t Query::integer_at(int column) const {
  return guarded([&] { return statement_->getColumn(column).getInt64(); });
}

std::optional<std::int64_t> Query::maybe_integer_at(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer_at(column);
}

std::string Query::text_at(int column) const {
  // The constructor sets it, in a lambda that the analyzer does not follow.
  // NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage)
  return guarded([&] { return statement_->getColumn(column).getString(); });
}

Value Query::value_at(int column) const {
  return guarded([&]() -> Value {
    const SQLite::Column value = statement_->getColumn(column);
    if (value.isNull()) return std::monostate{};
    if (value.isInteger()) return static_cast<std::int64_t>(value.getInt64());
    if (value.isFloat()) return value.getDouble();
    if (value.isBlob()) return to_hex(value.getString());
    return value.getString();
  });
}

}  // namespace yellowsea::store::sqlite
