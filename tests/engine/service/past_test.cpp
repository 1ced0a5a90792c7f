#include "engine/service/past.hpp"

#include <catch2/catch.hpp>

#include "engine/machine/cascade.hpp"
#include "engine/machine/event_line.hpp"
#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

// What a play in memory has at that time: the oracle.
std::string played_until(const Pack& pack, const std::string& lines, Instant until) {
  machine::MemoryRepository repository;
  const auto ignore = [](const std::vector<machine::Event>&) {};
  for (const auto& line : must(machine::read_event_lines(lines))) {
    if (*line.at > until) break;
    REQUIRE(machine::advance(repository, pack.surroundings(), *line.at, ignore));
    if (!line.type) continue;
    must(machine::execute(repository, pack.surroundings(),
                          {line.kind, line.key, *line.type, line.data, line.actor, *line.at, std::nullopt}));
  }
  REQUIRE(machine::advance(repository, pack.surroundings(), until, ignore));
  std::string all;
  for (const auto& definition : pack.definitions()) {
    for (const auto& item : repository.all(definition->kind))
      all += item->kind + " " + item->id + machine::snapshot_of(*item).dump() + "\n";
  }
  return all;
}

std::string items_of(const Pack& pack, Moment& moment) {
  std::string all;
  for (const auto& definition : pack.definitions()) {
    for (const auto& item : moment.items(definition->kind)) {
      all += item->kind + " " + item->id + machine::snapshot_of(*item).dump() + "\n";
      CHECK(moment.find(item->kind, item->id) == item);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("items as they were at any time of a round equal what had been played until then") {
  DataPlace place;
  const std::string lines = accepted_lines("main");
  must(place.import(lines));
  for (const char* at :
       {"2010-02-01T00:00:00Z", "2010-04-12T01:00:00Z", "2010-07-15T00:00:00Z", "2010-11-25T23:00:00Z",
        "2011-06-01T00:00:00Z", "2012-11-25T14:59:59Z", "2012-11-25T15:00:00Z", "2014-01-01T00:00:00Z"}) {
    INFO(at);
    const auto moment = must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant(at)));
    CHECK(items_of(*place.pack, *moment) == played_until(*place.pack, lines, instant(at)));
  }
}

TEST_CASE("now: timers that are due count as fired, and nothing is stored") {
  DataPlace place;
  const std::string lines = accepted_lines("main");
  must(place.import(lines));
  const auto before = place.rows();
  const Instant later = instant("2030-01-01T00:00:00Z");
  const auto reader = must(place.installation->store().reader());
  REQUIRE(reader->begin());
  const auto now = must(moment_of_now(*reader, *place.pack, place.definitions(), later));
  CHECK(now->at() == later);
  CHECK(items_of(*place.pack, *now) == played_until(*place.pack, lines, later));
  CHECK(place.rows() == before);
}

TEST_CASE("an item that was not there yet is not found") {
  DataPlace place;
  must(place.import(accepted_lines("main")));
  const auto moment =
      must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant("2010-02-28T00:00:00Z")));
  CHECK(moment->find("round", "action-2010") == nullptr);
  CHECK(moment->items("round").empty());
  CHECK(moment->items("no_such_kind").empty());
}
