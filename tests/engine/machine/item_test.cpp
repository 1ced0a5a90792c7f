#include "engine/machine/item.hpp"

#include <catch2/catch.hpp>

#include "engine/machine/perform.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

const char* const machine =
    "{'id':'m','type':'parallel','states':{'work':{'initial':'a','states':{'h':{'type':'history','history':'"
    "deep'},"
    "'a':{'after':{'P1D':'b','PT2H':'b'},'on':{'go':'b'}},'b':{'tags':['settled']}}},"
    "'mind':{'initial':'x','on':{'again':{'target':'mind','reenter':true}},'states':{'x':{}}}}}";

}  // namespace

TEST_CASE("a deadline date counts to its end in the item's zone", "[item]") {
  const auto definition = definition_of(machine, "'zone':'/fields/zone','deadline':'/fields/due',");
  Bench bench(definition, "{'due':'2012-11-25','zone':'Asia/Tokyo'}");
  const Zone zone = zone_of(bench.item, {}, Zone::utc());
  CHECK(zone.name() == "Asia/Tokyo");
  const auto deadline = deadline_of(bench.item, zone);
  REQUIRE(deadline);
  CHECK(format_instant(deadline->last, zone) == "2012-11-25T23:59:59+09:00");
  CHECK_FALSE(is_overdue(bench.item, zone, at("2012-11-25T23:59:59.999+09:00")));
  CHECK(is_overdue(bench.item, zone, at("2012-11-26T00:00:00+09:00")));
  REQUIRE(bench.take("go"));  // now it is settled
  CHECK_FALSE(is_overdue(bench.item, zone, at("2013-01-01T00:00:00Z")));
}

TEST_CASE("a deadline instant has passed when now is later", "[item]") {
  Bench bench(definition_of(machine, "'deadline':'/fields/due',"), "{'due':'2012-11-25T10:00:00Z'}");
  CHECK_FALSE(is_overdue(bench.item, Zone::utc(), at("2012-11-25T10:00:00Z")));
  CHECK(is_overdue(bench.item, Zone::utc(), at("2012-11-25T10:00:00.001Z")));
  bench.item.fields.erase("due");
  CHECK_FALSE(deadline_of(bench.item, Zone::utc()));
}

TEST_CASE("an item's zone may be its organisation's; unknown ones fall back", "[item]") {
  Bench bench(definition_of(machine, "'zone':{'organisation':'/fields/city'},"), "{'city':'here'}");
  CHECK(zone_of(bench.item, {{"here", "Asia/Seoul"}}, Zone::utc()).name() == "Asia/Seoul");
  CHECK(zone_of(bench.item, {}, Zone::utc()) == Zone::utc());
  CHECK(zone_of(bench.item, {{"here", "Nowhere/None"}}, Zone::utc()) == Zone::utc());
}

TEST_CASE("a snapshot put back is the same item, through text", "[item]") {
  Bench bench(definition_of(machine), "{'n':[1,{'x':null}]}");
  REQUIRE(bench.take("again"));
  const Json snapshot = snapshot_of(bench.item);
  Item copy;
  copy.definition = bench.item.definition;
  REQUIRE(restore_snapshot(copy, Json::parse(snapshot.dump())));
  CHECK(copy.active == bench.item.active);
  CHECK(copy.history == bench.item.history);
  CHECK_FALSE(copy.history.empty());
  CHECK(copy.timers == bench.item.timers);
  CHECK(copy.timers.size() == 2);
  CHECK(copy.generation == bench.item.generation);
  CHECK(copy.fields == bench.item.fields);
  CHECK(snapshot_of(copy) == snapshot);
}

TEST_CASE("a snapshot that does not fit the definition is refused", "[item]") {
  Bench bench(definition_of(machine));
  Item copy;
  copy.definition = bench.item.definition;
  CHECK_FALSE(restore_snapshot(copy, json_of("{}")));
  CHECK_FALSE(restore_snapshot(copy, json_of("{'active':['nowhere']}")));
  CHECK_FALSE(restore_snapshot(copy, json_of("{'active':[1]}")));
  CHECK_FALSE(restore_snapshot(
      copy,
      json_of("{'active':[''],'timers':[{'state':'work.a','delay':'PT9H','due':'2026-01-01T00:00:00Z'}]}")));
}

TEST_CASE("delays count in civil time, from fields, and from the deadline", "[item]") {
  const auto definition = definition_of(machine, "'deadline':'/fields/due',");
  Item item;
  item.definition = definition;
  item.fields = json_of("{'due':'2026-03-10','at':'2026-03-05T12:00:00Z','leap':'2024-02-29'}");
  const Zone tokyo = *Zone::find("Asia/Tokyo");
  const Instant now = at("2026-03-01T00:00:00Z");
  const auto due = [&](const Delay& delay, const Zone& zone) {
    const auto instant = DelayClock(item, now, zone).due_of(delay);
    return instant ? format_instant(*instant) : std::string("never");
  };
  Delay delay;
  delay.duration = *parse_duration("P1M");
  CHECK(due(delay, Zone::utc()) == "2026-04-01T00:00:00Z");
  const auto from = [](Delay::Base base, const std::string& field, const char* offset, bool skip) {
    Delay made;
    made.base = base;
    made.field = Path(field);
    if (*offset != 0) made.offset = parse_duration(offset);
    made.skip_past = skip;
    return made;
  };
  CHECK(due(from(Delay::Base::deadline, "", "", false), tokyo) ==
        "2026-03-10T15:00:00Z");  // when it becomes overdue
  CHECK(due(from(Delay::Base::deadline, "", "-P2D", false), tokyo) ==
        "2026-03-07T15:00:00Z");  // 8 March, 00:00
  CHECK(due(from(Delay::Base::field, "/fields/due", "", false), tokyo) == "2026-03-09T15:00:00Z");
  CHECK(due(from(Delay::Base::field, "/fields/due", "P1D", false), tokyo) == "2026-03-10T15:00:00Z");
  CHECK(due(from(Delay::Base::field, "/fields/at", "PT1H", false), tokyo) == "2026-03-05T13:00:00Z");
  CHECK(due(from(Delay::Base::field, "/fields/absent", "", false), tokyo) == "never");
  CHECK(due(from(Delay::Base::deadline, "", "-P90D", false), tokyo) ==
        "2026-03-01T00:00:00Z");  // past: at once
  CHECK(due(from(Delay::Base::deadline, "", "-P90D", true), tokyo) == "never");
  CHECK(due(from(Delay::Base::field, "/fields/leap", "P3Y", false), Zone::utc()) == "2027-02-28T00:00:00Z");
}

}  // namespace yellowsea::machine
