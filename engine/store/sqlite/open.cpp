#include "engine/store/sqlite/open.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/store/sqlite/schema.hpp"
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store {

namespace {

using sqlite::Access;
using sqlite::SqliteSession;

Failure cannot(const std::string& rule, const std::string& sentence, int error) {
  return fail(ProblemCode::unavailable, rule, sentence + ": " + std::strerror(error));
}

std::string folder_of(const std::string& file) {
  const auto slash = file.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : file.substr(0, slash);
}

Result<void> sync(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return cannot("cannot_open", "Cannot open " + path, errno);
  const int synced = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  if (synced != 0) return cannot("sync_failed", "The disk did not confirm " + path, error);
  return {};
}

// Makes an empty file that only its owner may read: it will hold passwords' hashes and what is private. An
// existing file is never opened here: closing it would drop the locks that SQLite holds on it in this
// process.
Result<void> make_private(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    if (errno == EEXIST) return fail(ProblemCode::unavailable, "file_exists", file + " exists already");
    return cannot("cannot_open", "Cannot make " + file, errno);
  }
  ::close(descriptor);
  // SQLite does not do this for a file that it has not made: without it, a power failure could take the file.
  return sync(folder_of(file), O_RDONLY | O_DIRECTORY);
}

constexpr std::int64_t kLongLogBytes = 16 * 1024 * 1024;
constexpr int kPatienceMilliseconds = 250;

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string file, std::unique_ptr<SqliteSession> writer)
      : file_(std::move(file)), writer_(std::move(writer)) {}

  Session& writer() override { return *writer_; }

  // From any thread: readers share nothing with each other.
  Result<std::unique_ptr<Session>> reader() override {
    try {
      auto session = std::make_unique<SqliteSession>(file_, Access::read);
      session->connection().configure();
      return session;
    } catch (const StoreFailure& failure) {
      return Failure(failure.problem());
    }
  }

  // From any thread, on a connection of its own.
  Result<void> copy_to(const std::string& file) override { return copy_sqlite(file_, file); }

  Result<void> tidy() override {
    try {
      static_cast<void>(writer_->connection().empty_log(sqlite::kBusyTimeoutMilliseconds));
    } catch (const StoreFailure& failure) {
      return Failure(failure.problem());
    }
    return {};
  }

  // SQLite begins the log anew only at a moment when nobody reads from it, which may be long in coming. Where
  // waiting did not help, it is waited for again only after as much again was written.
  void keep_log_short() override {
    const std::int64_t size = writer_->connection().log_bytes();
    if (size < kLongLogBytes) return;
    const bool waits = size >= next_wait_;
    bool emptied = false;
    try {
      emptied = writer_->connection().empty_log(waits ? kPatienceMilliseconds : 0);
    } catch (const StoreFailure&) {
      // What is committed stays in the log until a whole checkpoint was confirmed: the next one copies the
      // same pages again.
    }
    if (emptied) {
      next_wait_ = kLongLogBytes;
    } else if (waits) {
      next_wait_ = size + kLongLogBytes;
    }
  }

  Result<void> scrub() override {
    try {
      // The file is made anew without its free pages, and the log that carried it is cut off.
      // What it is made of on the way may be larger than memory, unlike what sorting needs.
      writer_->connection().execute("PRAGMA temp_store = 1; VACUUM; PRAGMA temp_store = 2");
      sqlite::Query(writer_->connection(), "PRAGMA wal_checkpoint(TRUNCATE)").run();
    } catch (const StoreFailure& failure) {
      return Failure(failure.problem());
    }
    return {};
  }

 private:
  std::string file_;
  std::unique_ptr<SqliteSession> writer_;
  std::int64_t next_wait_ = kLongLogBytes;
};

}  // namespace

namespace {

// `Schema::any`: also one that a writer would still have to upgrade.
enum class Schema { present, any };

Result<std::unique_ptr<SqliteSession>> read_session(const std::string& file, Schema schema) {
  struct stat existing {};
  if (::stat(file.c_str(), &existing) != 0) {
    return fail(ProblemCode::unavailable, "no_database", "There is no database " + file);
  }
  try {
    auto session = std::make_unique<SqliteSession>(file, Access::read);
    const std::int64_t version = sqlite::schema_of(session->connection());
    if (version == 0) {
      return fail(ProblemCode::unavailable, "no_database", "The database " + file + " is empty");
    }
    if (schema == Schema::present && version != sqlite::kSchemaVersion) {
      return fail(ProblemCode::unavailable, "older_schema",
                  file + ": the database has schema version " + std::to_string(version) +
                      "; 'yellowsea serve' or 'yellowsea doctor' brings it to version " +
                      std::to_string(sqlite::kSchemaVersion));
    }
    session->connection().configure();
    return session;
  } catch (const StoreFailure& failure) {
    Problem problem = failure.problem();
    problem.detail = file + ": " + problem.detail;
    return Failure(std::move(problem));
  }
}

Result<void> write_copy(const std::string& file, const std::string& part) {
  try {
    SqliteSession session(file, Access::read);
    session.connection().configure();
    sqlite::Query(session.connection(), "VACUUM INTO ?").text(part).run();
  } catch (const StoreFailure& failure) {
    return Failure(failure.problem());
  }
  return sync(part, O_RDONLY);
}

}  // namespace

Result<std::vector<std::string>> check_sqlite(const std::string& file) {
  const auto session = read_session(file, Schema::any);
  if (!session) return Failure(session.error());
  std::vector<std::string> damages;
  try {
    sqlite::Query integrity((*session)->connection(), "PRAGMA integrity_check(20)");
    while (integrity.step()) {
      if (integrity.text_at(0) != "ok") damages.push_back(integrity.text_at(0));
    }
    sqlite::Query references((*session)->connection(), "PRAGMA foreign_key_check");
    while (references.step())
      damages.push_back("a row of " + references.text_at(0) + " refers to one that is missing");
  } catch (const StoreFailure& failure) {
    damages.push_back(failure.problem().detail);
  }
  return damages;
}

namespace {

Result<void> must_be_sound(const std::string& copy, const std::string& file) {
  const auto damages = check_sqlite(copy);
  if (!damages) return Failure(damages.error());
  if (damages->empty()) return {};
  return fail(ProblemCode::unavailable, "damaged",
              "The copy is damaged, as " + file + " must be: " + damages->front());
}

}  // namespace

Result<void> copy_sqlite(const std::string& file, const std::string& copy) {
  struct stat existing {};
  if (::lstat(copy.c_str(), &existing) == 0) {
    return fail(ProblemCode::unavailable, "file_exists", copy + " exists already");
  }
  const std::string part = copy + ".part";
  ::unlink(part.c_str());  // of a copy that was interrupted
  if (auto made = make_private(part); !made) return made;
  auto copied = write_copy(file, part);
  if (copied) copied = must_be_sound(part, file);
  if (copied && std::rename(part.c_str(), copy.c_str()) != 0) {
    copied = cannot("cannot_open", "Cannot make " + copy, errno);
  }
  if (!copied) {
    ::unlink(part.c_str());
    return copied;
  }
  return sync(folder_of(copy), O_RDONLY | O_DIRECTORY);
}

Result<std::unique_ptr<Session>> open_sqlite_reader(const std::string& file) {
  auto session = read_session(file, Schema::present);
  if (!session) return Failure(session.error());
  return std::unique_ptr<Session>(std::move(*session));
}

namespace {

Result<void> keep_before_upgrade(const std::string& file, std::int64_t version) {
  const std::string copy = file + ".before-schema-" + std::to_string(version);
  struct stat existing {};
  // Of an upgrade that did not come to its end: nothing was written since.
  if (::stat(copy.c_str(), &existing) == 0) return {};
  return copy_sqlite(file, copy);
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& file, bool must_exist, BeforeUpgrade before) {
  struct stat existing {};
  const bool missing = ::stat(file.c_str(), &existing) != 0;
  if (missing && must_exist) {
    return fail(ProblemCode::unavailable, "no_database", "There is no database " + file);
  }
  if (missing) {
    if (auto made = make_private(file); !made) return Failure(made.error());
  }
  try {
    auto writer = std::make_unique<SqliteSession>(file, Access::write);
    sqlite::Connection& connection = writer->connection();
    const std::int64_t version = sqlite::schema_of(connection);
    if (version == 0 && must_exist) {
      return fail(ProblemCode::unavailable, "no_database", "The database " + file + " is empty");
    }
    connection.configure();
    if (version != 0 && version < sqlite::kSchemaVersion && before == BeforeUpgrade::copy) {
      if (auto kept = keep_before_upgrade(file, version); !kept) return Failure(kept.error());
    }
    if (version != sqlite::kSchemaVersion) sqlite::upgrade(connection, version);
    return std::make_unique<SqliteStore>(file, std::move(writer));
  } catch (const StoreFailure& failure) {
    Problem problem = failure.problem();
    problem.detail = file + ": " + problem.detail;
    return Failure(std::move(problem));
  }
}

}  // namespace yellowsea::store
