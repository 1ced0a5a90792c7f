// Files of earlier schemas are brought to the present one, whole or not at all.
#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "engine/store/sqlite/schema.hpp"
#include "tests/engine/store/sqlite/place.hpp"
#include "tests/engine/store/sqlite/schema_1.hpp"

namespace yellowsea::store {

namespace {

// An old file with one event and its private part in it.
void make_old(const std::string& file) {
  SQLite::Database old(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  old.exec(kSchemaOne);
  old.exec(
      "INSERT INTO event VALUES (1, 'plan', 'p', 1, 1, 'open', 10, 11, '{}', x'00', '{}', x'00');"
      "INSERT INTO private_part VALUES (1, '{\"user\":\"a\"}', x'01');"
      "INSERT INTO setting VALUES ('a', '1')");
}

// Everything that a file has, by name, without the spaces in which definitions may differ.
std::map<std::string, std::string> shape_of(const std::string& file) {
  SQLite::Database database(file, SQLite::OPEN_READONLY);
  SQLite::Statement query(database, "SELECT name, coalesce(sql, '') FROM sqlite_schema");
  std::map<std::string, std::string> shape;
  while (query.executeStep()) {
    std::string sql = query.getColumn(1).getString();
    sql.erase(std::remove_if(sql.begin(), sql.end(), [](char c) { return c == ' ' || c == '\n'; }),
              sql.end());
    shape[query.getColumn(0).getString()] = sql;
  }
  return shape;
}

}  // namespace

TEST_CASE("a file of schema version 1 is brought to the present schema and keeps what it holds") {
  const Place place;
  make_old(place.file());
  REQUIRE(open_sqlite(place.file("new.db")));
  {
    auto store = open_sqlite(place.file(), true);
    REQUIRE(store);
    Session& writer = (*store)->writer();
    CHECK(writer.last_seq() == 1);
    CHECK(writer.setting("a") == "1");
    CHECK_FALSE(writer.attachment("00"));
    writer.put_attachment({"00", "text/plain", 1, 1, {}});
    CHECK(writer.attachment("00"));
    std::size_t until = 0;
    writer.each_event_until(10, [&](const EventRow& row) {
      CHECK(row.secret == "{\"user\":\"a\"}");
      ++until;
      return true;
    });
    CHECK(until == 1);
  }
  CHECK(shape_of(place.file()) == shape_of(place.file("new.db")));
  REQUIRE(open_sqlite(place.file(), true));  // and once more, with nothing left to do
}

TEST_CASE("who only reads is told to let a writer upgrade first; a check and a copy take any version") {
  const Place place;
  make_old(place.file());
  const auto reader = open_sqlite_reader(place.file());
  REQUIRE_FALSE(reader);
  CHECK(reader.error().rule == "older_schema");
  const auto damages = check_sqlite(place.file());
  REQUIRE(damages);
  CHECK(damages->empty());
  REQUIRE(copy_sqlite(place.file(), place.file("copy.db")));
  REQUIRE(open_sqlite(place.file("copy.db"), true));
  CHECK(open_sqlite_reader(place.file("copy.db")));
}

TEST_CASE("an upgrade that cannot be finished leaves the file as it was") {
  const Place place;
  make_old(place.file());
  SQLite::Database(place.file(), SQLite::OPEN_READWRITE).exec("CREATE TABLE erasure (mine)");
  const auto before = shape_of(place.file());
  REQUIRE_FALSE(open_sqlite(place.file(), true));
  CHECK(shape_of(place.file()) == before);
  SQLite::Database after(place.file(), SQLite::OPEN_READWRITE);
  CHECK(after.execAndGet("PRAGMA user_version").getInt() == 1);
}

TEST_CASE("what was erased is in no file of the store any more") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  const std::string word = "Zwiebelfisch";
  EventRow row = contract::sample_event(1);
  row.secret = "{\"name\":\"" + word + "\"}";
  writer.append_event(row);
  const auto place = std::static_pointer_cast<Place>(opened.place);
  const auto held = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(place->folder())) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
      if (bytes.find(word) != std::string::npos) return true;
    }
    return false;
  };
  REQUIRE(held());
  writer.replace_private_part(1, "{}", "");
  REQUIRE(opened.store->scrub());
  CHECK_FALSE(held());
}

TEST_CASE("before an upgrade the file is kept as it was") {
  const Place place;
  make_old(place.file());
  const std::string kept = place.file() + ".before-schema-1";
  SECTION("beside it") {
    REQUIRE(open_sqlite(place.file(), true));
    SQLite::Database old(kept, SQLite::OPEN_READONLY);
    CHECK(old.execAndGet("PRAGMA user_version").getInt() == 1);
    CHECK(old.execAndGet("SELECT count(*) FROM event").getInt() == 1);
    // Once: the next start finds the present schema.
    std::filesystem::remove(kept);
    REQUIRE(open_sqlite(place.file(), true));
    CHECK_FALSE(std::filesystem::exists(kept));
  }
  SECTION("and if it cannot be kept, it is not touched") {
    std::filesystem::create_directory(kept + ".part");
    std::ofstream(kept + ".part/in-the-way") << 'x';
    const auto refused = open_sqlite(place.file(), true);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ProblemCode::unavailable);
    SQLite::Database old(place.file(), SQLite::OPEN_READONLY);
    CHECK(old.execAndGet("PRAGMA user_version").getInt() == 1);
  }
  SECTION("but not a copy of a copy") {
    REQUIRE(open_sqlite(place.file(), true, BeforeUpgrade::nothing));
    CHECK_FALSE(std::filesystem::exists(kept));
  }
}

}  // namespace yellowsea::store
