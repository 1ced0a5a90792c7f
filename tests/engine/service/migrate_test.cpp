#include "engine/service/migrate.hpp"

#include "engine/service/item_replay.hpp"
#include "engine/service/past.hpp"
#include "engine/service/rebuild.hpp"
#include "engine/service/views.hpp"
#include "tests/engine/service/versions_place.hpp"

using namespace yellowsea;

namespace {

// A promise: it waits for its answer, then runs until its deadline.
std::string first_version() {
  return workflow("promise", 1,
                  "'deadline':'/fields/due','fields':{'type':'object','properties':{'due':{'type':'string'},"
                  "'who':{'type':'string','x-visibility':'confidential'},'city':{'type':'string'}}},"
                  "'delays':{'answer':{'duration':'P30D'},'late':{'until':'deadline'}},",
                  "{'initial':'asked','states':{"
                  "'asked':{'after':{'answer':'forgotten'},'on':{'agree':'running'}},"
                  "'running':{'after':{'late':'overdue'},'on':{'keep':'kept'},'tags':['public']},"
                  "'overdue':{'on':{'keep':'kept'}},"
                  "'forgotten':{'tags':['stopped']},'kept':{'type':'final','tags':['settled']}}}");
}

// `who` is called `author` and must be short, `running` is `under_way` and asks again after a week.
std::string second_version(const std::string& more = "") {
  return workflow(
      "promise", 2,
      "'deadline':'/fields/due','fields':{'type':'object','properties':{'due':{'type':'string'},"
      "'author':{'type':'string','x-visibility':'confidential','maxLength':5},'city':{'type':'string'}}}," +
          more + "'delays':{'answer':{'duration':'P10D'},'late':{'until':'deadline'}},",
      "{'initial':'asked','states':{"
      "'asked':{'after':{'answer':'forgotten'},'on':{'agree':'under_way'}},"
      "'under_way':{'after':{'late':'overdue','P7D':{'actions':{'type':'assign','params':{'path':'/fields/"
      "city','value':'asked again'}}}},'on':{'keep':'kept'},'tags':['public']},"
      "'overdue':{'on':{'keep':'kept'}},"
      "'forgotten':{'tags':['stopped']},'kept':{'type':'final','tags':['settled']}}}");
}

std::string map_text(const std::string& from_sha256,
                     const std::string& states = "'map':{'running':'under_way'}") {
  return with_quotes(
      "{'format':'yellowsea.migration/1','kind':'promise','reason':'the law of May',\n"
      "'from':{'version':1,'sha256':'" +
      from_sha256 + "'},'to':{'version':2},\n'states':{'same':true," + states +
      "},\n'fields':{'same':true,'rename':{'who':'author'}},\n"
      "'timers':{'same':true,'map':{'running/late':'under_way/late'},'start':{'under_way/P7D':'now'}}}");
}

struct Place : VersionsPlace {
  Place() : VersionsPlace(pack_of({first_version()})) {}

  void fill() const {
    open_item("one", "anna", "2026-05-01T00:00:00Z");
    open_item("two", "bert", "2026-05-02T00:00:00Z");
    open_item("three", "carl", "2026-05-03T00:00:00Z");
    must(execute("promise", "two", "agree", "{}", "2026-05-04T00:00:00Z"));
  }

  void open_item(const std::string& id, const std::string& who, const char* at) const {
    must(execute("promise", id, "open", "{'due':'2026-12-31','city':'busan','who':'" + who + "'}", at));
  }

  std::string map() const { return map_text(definitions().find("promise", 1)->sha256); }

  Result<MigrationReport> migrate_all(const std::string& text, const char* now) const {
    const auto migration = load_migration("map.json", text, definitions());
    if (!migration) return Failure(migration.error());
    return migrate(writer(), *pack, definitions(), **migration, text, instant(now));
  }

  Result<MigrationReport> plan(const std::string& text, const char* now) const {
    const auto migration = load_migration("map.json", text, definitions());
    if (!migration) return Failure(migration.error());
    const auto reader = must(installation->store().reader());
    REQUIRE(reader->begin());
    return plan_migration(*reader, *pack, definitions(), **migration, instant(now));
  }
};

std::string shown(const MigrationReport& report) {
  std::string all;
  for (const auto& step : report.steps) {
    all += step.id + ":";
    for (const auto& state : step.before) all += " " + state;
    all += " >";
    for (const auto& state : step.after) all += " " + state;
    for (const auto& timer : step.timers)
      all += " [" + timer.from + ">" + timer.to + (timer.due ? " " + format_instant(*timer.due) : "") + "]";
    if (!step.rule.empty()) all += " " + step.rule;
    all += "\n";
  }
  return all;
}

std::vector<machine::DueTimer> timers_until(const VersionsPlace& place, const char* until) {
  StoreRepository repository(place.writer(), *place.pack, place.definitions());
  return repository.due_timers(instant(until), 100);
}

}  // namespace

TEST_CASE("a plan lists every item and writes nothing; a migration then does just that") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  const auto before = place.rows();
  const auto plan = must(place.plan(place.map(), "2026-05-10T00:00:00Z"));
  CHECK(shown(plan) ==
        "one: asked > asked [asked/answer>asked/answer 2026-05-31T00:00:00Z]\n"
        "two: running > under_way [running/late>under_way/late 2027-01-01T00:00:00Z] "
        "[>under_way/P7D 2026-05-17T00:00:00Z]\n"
        "three: asked > asked [asked/answer>asked/answer 2026-06-02T00:00:00Z]\n");
  CHECK(plan.migrating == 3);
  CHECK_FALSE(plan.written);
  CHECK(place.rows() == before);

  const auto done = must(place.migrate_all(place.map(), "2026-05-10T00:00:00Z"));
  CHECK(shown(done) == shown(plan));
  CHECK(done.written);
  for (const char* id : {"one", "two", "three"}) {
    const auto item = place.item("promise", id);
    CHECK(item->definition->version == 2);
    CHECK(item->fields.contains("author"));
    CHECK_FALSE(item->fields.contains("who"));
  }
  CHECK(machine::configuration(*place.item("promise", "two")) == std::vector<std::string>{"under_way"});
  CHECK(place.history("promise", "two") == "open@05-02T00:00 agree@05-04T00:00 xstate.migrate@05-10T00:00");
  // Once is enough: nothing is left of the old version.
  CHECK(must(place.migrate_all(place.map(), "2026-05-11T00:00:00Z")).steps.empty());
}

TEST_CASE("after a migration a rebuild gives the same rows") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  must(place.migrate_all(place.map(), "2026-05-10T00:00:00Z"));
  must(place.execute("promise", "two", "keep", "{}", "2026-05-20T00:00:00Z"));
  const auto comparison = must(compare_with_rebuild(place.writer(), *place.pack, place.definitions()));
  CHECK(comparison.examples == std::vector<std::string>{});
  CHECK(comparison.equal());
  // The map itself is kept, under the hash that the events name.
  const auto event = must(decode_event(place.writer().history("promise", "one", 1, 1).front(),
                                       [](const std::string&) { return std::nullopt; }));
  CHECK(place.writer().content(event.data.at("map").get<std::string>()) == place.map());
  CHECK(event.data.at("reason") == "the law of May");
  CHECK(event.actor->role == "operator");
}

TEST_CASE("items as they were before and after a migration have the version of that time") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  must(place.migrate_all(place.map(), "2026-05-10T12:00:00Z"));
  const auto at = [&](const char* time) {
    const auto moment = must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant(time)));
    const auto item = moment->find("promise", "two");
    return std::to_string(item->definition->version) + " " + machine::configuration(*item).front() + " " +
           item->fields.dump();
  };
  CHECK(at("2026-05-10T11:59:59Z") == R"(1 running {"city":"busan","due":"2026-12-31","who":"bert"})");
  CHECK(at("2026-05-10T12:00:00Z") == R"(2 under_way {"author":"bert","city":"busan","due":"2026-12-31"})");
  CHECK(at("2026-05-17T12:00:00Z") ==
        R"(2 under_way {"author":"bert","city":"asked again","due":"2026-12-31"})");
}

TEST_CASE("one item that is refused keeps all from being written") {
  Place place;
  place.fill();
  place.open_item("four", "dorothea", "2026-05-05T00:00:00Z");
  REQUIRE(place.open(pack_of({second_version()})));
  const auto before = place.rows();
  const auto report = must(place.migrate_all(place.map(), "2026-06-20T00:00:00Z"));
  CHECK_FALSE(report.written);
  CHECK(report.refused == 1);
  CHECK(report.migrating == 3);
  CHECK(report.steps.back().rule == "schema");
  CHECK(report.steps.back().reason.find("/author") != std::string::npos);
  CHECK(place.rows() == before);  // not even the timers that were due
}

TEST_CASE("what was due fires first, under the old version; nothing is lost or doubled") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  // The old timers, as somebody may have read them before.
  const auto old_timers = timers_until(place, "2030-01-01T00:00:00Z");
  CHECK(old_timers.size() == 3);
  must(place.migrate_all(place.map(), "2026-06-01T00:00:00Z"));
  CHECK(place.history("promise", "one") == "open@05-01T00:00 answer@05-31T00:00 xstate.migrate@06-01T00:00");
  CHECK(place.history("promise", "three") == "open@05-03T00:00 xstate.migrate@06-01T00:00");

  StoreRepository repository(place.writer(), *place.pack, place.definitions());
  for (const auto& timer : old_timers) {
    machine::OverlayRepository overlay(repository);
    CHECK(must(machine::execute_timer(overlay, place.pack->surroundings(), timer)).empty());
  }
  CHECK(timers_until(place, "2030-01-01T00:00:00Z").size() == 3);
  must(place.advance("2030-01-01T00:00:00Z"));
  CHECK(place.history("promise", "three") ==
        "open@05-03T00:00 xstate.migrate@06-01T00:00 answer@06-02T00:00");
  CHECK(place.history("promise", "two") ==
        "open@05-02T00:00 agree@05-04T00:00 xstate.migrate@06-01T00:00 P7D@06-08T00:00 late@01-01T00:00");
  CHECK(timers_until(place, "2030-01-01T00:00:00Z").empty());
}

TEST_CASE("a clock that was set back does not migrate an item before its last event") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  must(place.migrate_all(place.map(), "2026-05-03T12:00:00Z"));
  CHECK(place.history("promise", "one") == "open@05-01T00:00 xstate.migrate@05-03T12:00");
  CHECK(place.history("promise", "two") == "open@05-02T00:00 agree@05-04T00:00 xstate.migrate@05-04T00:00");
}

TEST_CASE("two versions run side by side: old items by the old one, new items by the newest") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  place.open_item("five", "emil", "2026-05-06T00:00:00Z");
  must(place.execute("promise", "one", "agree", "{}", "2026-05-07T00:00:00Z"));
  must(place.execute("promise", "five", "agree", "{}", "2026-05-07T00:00:00Z"));
  const auto old_item = place.item("promise", "one");
  const auto new_item = place.item("promise", "five");
  CHECK(old_item->definition->version == 1);
  CHECK(machine::configuration(*old_item) == std::vector<std::string>{"running"});
  CHECK(new_item->definition->version == 2);
  CHECK(machine::configuration(*new_item) == std::vector<std::string>{"under_way"});
  // Only those of the map's version are moved.
  CHECK(must(place.migrate_all(place.map(), "2026-05-10T00:00:00Z")).migrating == 3);
  CHECK(place.item("promise", "five")->version == 2);
}

TEST_CASE("items in a state that stays are left alone") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  const auto text = map_text(place.definitions().find("promise", 1)->sha256,
                             "'stay':{'asked':'first answered'},'map':{'running':'under_way'}");
  const auto report = must(place.migrate_all(text, "2026-05-10T00:00:00Z"));
  CHECK(report.staying == 2);
  CHECK(report.migrating == 1);
  CHECK(report.written);
  CHECK(place.item("promise", "one")->definition->version == 1);
  CHECK(place.item("promise", "one")->version == 1);
  must(place.execute("promise", "one", "agree", "{}", "2026-05-11T00:00:00Z"));
  CHECK(machine::configuration(*place.item("promise", "one")) == std::vector<std::string>{"running"});
}

TEST_CASE("a released definition is never changed in place, and data are not written with an older one") {
  Place place;
  const auto changed = place.open(pack_of({workflow("promise", 1, "", "{'initial':'a','states':{'a':{}}}")}));
  REQUIRE_FALSE(changed);
  CHECK(changed.error().rule == "released_definition");
  REQUIRE(place.open(pack_of({second_version()})));
  const auto older = place.open(pack_of({first_version()}));
  REQUIRE_FALSE(older);
  CHECK(older.error().rule == "older_definition");
  CHECK(older.error().detail.find("version 2") != std::string::npos);
  REQUIRE(place.open(pack_of({second_version()})));
  CHECK(place.definitions().find("promise", 1) != nullptr);
  CHECK(place.definitions().find("promise", 2) != nullptr);
  CHECK(place.definitions().find("promise", 3) == nullptr);
  // Looking is possible.
  CHECK(Definitions::load(place.writer(), *pack_of({first_version()}), Instant{}, false));
}

TEST_CASE("a map that is wrong is refused before any item, with file, line and column") {
  Place place;
  REQUIRE(place.open(pack_of({second_version()})));
  const auto wrong = place.plan(map_text(place.definitions().find("promise", 1)->sha256, "'map':{}"),
                                "2026-05-10T00:00:00Z");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == ProblemCode::malformed);
  CHECK(wrong.error().detail.find("map.json:3:1: error: the old state 'running' is not covered") == 0);
  std::string other = place.map();
  other.replace(other.find("\"version\":2"), 11, "\"version\":9");
  const auto unknown = place.plan(other, "2026-05-10T00:00:00Z");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().rule == "unknown_version");
  CHECK(unknown.error().detail.find("version 9") != std::string::npos);
  const auto broken = place.plan("{", "2026-05-10T00:00:00Z");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().detail.find("map.json:1:") == 0);
}

TEST_CASE("what was confidential under the old version stays so in the history") {
  Place place;
  place.fill();
  REQUIRE(place.open(pack_of({second_version()})));
  must(place.migrate_all(place.map(), "2026-05-10T00:00:00Z"));
  const auto now = place.item("promise", "two");
  std::vector<Json> entries;
  for (const auto& row : place.writer().history("promise", "two", 0, 10)) {
    CHECK(row.entry.find("bert") == std::string::npos);
    const auto event = must(decode_event(row, [](const std::string&) { return std::nullopt; }));
    const auto then = as_after(*now, event, place.definitions());
    REQUIRE(then);
    entries.push_back(event_view(event, row.seq, instant_of(row.recorded_at), *then, Sight::open));
  }
  REQUIRE(entries.size() == 3);
  for (const Json& entry : entries) CHECK(entry.dump().find("bert") == std::string::npos);
  CHECK(entries[0].at("changed") == Json{{"city", "busan"}, {"due", "2026-12-31"}});
  CHECK(entries[1].at("configuration") == Json{"running"});
  CHECK(entries[2].at("configuration") == Json{"under_way"});
  CHECK(entries[2].at("data").at("to").at("version") == 2);
}
