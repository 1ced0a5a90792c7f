// Clocks that jump, and timers and cascades that never end, at the one write path.
#include <future>

#include "engine/calendar/clock.hpp"
#include "engine/service/rebuild.hpp"
#include "engine/service/writer.hpp"
#include "tests/engine/service/versions_place.hpp"

using namespace yellowsea;

namespace {

// A visit: reminded after 6 and 12 hours, over after a day; who asks again starts anew. Each reminder is told
// to a log of its own.
std::shared_ptr<const Pack> visits() {
  return pack_of(
      {workflow(
           "visit", 1, "",
           "{'initial':'open','states':{"
           "'open':{'after':{'PT12H':{'actions':{'type':'add','params':{'path':'/fields/"
           "reminded','value':1}}},"
           "'PT6H':{'actions':{'type':'send','params':{'to':{'kind':'diary','match':{'id':'/fields/diary'}},"
           "'event':'note'}}},'P1D':'over'},"
           "'on':{'again':{'target':'open','reenter':true},"
           "'tell':{'actions':{'type':'send','params':{'to':{'kind':'diary','match':{'id':'/fields/diary'}},"
           "'event':'note'}}}}},"
           "'over':{}}}"),
       workflow("diary", 1, "",
                "{'initial':'a','states':{'a':{'on':{'note':{'actions':{'type':'add','params':{'path':'/"
                "fields/notes',"
                "'value':1}}}}}}}")});
}

// Two states that start each other's timer for an instant that has passed.
std::shared_ptr<const Pack> spinning() {
  return pack_of({workflow("top", 1, "'delays':{'then':{'until':'/fields/when'}},",
                           "{'initial':'rest','states':{'rest':{'on':{'spin':'left'}},"
                           "'left':{'after':{'then':'right'}},'right':{'after':{'then':'left'}}}}")});
}

struct Running {
  explicit Running(VersionsPlace& place, const char* now)
      : clock(instant(now)),
        writer(place.installation->store(), *place.pack, place.definitions(), clock,
               [this](const std::vector<Recorded>& recorded) {
                 const std::lock_guard lock(mutex);
                 published += recorded.size();
               }) {}

  // The command's answer, after its commit.
  Result<std::vector<Recorded>> run(const std::string& kind, const std::string& id, const std::string& type,
                                    const std::string& data = "{}") {
    auto answer = std::make_shared<Result<std::vector<Recorded>>>();
    std::promise<Result<void>> committed;
    auto waited = committed.get_future();
    REQUIRE(writer.submit({[=](WriterContext& context) {
                             *answer =
                                 context.recorder.execute({kind, id, type, Json::parse(with_quotes(data)),
                                                           std::nullopt, context.now, std::nullopt},
                                                          context.now);
                           },
                           [&committed](const Result<void>& outcome) { committed.set_value(outcome); }}));
    const auto outcome = waited.get();
    return outcome ? *answer : Failure(outcome.error());
  }

  ManualClock clock;
  std::mutex mutex;
  std::size_t published = 0;
  Writer writer;
};

const std::string fields = "{'diary':'d'}";

}  // namespace

TEST_CASE("a clock that jumps a day ahead fires everything in due order, with its due time") {
  VersionsPlace place(visits());
  {
    Running server(place, "2026-03-01T00:00:00Z");
    REQUIRE(server.writer.prepare());
    server.writer.start();
    must(server.run("diary", "d", "open"));
    must(server.run("visit", "one", "open", fields));
    server.clock.set(instant("2026-03-01T03:00:00Z"));
    must(server.run("visit", "two", "open", fields));
    server.clock.set(instant("2026-03-02T00:00:00Z"));
    must(server.run("diary", "d", "note"));
  }
  CHECK(place.history("visit", "one") ==
        "open@03-01T00:00 PT6H@03-01T06:00 PT12H@03-01T12:00 P1D@03-02T00:00");
  CHECK(place.history("visit", "two") == "open@03-01T03:00 PT6H@03-01T09:00 PT12H@03-01T15:00");
  CHECK(place.history("diary", "d") == "open@03-01T00:00 note@03-01T06:00 note@03-01T09:00 note@03-02T00:00");
  // In the log, too, they stand in due order.
  std::vector<store::Milliseconds> times;
  place.writer().each_event(0, place.writer().last_seq(), [&](const store::EventRow& row) {
    times.push_back(row.at);
    return true;
  });
  CHECK(std::is_sorted(times.begin(), times.end()));
}

TEST_CASE("a clock that is set back a day fires nothing twice, and no history runs backwards") {
  VersionsPlace place(visits());
  {
    Running server(place, "2026-03-01T00:00:00Z");
    REQUIRE(server.writer.prepare());
    server.writer.start();
    must(server.run("diary", "d", "open"));
    must(server.run("visit", "one", "open", fields));
    server.clock.set(instant("2026-03-01T13:00:00Z"));
    must(server.run("diary", "d", "note"));  // after both reminders
    server.clock.set(instant("2026-02-28T13:00:00Z"));
    must(server.run("diary", "d", "note"));
    // The receiver of what another item sends is not moved back either.
    must(server.run("visit", "three", "open", fields));
    must(server.run("visit", "three", "tell"));
    const auto again = must(server.run("visit", "one", "again"));
    CHECK(again.front().event.at == instant("2026-03-01T12:00:00Z"));
    CHECK(again.front().item->updated_at == again.front().event.at);
    server.clock.set(instant("2026-03-01T13:30:00Z"));
    must(server.run("diary", "d", "note"));
  }
  CHECK(
      place.history("diary", "d") ==
      "open@03-01T00:00 note@03-01T06:00 note@03-01T13:00 note@03-01T13:00 note@03-01T13:00 note@03-01T13:00 "
      "note@03-01T13:00 note@03-01T13:30");
}

TEST_CASE("a restart with a clock that was set back fires nothing twice, one set ahead loses nothing") {
  VersionsPlace place(visits());
  must(place.execute("diary", "d", "open", "{}", "2026-03-01T00:00:00Z"));
  must(place.execute("visit", "one", "open", fields, "2026-03-01T00:00:00Z"));
  const auto restart = [&](const char* now) {
    Running server(place, now);
    REQUIRE(server.writer.prepare());
    return server.published;
  };
  CHECK(restart("2026-03-01T07:00:00Z") == 2);  // the reminder and the diary's note
  CHECK(restart("2026-02-28T07:00:00Z") == 0);
  CHECK(restart("2026-03-01T07:00:00Z") == 0);
  CHECK(restart("2026-03-02T07:00:00Z") == 2);
  CHECK(restart("2026-03-02T07:00:00Z") == 0);
  CHECK(place.history("visit", "one") ==
        "open@03-01T00:00 PT6H@03-01T06:00 PT12H@03-01T12:00 P1D@03-02T00:00");
  CHECK(must(compare_with_rebuild(place.writer(), *place.pack, place.definitions())).equal());
}

TEST_CASE("timers that start each other in zero time are given up, naming the item, and leave nothing") {
  VersionsPlace place(spinning());
  must(place.execute("top", "one", "open", "{'when':'2026-01-01T00:00:00Z'}", "2026-03-01T00:00:00Z"));
  must(place.execute("top", "one", "spin", "{}", "2026-03-01T00:00:00Z"));
  const auto before = place.rows();
  const auto advanced = place.advance("2026-03-01T00:00:00Z");
  REQUIRE_FALSE(advanced);
  CHECK(advanced.error().rule == "endless_timers");
  CHECK(advanced.error().detail.find("top 'one'") != std::string::npos);
  CHECK(place.rows() == before);
  // A server says so instead of starting.
  Running server(place, "2026-03-01T00:00:00Z");
  const auto prepared = server.writer.prepare();
  REQUIRE_FALSE(prepared);
  CHECK(prepared.error().rule == "endless_timers");
}

TEST_CASE("many items whose timers are due at one instant are not taken for endless") {
  VersionsPlace place(visits());
  constexpr std::size_t items = machine::max_timers_of_item_at_once + 10;
  REQUIRE(in_transaction(place.writer(), [&]() -> Result<void> {
    Recorder recorder(place.writer(), *place.pack, place.definitions());
    recorder.load();
    for (std::size_t i = 0; i < items; ++i)
      must(recorder.execute({"visit", "v" + std::to_string(i), "open", Json::object(), std::nullopt,
                             instant("2026-03-01T00:00:00Z"), std::nullopt},
                            instant("2026-03-01T00:00:00Z")));
    return {};
  }));
  CHECK(must(place.advance("2026-03-01T06:00:00Z")).size() == items);
}

TEST_CASE("items that send each other events endlessly are refused, and leave nothing") {
  VersionsPlace place(pack_of({workflow(
      "echo", 1, "",
      "{'initial':'a','states':{'a':{'on':{'call':{'actions':{'type':'send','params':{'to':{'kind':'echo',"
      "'match':{'id':'/fields/other'}},'event':'call'}}}}}}}")}));
  must(place.execute("echo", "one", "open", "{'other':'two'}", "2026-03-01T00:00:00Z"));
  must(place.execute("echo", "two", "open", "{'other':'one'}", "2026-03-01T00:00:00Z"));
  const auto before = place.rows();
  const auto refused = place.execute("echo", "one", "call", "{}", "2026-03-01T01:00:00Z");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().rule == "endless_cascade");
  CHECK(refused.error().code == ProblemCode::refused);
  CHECK(place.rows() == before);
}
