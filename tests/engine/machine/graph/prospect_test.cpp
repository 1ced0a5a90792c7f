#include "engine/machine/graph/prospect.hpp"

#include "tests/engine/machine/graph/sample.hpp"

namespace yellowsea::machine::graph {
namespace {

const Possibility* find(const Prospect& prospect, const std::string& event, std::size_t nth = 0) {
  for (const Possibility& each : prospect.next) {
    if (each.event == event && nth-- == 0) return &each;
  }
  return nullptr;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("an item in words: its states, what may come next and by whom, its timers by due time", "[graph]") {
  Bench bench(sample(), "{'due':'2026-03-31'}");
  const Prospect prospect = prospect_of(bench.item, Language::en);
  CHECK(prospect.active == Words{"At work: Left: First <&>", "At work: right: wait"});
  const Possibility* go = find(prospect, "go");
  REQUIRE(go != nullptr);
  CHECK(go->text == "Go ahead");
  CHECK(go->to == Words{"two"});
  CHECK(go->conditions == Words{"It must be ready."});
  REQUIRE(go->has_by);
  CHECK(go->by.front().roles == Words{"clerk"});
  const Possibility* otherwise = find(prospect, "go", 1);
  REQUIRE(otherwise != nullptr);
  CHECK(otherwise->otherwise);
  const Possibility* note = find(prospect, "note");
  REQUIRE(note != nullptr);
  CHECK(note->to.empty());
  CHECK_FALSE(note->has_by);
  const Possibility* tell = find(prospect, "tell");
  REQUIRE(tell != nullptr);
  CHECK(tell->trigger == Trigger::by_itself);
  CHECK(tell->to == Words{"done"});
  CHECK(find(prospect, "tell", 1) == nullptr);  // the root's leaves no state
  REQUIRE(prospect.timers.size() == 2);
  CHECK(prospect.timers[0].reminds);
  CHECK(prospect.timers[0].due == at("2026-03-01T00:00:00Z"));
  CHECK(prospect.timers[1].text == "When the deadline has passed");
  CHECK(prospect.timers[1].in == "First <&>");
  CHECK(prospect.timers[1].to == Words{"two"});
  CHECK_FALSE(prospect.timers[1].reminds);
}

TEST_CASE("a finished item has nothing to come", "[graph]") {
  Bench bench(sample(), "{'due':'2026-03-31'}");
  REQUIRE(bench.take("quit"));
  const Prospect prospect = prospect_of(bench.item, Language::ja);
  CHECK(prospect.active == Words{"end"});
  CHECK(prospect.next.empty());
  CHECK(prospect.timers.empty());
}

}  // namespace yellowsea::machine::graph
