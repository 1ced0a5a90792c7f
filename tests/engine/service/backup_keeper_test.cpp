// Backups while the server runs: when one is due, which are kept, and what a failure leaves.
#include "engine/service/backup_keeper.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

// A folder, a clock, and copies that are one byte long, or fail.
struct Keeping {
  explicit Keeping(std::size_t keep) : keeper({folder, std::chrono::hours(24), keep}, copy(), clock) {}
  ~Keeping() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Keeping(const Keeping&) = delete;
  Keeping& operator=(const Keeping&) = delete;

  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      names.insert(entry.path().filename().string());
    return names;
  }
  BackupKeeper::Copy copy() {
    return [this](const std::string& file) -> Result<void> {
      if (disk_is_full) return fail(ProblemCode::unavailable, "disk_full", "no space");
      std::ofstream(file) << 'x';
      return {};
    };
  }

  std::filesystem::path folder = make_folder();
  ManualClock clock{instant("2026-11-28T13:00:00.250Z")};
  bool disk_is_full = false;
  BackupKeeper keeper;

 private:
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-backups-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    return name;
  }
};

}  // namespace

TEST_CASE("a backup is made when there is none, and when the newest is old enough") {
  Keeping place(30);
  CHECK(must(place.keeper.keep_now())->filename() == "yellowsea-20261128T130000Z.db");
  CHECK(place.keeper.newest() == instant("2026-11-28T13:00:00Z") + std::chrono::milliseconds(250));
  place.clock.set(instant("2026-11-29T12:59:59.999Z"));
  CHECK_FALSE(must(place.keeper.keep_now()));
  // The next look knows it by its name, as one after a restart does.
  CHECK(place.keeper.newest() == instant("2026-11-28T13:00:00Z"));
  place.clock.set(instant("2026-11-29T13:00:00Z"));
  CHECK(must(place.keeper.keep_now()));
  // Set back a year: its time comes again.
  place.clock.set(instant("2025-11-29T13:00:00Z"));
  CHECK_FALSE(must(place.keeper.keep_now()));
  CHECK(place.files() ==
        std::set<std::string>{"yellowsea-20261128T130000Z.db", "yellowsea-20261129T130000Z.db"});
}

TEST_CASE("the newest backups are kept, and what is no backup is left alone") {
  Keeping place(2);
  const std::set<std::string> others{"notes.txt", "yellowsea-20010101T000000Z.db.part", "yellowsea-2001.db",
                                     "yellowsea-20011301T000000Z.db"};
  for (const std::string& name : others) std::ofstream(place.folder / name) << 'x';
  for (int day = 0; day < 4; ++day) {
    CHECK(must(place.keeper.keep_now()));
    place.clock.advance(std::chrono::hours(24));
  }
  std::set<std::string> wanted = others;
  wanted.insert({"yellowsea-20261130T130000Z.db", "yellowsea-20261201T130000Z.db"});
  CHECK(place.files() == wanted);
}

TEST_CASE("while no new backup can be made the old ones stay") {
  Keeping place(1);
  CHECK(must(place.keeper.keep_now()));
  const auto before = place.files();
  place.disk_is_full = true;
  place.clock.advance(std::chrono::hours(48));
  const auto made = place.keeper.keep_now();
  REQUIRE_FALSE(made);
  CHECK(made.error().rule == "disk_full");
  CHECK(place.files() == before);
  place.disk_is_full = false;
  CHECK(must(place.keeper.keep_now()));
  CHECK(place.files() == std::set<std::string>{"yellowsea-20261130T130000Z.db"});
}

TEST_CASE("the plan of backups is read with its bounds") {
  const auto read = [](const char* text) { return read_backup_plan(Json::parse(text)); };
  CHECK_FALSE(must(read("null")));
  const auto plan = must(read(R"({"folder": "b", "every_hours": 8784, "keep": 10000})"));
  CHECK(plan->folder == "b");
  CHECK(plan->every == std::chrono::hours(8784));
  CHECK(plan->keep == 10'000);
  const auto usual = must(read(R"({"folder": "b"})"));
  CHECK(usual->every == std::chrono::hours(24));
  CHECK(usual->keep == 30);
  for (const char* text : {"[]", "{}", R"({"folder": ""})", R"({"folder": 1})",
                           R"({"folder": "b", "keep": 0})", R"({"folder": "b", "keep": 10001})",
                           R"({"folder": "b", "every_hours": 0})", R"({"folder": "b", "every_hours": 8785})",
                           R"({"folder": "b", "every_hours": 1.5})", R"({"folder": "b", "every": 1})"}) {
    INFO(text);
    const auto refused = read(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().rule == "configuration");
    CHECK(refused.error().detail.starts_with("backups"));
  }
}
