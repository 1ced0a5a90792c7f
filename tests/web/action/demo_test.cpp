// The demonstration's story: that it can be played at any time, says the same each time, and has something
// for every screen. Account passwords are checked but not hashed here: that is slow and tested elsewhere.
#include "web/action/demo.hpp"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "engine/base/json_read.hpp"
#include "engine/service/password.hpp"
#include "engine/store/sqlite/open.hpp"

namespace yellowsea::web {
namespace {

namespace fs = std::filesystem;

std::string file_text(const std::string& name) {
  std::ifstream stream(fs::path(YELLOWSEA_SOURCE_DIR) / name, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

const DemoTexts& texts() {
  static const auto read =
      DemoTexts::read({file_text("config/survey-2010-sample.csv"), file_text("config/demo/reports.csv"),
                       file_text("config/demo/measures.csv"), file_text("config/demo/phrases.csv")});
  REQUIRE(read);
  return *read;
}

std::shared_ptr<const Pack> action_pack() {
  static const auto pack = [] {
    const auto files = Pack::read_folder(YELLOWSEA_SOURCE_DIR);
    return files ? Pack::from_files(*files) : Result<std::shared_ptr<const Pack>>(Failure(files.error()));
  }();
  INFO((pack ? std::string() : pack.error().detail));
  REQUIRE(pack);
  return *pack;
}

// An installation in a folder that is there for one test.
struct Place {
  fs::path folder;
  std::unique_ptr<Installation> installation;

  Place() {
    std::string name = (fs::temp_directory_path() / "yellowsea-demo-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder = name;
    auto opened = Installation::open(
        folder, action_pack(),
        [](const fs::path& at) { return store::open_sqlite((at / "test.db").string()); }, Instant{});
    REQUIRE(opened);
    installation = std::move(*opened);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    installation.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  store::Session& session() const { return installation->store().writer(); }

  std::int64_t play(const char* now) const {
    const auto played = play_demo(*installation, texts(), *parse_instant(now));
    INFO((played ? std::string() : played.error().detail));
    REQUIRE(played);
    return *played;
  }

  std::int64_t count(const std::string& kind, const std::string& state = {},
                     const char* overdue_at = nullptr) const {
    store::ListQuery query;
    query.kind = kind;
    query.state = state;
    query.all_readers = true;
    if (overdue_at != nullptr) query.overdue_at = milliseconds_of(overdue_at);
    return session().count(query);
  }

  static store::Milliseconds milliseconds_of(const char* text) {
    return parse_instant(text)->time_since_epoch().count();
  }

  std::int64_t count_of_round(const std::string& kind, const std::string& round,
                              const std::string& state) const {
    store::ListQuery query;
    query.kind = kind;
    query.state = state;
    query.fields = {{"round", round}};
    query.all_readers = true;
    return session().count(query);
  }

  // Every event and every item, without what is random.
  std::string content() const {
    std::ostringstream all;
    session().each_event(0, session().last_seq(), [&](const store::EventRow& row) {
      all << row.kind << ' ' << row.id << ' ' << row.version << ' ' << row.type << ' ' << row.at << ' '
          << row.recorded_at << '\n';
      return true;
    });
    for (const char* kind : {"round", "problem_report", "action_plan", "memorandum", "commitment"}) {
      for (const store::ItemRow& row : session().items_of(kind))
        all << kind << ' ' << row.id << ' ' << row.snapshot << '\n';
    }
    return all.str();
  }
};

constexpr const char* kNow = "2026-11-24T00:00:00Z";

// Played once for all tests that only look at it.
const Place& story() {
  static const Place place;
  static const std::int64_t events = place.play(kNow);
  CHECK(events == place.session().last_seq());
  return place;
}

}  // namespace

TEST_CASE("The demonstration has something for every screen") {
  const Place& place = story();
  CHECK(place.session().setting("demo") == "true");

  SECTION("six rounds, in six phases") {
    CHECK(place.count("round") == 6);
    CHECK(place.session().item("round", "2010")->states == std::vector<std::string>{"closed"});
    CHECK(place.session().item("round", "2022")->states == std::vector<std::string>{"reviewing"});
    CHECK(place.session().item("round", "2025")->states == std::vector<std::string>{"implementing"});
    CHECK(place.session().item("round", "2027")->states == std::vector<std::string>{"planning"});
    CHECK(place.session().item("round", "2026-special")->states == std::vector<std::string>{"signing"});
    CHECK(place.session().item("round", "2027-logistics")->states == std::vector<std::string>{"surveying"});
  }

  SECTION("the first round, from the sample survey") {
    CHECK(place.session().items_by_field("problem_report", "round", {"2010"}).size() == 22);
    CHECK(place.session().items_by_field("action_plan", "round", {"2010"}).size() == 32);
    CHECK(place.count_of_round("action_plan", "2010", "committed") == 30);
    CHECK(place.count_of_round("action_plan", "2010", "referred") == 1);
    CHECK(place.count_of_round("action_plan", "2010", "refused") == 1);
    CHECK(place.count_of_round("commitment", "2010", "schedule.met") == 23);
    CHECK(place.count_of_round("commitment", "2010", "schedule.met_late") == 4);
    CHECK(place.count_of_round("commitment", "2010", "schedule.missed") == 3);
    const Json memorandum = Json::parse(place.session().item("memorandum", "2010")->snapshot);
    CHECK(memorandum.at("fields").at("in_force_on") == "2010-11-25");
    CHECK(memorandum.at("fields").at("place") == "Qingdao");
    CHECK(memorandum.at("fields").at("signed").size() == 10);
    const Json first = Json::parse(place.session().item("commitment", "2010-KKQ-01.dalian")->snapshot);
    CHECK(first.at("fields").at("deadline") == "2012-11-25");
    const Json local = Json::parse(place.session().item("action_plan", "2010-DLN-01.kitakyushu")->snapshot);
    CHECK(local.at("fields").at("local_only") == true);
    const Json disputed = Json::parse(place.session().item("commitment", "2010-KKQ-03.incheon")->snapshot);
    CHECK(disputed.at("fields").at("disputes").size() == 1);
  }

  SECTION("the dashboard's four sections") {
    CHECK(place.count("commitment", "", kNow) == 3);
    CHECK(place.count("commitment", "schedule.due_soon") == 7);
    CHECK(place.count("action_plan", "mayor_review") == 2);
    CHECK(place.count("memorandum", "signing") == 1);
  }

  SECTION("a commitment in every state of its delivery") {
    const std::map<std::string, std::int64_t> expected = {
        {"delivery.pledged", 1},     {"delivery.in_progress", 9}, {"delivery.awaiting_verification", 1},
        {"delivery.fulfilled", 34},  {"delivery.lapsed", 4},      {"delivery.awaiting_evaluation", 1},
        {"delivery.carried_over", 1}};
    for (const auto& [state, count] : expected) {
      INFO(state);
      CHECK(place.count("commitment", state) == count);
    }
  }

  SECTION("plans and reports in every state") {
    for (const char* state : {"assigned", "drafting", "exploring", "referred", "mayor_review", "consultation",
                              "adopted", "annexed", "committed", "not_committed", "refused"}) {
      INFO(state);
      CHECK(place.count("action_plan", state) > 0);
    }
    for (const char* state : {"draft", "submitted", "needs_information", "accepted.planning",
                              "accepted.answered", "accepted.committed", "resolved", "unresolved",
                              "closed_without_commitment", "declined", "merged", "withdrawn"}) {
      INFO(state);
      CHECK(place.count("problem_report", state) > 0);
    }
    CHECK(place.session().item("problem_report", "2022-PUS-01-2").has_value());
  }
}

TEST_CASE("The same time makes the same demonstration") {
  const Place another;
  another.play(kNow);
  CHECK(another.content() == story().content());
}

TEST_CASE("The demonstration can be played at odd times") {
  const char* now = GENERATE("2028-02-29T00:00:00Z", "2014-06-01T15:30:00Z", "2013-01-15T23:59:59Z");
  INFO(now);
  const Place place;
  place.play(now);
  CHECK(place.count("commitment", "", now) > 0);
  CHECK(place.count("commitment", "schedule.due_soon") > 0);
  CHECK(place.count("memorandum", "signing") == 1);
  place.session().each_event(0, place.session().last_seq(), [&](const store::EventRow& row) {
    CHECK(row.at <= Place::milliseconds_of(now));
    return true;
  });
}

TEST_CASE("A demonstration before its story is refused") {
  const Place place;
  const auto played = play_demo(*place.installation, texts(), *parse_instant("2009-12-31T00:00:00Z"));
  REQUIRE_FALSE(played);
  CHECK(played.error().rule == "demo_time");
  CHECK(place.session().last_seq() == 0);
}

TEST_CASE("Every organisation has its accounts, with passwords that keep the rules") {
  const auto accounts = demo_accounts(*action_pack());
  CHECK(accounts.size() == 36);
  std::set<std::string> users;
  for (const DemoAccount& account : accounts) {
    users.insert(account.user);
    CHECK(check_password(account.user, account.password));
    CHECK(action_pack()->role(account.role) != nullptr);
  }
  CHECK(users.size() == accounts.size());
  CHECK(users.count("kitakyushu-officer") == 1);
}

TEST_CASE("The list of accounts is as the contract says") {
  const Place place;
  const fs::path file = place.folder / "demo-accounts.json";
  REQUIRE(write_demo_accounts(file, {{"secretariat", "only for a test", "secretariat", "secretariat"}}));
  std::ifstream stream(file);
  const Json list = Json::parse(stream);
  CHECK(list == Json{{{"user", "secretariat"},
                      {"password", "only for a test"},
                      {"role", "secretariat"},
                      {"organisation", "secretariat"}}});
}

TEST_CASE("A text that is missing is named, with its file and line") {
  const auto read = DemoTexts::read({"reference,chamber\n", "", "", ""});
  REQUIRE_FALSE(read);
  CHECK(read.error().detail == "config/survey-2010-sample.csv:1: the column 'addressed_cities' is missing");
}

}  // namespace yellowsea::web
