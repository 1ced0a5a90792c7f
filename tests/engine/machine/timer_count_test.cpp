#include "engine/machine/timer_count.hpp"

#include "engine/machine/cascade.hpp"
#include "tests/engine/machine/machine_text.hpp"

using namespace yellowsea;
using namespace yellowsea::machine;

namespace {

// Two states that start each other's timer for an instant that has passed.
constexpr const char* spinning =
    "{'initial':'left','states':{'left':{'after':{'then':'right'}},'right':{'after':{'then':'left'}}}}";

struct World {
  explicit World(const std::string& machine, const std::string& more) {
    surroundings.definitions["thing"] = definition_of(machine, more);
  }
  void open(const std::string& id, const std::string& fields) {
    REQUIRE(execute(repository, surroundings,
                    Command{"thing", id, "open", json_of(fields), std::nullopt, now, std::nullopt}));
  }
  Result<void> advance_to(const std::string& until) {
    return advance(repository, surroundings, at(until), [this](const std::vector<Event>& events) {
      for (const Event& event : events) fired.push_back(event.id + "@" + format_instant(event.at));
    });
  }

  MemoryRepository repository;
  Surroundings surroundings;
  Instant now = at("2026-03-01T00:00:00Z");
  std::vector<std::string> fired;
};

}  // namespace

TEST_CASE("timers of one item that start each other in zero time are given up, naming it") {
  World world(spinning, "'delays':{'then':{'until':'/fields/when'}},");
  world.open("calm", "{'when':'2027-01-01T00:00:00Z'}");
  world.open("restless", "{'when':'2026-01-01T00:00:00Z'}");
  const auto advanced = world.advance_to("2026-03-01T00:00:00Z");
  REQUIRE_FALSE(advanced);
  CHECK(advanced.error().code == ProblemCode::refused);
  CHECK(advanced.error().rule == "endless_timers");
  CHECK(advanced.error().detail.find("thing 'restless'") != std::string::npos);
  CHECK(world.fired.size() == max_timers_of_item_at_once);
}

TEST_CASE(
    "many items with a timer at one instant are not endless, nor is one item with many timers in time") {
  World world("{'initial':'a','states':{'a':{'after':{'PT1H':{'target':'a','reenter':true}}},'b':{}}}", "");
  world.open("one", "{}");
  REQUIRE(world.advance_to("2026-03-21T00:00:00Z"));
  CHECK(world.fired.size() == 20 * 24);
  CHECK(world.fired.front() == "one@2026-03-01T01:00:00Z");
  CHECK(world.fired.back() == "one@2026-03-21T00:00:00Z");

  TimerCount count;
  for (std::size_t i = 0; i < 3 * max_timers_of_item_at_once; ++i)
    CHECK(count.count({"thing", std::to_string(i), i, Timer{1, 0, world.now, 1}}));
}
