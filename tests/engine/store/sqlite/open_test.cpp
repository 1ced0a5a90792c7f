#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/store/sqlite/schema.hpp"
#include "engine/store/sqlite/session.hpp"
#include "tests/engine/store/sqlite/place.hpp"

namespace yellowsea::store {

namespace {

sqlite::Connection& connection_of(Session& session) {
  return dynamic_cast<sqlite::SqliteSession&>(session).connection();
}

std::string pragma(Session& session, const std::string& name) {
  sqlite::Query query(connection_of(session), "PRAGMA " + name);
  return query.step() ? query.text_at(0) : "";
}

}  // namespace

TEST_CASE("the connections have the settings that durability rests on") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  auto reader = opened.store->reader();
  REQUIRE(reader);
  CHECK(pragma(writer, "journal_mode") == "wal");
  CHECK(pragma(writer, "wal_autocheckpoint") == "1000");
  CHECK(pragma(**reader, "wal_autocheckpoint") == "0");
  CHECK(pragma(writer, "journal_size_limit") == "67108864");
  for (Session* session : {&writer, reader->get()}) {
    CHECK(pragma(*session, "synchronous") == "2");
    CHECK(pragma(*session, "foreign_keys") == "1");
    CHECK(pragma(*session, "trusted_schema") == "0");
    CHECK(pragma(*session, "mmap_size") == "0");
    CHECK(pragma(*session, "busy_timeout") == "3000");
    CHECK(pragma(*session, "user_version") == std::to_string(sqlite::kSchemaVersion));
    CHECK(pragma(*session, "application_id") == std::to_string(sqlite::kApplicationId));
  }
}

TEST_CASE("every table is strict, and each is in one of the two groups") {
  const auto opened = open_in_new_place();
  std::set<std::string> named;
  for (const auto& table : sqlite::permanent_tables()) named.insert(table.name);
  for (const auto& table : sqlite::derived_tables()) named.insert(table.name);
  sqlite::Query query(connection_of(opened.store->writer()), "PRAGMA table_list");
  std::set<std::string> found;
  while (query.step()) {
    const std::string name = query.text_at(1);
    if (name.starts_with("sqlite_") || name.starts_with("item_search")) continue;
    INFO(name);
    CHECK(query.integer_at(5) == 1);
    found.insert(name);
  }
  named.erase("item_search");
  CHECK(found == named);
}

TEST_CASE("only the owner may read the file") {
  const Place place;
  REQUIRE(open_sqlite(place.file()));
  struct stat status {};
  REQUIRE(::stat(place.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("an existing store is opened with what it holds") {
  const Place place;
  {
    auto store = open_sqlite(place.file());
    REQUIRE(store);
    (*store)->writer().append_event(contract::sample_event(1));
    REQUIRE((*store)->writer().begin());
    (*store)->writer().append_event(contract::sample_event(2));  // never committed
  }
  auto store = open_sqlite(place.file(), true);
  REQUIRE(store);
  CHECK((*store)->writer().last_seq() == 1);
}

TEST_CASE("what is not a store of this program is refused and left alone") {
  const Place place;
  const auto rule = [&](bool must_exist = false) {
    const auto store = open_sqlite(place.file(), must_exist);
    REQUIRE_FALSE(store);
    INFO(store.error().detail);
    CHECK(store.error().detail.find(place.file()) != std::string::npos);
    return store.error().rule;
  };
  SECTION("missing") {
    CHECK(rule(true) == "no_database");
    CHECK_FALSE(std::filesystem::exists(place.file()));
  }
  SECTION("empty") {
    std::ofstream(place.file()).close();
    CHECK(rule(true) == "no_database");
    CHECK(open_sqlite(place.file(), false));
  }
  SECTION("no such folder") {
    const auto store = open_sqlite(place.folder() + "/none/store.db");
    REQUIRE_FALSE(store);
    CHECK(store.error().code == ProblemCode::unavailable);
  }
  SECTION("not a database") {
    std::ofstream(place.file()) << std::string(4096, 'x');
    CHECK(rule() == "not_a_database");
    CHECK(open_sqlite(place.file()).error().code == ProblemCode::malformed);
  }
  SECTION("another program's") {
    {
      SQLite::Database other(place.file(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      other.exec("CREATE TABLE mine (a)");
    }
    CHECK(rule() == "not_a_store");
    SQLite::Database other(place.file(), SQLite::OPEN_READWRITE);
    CHECK(other.execAndGet("PRAGMA journal_mode").getString() == "delete");
  }
  SECTION("a newer schema") {
    REQUIRE(open_sqlite(place.file()));
    SQLite::Database(place.file(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    CHECK(rule() == "newer_schema");
    CHECK(open_sqlite(place.file()).error().detail.find("version 99") != std::string::npos);
  }
}

TEST_CASE("a value that SQLite does not take stops the start") {
  // A database in memory cannot have a write-ahead log.
  sqlite::Connection connection(":memory:", sqlite::Access::write);
  CHECK_THROWS_AS(connection.configure(), StoreFailure);
}

TEST_CASE("the writer's transaction keeps others out from its beginning") {
  const auto opened = open_in_new_place();
  const std::string file = std::static_pointer_cast<Place>(opened.place)->file();
  REQUIRE(opened.store->writer().begin());
  SQLite::Database other(file, SQLite::OPEN_READWRITE);
  CHECK_THROWS_AS(SQLite::Transaction(other, SQLite::TransactionBehavior::IMMEDIATE), SQLite::Exception);
  REQUIRE(opened.store->writer().commit());

  SQLite::Transaction held(other, SQLite::TransactionBehavior::IMMEDIATE);
  sqlite::Connection impatient(file, sqlite::Access::write, 0);
  const auto begun = impatient.begin();
  REQUIRE_FALSE(begun);
  CHECK(begun.error().code == ProblemCode::unavailable);
  CHECK(begun.error().rule == "busy");
}

TEST_CASE("a full disk is an answer, and nothing half-written stays") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  writer.append_event(contract::sample_event(1));
  connection_of(writer).execute("PRAGMA max_page_count = 1");  // not below what there is already
  EventRow big = contract::sample_event(2);
  big.body = std::string(1 << 20, 'x');
  REQUIRE(writer.begin());
  writer.put_setting("a", "1");
  std::string rule;
  try {
    writer.append_event(big);
  } catch (const StoreFailure& failure) {
    rule = failure.problem().rule;
    CHECK(failure.problem().code == ProblemCode::unavailable);
  }
  CHECK(rule == "disk_full");
  const auto committed = writer.commit();
  REQUIRE_FALSE(committed);
  CHECK(committed.error().rule == "disk_full");
  CHECK(writer.last_seq() == 1);
  CHECK_FALSE(writer.setting("a"));
  connection_of(writer).execute("PRAGMA max_page_count = 1000000");
  writer.append_event(big);
  CHECK(writer.last_seq() == 2);
}

TEST_CASE("a COMMIT that fails is rolled back and answered") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  REQUIRE(writer.begin());
  connection_of(writer).execute("PRAGMA defer_foreign_keys = 1");
  writer.put_setting("a", "1");
  writer.put_session(SessionRow{"hash", 4711, "csrf", "chamber", "ulsan", 1, 1});  // of nobody
  const auto committed = writer.commit();
  REQUIRE_FALSE(committed);
  CHECK(committed.error().rule == "constraint");
  CHECK_FALSE(writer.setting("a"));
  REQUIRE(writer.begin());
  writer.put_setting("a", "2");
  REQUIRE(writer.commit());
  CHECK(writer.setting("a") == "2");
}

TEST_CASE("an event can be neither changed nor removed") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  writer.append_event(contract::sample_event(1));
  CHECK_THROWS_AS(connection_of(writer).execute("UPDATE event SET body = '{}'"), StoreFailure);
  CHECK_THROWS_AS(connection_of(writer).execute("DELETE FROM event"), StoreFailure);
  CHECK(writer.last_seq() == 1);
}

TEST_CASE("the write-ahead log is emptied when there is time") {
  const auto opened = open_in_new_place();
  const std::string log = std::static_pointer_cast<Place>(opened.place)->file() + "-wal";
  opened.store->writer().append_event(contract::sample_event(1));
  CHECK(std::filesystem::file_size(log) > 0);
  REQUIRE(opened.store->tidy());
  CHECK(std::filesystem::file_size(log) == 0);
}

TEST_CASE("an interrupted copy leaves no file of the wanted name") {
  const auto opened = open_in_new_place();
  const auto copied = opened.store->copy_to("/proc/nowhere/copy.db");
  REQUIRE_FALSE(copied);
  CHECK(copied.error().code == ProblemCode::unavailable);

  const Place place;
  std::ofstream(place.file("copy.db.part")) << "left from before";
  REQUIRE(opened.store->copy_to(place.file("copy.db")));
  CHECK_FALSE(std::filesystem::exists(place.file("copy.db.part")));
  CHECK(open_sqlite(place.file("copy.db"), true));
}

}  // namespace yellowsea::store
