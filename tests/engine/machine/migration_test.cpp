// What a migration does to an item.
#include "tests/engine/machine/migration_promise.hpp"

using namespace yellowsea;
using namespace yellowsea::machine;
using namespace yellowsea::machine::promise;

TEST_CASE("an item's states, fields and timers go where the map says") {
  Bench item = bench();
  REQUIRE(item.take("start"));
  REQUIRE(item.take("hurry"));
  const Item before = item.item;
  const auto step = moved(
      item, map_of(*before.definition, states_part, with(fields_part, "'drop'", "'set':{'level':3},'drop'")));
  REQUIRE(step.outcome == MigrationStep::Outcome::migrates);
  CHECK(text_of(step.before) == "active.work.fast active.mood.good");
  CHECK(text_of(step.after) == "running.work.fast running.mood.good running.money.none");
  CHECK(step.changed_fields == json_of("{'due':null,'note':null,'until':'2026-12-31','level':3}"));
  CHECK(step.item->fields == json_of("{'zone':'Asia/Seoul','until':'2026-12-31','city':'busan','level':3}"));
  CHECK(timers_of(step) ==
        std::vector<std::string>{"carried active/late>running/late 2027-01-01T00:00:00Z",
                                 "carried active.work.fast/P7D>running.work.fast/P7D 2026-01-08T00:00:00Z",
                                 "started >running/soon 2026-11-30T15:00:00Z"});
  CHECK(configuration(*step.item) == step.after);
  CHECK(step.item->version == before.version + 1);
  CHECK(step.item->definition->version == 2);
  CHECK(step.event->type == "xstate.migrate");
  CHECK(step.event->definition == new_version()->sha256);
  CHECK(step.event->data.at("from").at("version") == 1);
  CHECK(step.event->data.at("reason") == "clearer names");

  // No old number of a timer is used again: what was read before can't fire after.
  REQUIRE(step.item->timers.size() == 3);
  for (const Timer& timer : step.item->timers) CHECK(timer.generation > before.generation);
  CHECK(step.item->generation == before.generation + 3);

  // The event alone says it all.
  Item again = before;
  again.definition = new_version();
  CHECK(snapshot_of(evolve(again, *step.event)) == snapshot_of(*step.item));
}

TEST_CASE("a running timer keeps its instant, even if its delay has another length now") {
  const Bench item = bench();
  const auto step = moved(item, map_of(*item.item.definition));
  CHECK(timers_of(step) ==
        std::vector<std::string>{"carried draft/answer>writing/answer 2026-04-01T00:00:00Z"});
  REQUIRE(step.item->timers.size() == 1);
  CHECK(step.item->timers.front().due == at("2026-04-01T00:00:00Z"));
}

TEST_CASE("a timer that has fired is not started again") {
  Bench item = bench();
  REQUIRE(item.take("start"));
  remove_where(item.item.timers, [&](const Timer& timer) {
    return timer.state == item.item.definition->state_by_path.at("active");
  });
  const auto step = moved(item, map_of(*item.item.definition));
  CHECK(timers_of(step) == std::vector<std::string>{"started >running/soon 2026-11-30T15:00:00Z"});
}

TEST_CASE(
    "a new timer from the deadline is left out when its instant has passed, one from now fires at once") {
  Bench item = bench();
  REQUIRE(item.take("start"));
  item.now = at("2026-12-15T00:00:00Z");
  const auto from_deadline = moved(item, map_of(*item.item.definition));
  CHECK(timers_of(from_deadline).back() == "not started >running/soon");
  const auto from_now =
      moved(item, map_of(*item.item.definition, states_part, fields_part,
                         with(timers_part, "'running/soon':'deadline'", "'running/soon':'now'")));
  CHECK(timers_of(from_now).back() == "started >running/soon 2026-12-15T00:00:00Z");
}

TEST_CASE("timers are dropped with their reason, new ones left out with theirs") {
  Bench item = bench();
  REQUIRE(item.take("start"));
  const auto step = moved(
      item,
      map_of(
          *item.item.definition, states_part, fields_part,
          "'timers':{'same':false,'drop':{'draft/answer':'a','active/late':'b','active.work.fast/P7D':'c'},"
          "'leave':{'running/soon':'d','running/late':'e','writing/answer':'f','running.work.fast/"
          "P7D':'g'}}"));
  REQUIRE(step.outcome == MigrationStep::Outcome::migrates);
  CHECK(timers_of(step) == std::vector<std::string>{"dropped active/late> 2027-01-01T00:00:00Z",
                                                    "not started >running/late",
                                                    "not started >running/soon"});
  CHECK(step.timers[0].reason == "b");
  CHECK(step.timers[1].reason == "e");
  CHECK(step.item->timers.empty());
}

TEST_CASE("what a history remembers is mapped, and filled") {
  Bench item = bench();
  REQUIRE(item.take("start"));
  REQUIRE(item.take("rain"));
  REQUIRE(item.take("pause"));
  const auto step = moved(item, map_of(*item.item.definition));
  REQUIRE(step.outcome == MigrationStep::Outcome::migrates);
  Bench after(new_version(), "{'zone':'Asia/Seoul','until':'2026-12-31'}");
  after.item = *step.item;
  REQUIRE(after.take("resume"));
  CHECK(after.states() == "running.work.slow running.mood.bad running.money.none");
  const auto forgotten = moved(item, map_of(*item.item.definition, states_part, fields_part, timers_part,
                                            "'history':{'drop':{'active.before':'new start'}}"));
  REQUIRE(forgotten.outcome == MigrationStep::Outcome::migrates);
  CHECK(forgotten.item->history.empty());
}

TEST_CASE("items in a state that stays keep their version") {
  Bench item = bench();
  REQUIRE(item.take("start"));
  REQUIRE(item.take("rain"));
  const auto map = map_of(*item.item.definition,
                          with(with(states_part, "'active.mood.bad':'running.mood.bad',", ""), "'fill'",
                               "'stay':{'active.mood.bad':'wait for the sun'},'fill'"),
                          fields_part, timers_part, "'history':{'drop':{'active.before':'new start'}}");
  const auto step = moved(item, map);
  CHECK(step.outcome == MigrationStep::Outcome::stays);
  CHECK(step.reason == "wait for the sun");
  CHECK_FALSE(step.event);
}

TEST_CASE("\"same\" keeps names that both versions have, and only those") {
  const auto from = old_version();
  const auto to = version(2, old_head, with(old_machine, "'paused':{", "'waiting':{},'paused':{"));
  const auto same = [&](const std::string& more) {
    return map_of(*from, "'states':{'same':true" + more + "}", "'fields':{'same':true}",
                  "'timers':{'same':true}", "'history':{'same':true}");
  };
  CHECK(wrong(same(""), from, to).empty());
  CHECK(wrong(same(",'map':{'paused':'waiting'}"), from, to).empty());
  const auto other = version(2, old_head, with(old_machine, "'lost':{'type':'final'}", "'lost':{}"));
  CHECK(wrong(same(""), from, other) == Rules{"4 uncovered_state"});
  CHECK(wrong(same(",'map':{'lost':'lost'}"), from, other).empty());
  CHECK(wrong(map_of(*from, "'states':{}", "'fields':{}", "'timers':{}", "'history':{}"), from, to).size() ==
        7 + 4);
}

TEST_CASE("an item whose deadline would move is refused") {
  const auto from = old_version();
  const auto map = map_of(*from);
  SECTION("another zone") {
    const auto to = version(2, with(new_head, "'zone':'/fields/zone'", "'zone':'/fields/city'"), new_machine);
    const Bench item = bench("{'zone':'Asia/Seoul','due':'2026-12-31','city':'Asia/Shanghai'}");
    CHECK(moved(item, map, to).rule == "zone_moves");
    const Bench alike = bench("{'zone':'Asia/Seoul','due':'2026-12-31','city':'Asia/Seoul'}");
    CHECK(moved(alike, map, to).outcome == MigrationStep::Outcome::migrates);
  }
  SECTION("a deadline that was not there") {
    const auto none =
        version(1, without(without(old_head, "'deadline':'/fields/due',"), ",'late':{'until':'deadline'}"),
                without(old_machine, "'after':{'late':'lost'},"));
    const auto timers = with(with(timers_part, "'active/late':'running/late',", ""), "'start':{",
                             "'start':{'running/late':'now',");
    const Bench item(none, due_fields);
    CHECK(migrate_item(*parsed_map(map_of(*none, states_part, fields_part, timers), none, new_version()),
                       item.item, context_at(item.now))
              .rule == "deadline_moves");
    const Bench free(none, "{'zone':'Asia/Seoul'}");
    CHECK(migrate_item(*parsed_map(map_of(*none, states_part, fields_part, timers), none, new_version()),
                       free.item, context_at(free.now))
              .outcome == MigrationStep::Outcome::migrates);
  }
}

TEST_CASE("an item whose fields would not fit is refused, but not for what was wrong before") {
  const auto from = old_version();
  const auto strict = version(
      2, with(new_head, "'city':{'type':'string'", "'city':{'type':'string','maxLength':3"), new_machine);
  CHECK(moved(bench(), map_of(*from), strict).rule == "schema");
  CHECK(moved(bench("{'zone':'Asia/Seoul','city':'ulm'}"), map_of(*from), strict).outcome ==
        MigrationStep::Outcome::migrates);
  CHECK(moved(bench("{'zone':'Asia/Seoul','city':7}"), map_of(*from)).outcome ==
        MigrationStep::Outcome::migrates);
  const auto required =
      version(2, with(new_head, "{'type':'object',", "{'type':'object','required':['level'],"), new_machine);
  CHECK(moved(bench(), map_of(*from), required).rule == "schema");
  CHECK(moved(bench(), map_of(*from, states_part, with(fields_part, "'drop'", "'set':{'level':1},'drop'")),
              required)
            .outcome == MigrationStep::Outcome::migrates);
}

TEST_CASE("fields that no schema names must be covered item by item") {
  const auto from = version(1, "", "{'initial':'a','states':{'a':{}}}");
  const auto to = version(2, "", "{'initial':'a','states':{'a':{}}}");
  const auto map = [&](const std::string& fields) {
    return map_of(*from, "'states':{'same':true}", fields, "'timers':{}", "'history':{}");
  };
  const Bench item(from, "{'a':1,'b':2}");
  CHECK(moved(item, map("'fields':{}"), to).rule == "uncovered_field");
  CHECK(moved(item, map("'fields':{'rename':{'a':'c'}}"), to).rule == "uncovered_field");
  const auto step = moved(item, map("'fields':{'rename':{'a':'c'},'drop':{'b':'old'}}"), to);
  REQUIRE(step.item != nullptr);
  CHECK(step.item->fields == json_of("{'c':1}"));
  CHECK(moved(item, map("'fields':{'same':true}"), to).changed_fields.empty());
}

TEST_CASE("an item that would not be at rest is refused") {
  const auto from = version(1, "", "{'initial':'a','states':{'a':{},'b':{}}}");
  const auto map =
      map_of(*from, "'states':{'same':true}", "'fields':{'same':true}", "'timers':{}", "'history':{}");
  const Bench item(from, "{'go':true}");
  SECTION("an always transition that is enabled") {
    const auto to = version(2, "",
                            "{'initial':'b','states':{'a':{'always':{'target':'b','guard':{'type':'present',"
                            "'params':{'path':'/fields/go'}}}},'b':{}}}");
    CHECK(moved(item, map, to).rule == "unstable");
    CHECK(moved(Bench(from, "{}"), map, to).outcome == MigrationStep::Outcome::migrates);
  }
  SECTION("onDone that nothing would raise again") {
    const auto done_from =
        version(1, "", "{'initial':'p','states':{'p':{'initial':'a','states':{'a':{'type':'final'}}}}}");
    const auto done_to = version(
        2, "",
        "{'initial':'q','states':{'q':{},'p':{'initial':'a','onDone':'q','states':{'a':{'type':'final'}}}}}");
    const auto done_map =
        map_of(*done_from, "'states':{'same':true}", "'fields':{'same':true}", "'timers':{}", "'history':{}");
    CHECK(moved(Bench(done_from, "{}"), done_map, done_to).rule == "unstable");
  }
}

TEST_CASE("a finished item stays finished, or goes on if the map says so") {
  Bench item = bench();
  REQUIRE(item.fire("draft", "answer"));
  REQUIRE(item.item.done);
  const auto step = moved(item, map_of(*item.item.definition));
  REQUIRE(step.item != nullptr);
  CHECK(step.item->done);
  CHECK(step.item->timers.empty());
  const auto again =
      moved(item, map_of(*item.item.definition, with(states_part, "'lost':'gone'", "'lost':'paused'")));
  REQUIRE(again.item != nullptr);
  CHECK_FALSE(again.item->done);
  CHECK(text_of(again.after) == "paused");
}

TEST_CASE("shallow histories remember states with states inside, if these are mapped") {
  const std::string machine =
      "{'initial':'on','states':{'on':{'initial':'x','on':{'stop':'off'},'states':{'x':{'initial':'x1','"
      "states':{'x1':{}}},"
      "'y':{},'h':{'type':'history'}}},'off':{'on':{'go':'on.h'}}}}";
  const auto from = version(1, "", machine);
  const auto to = version(2, "", with(with(machine, "'x':{", "'z':{"), "'initial':'x'", "'initial':'z'"));
  const auto map = [&](const std::string& more) {
    return map_of(*from, "'states':{'same':true,'map':{'on.x.x1':'on.z.x1'" + more + "}}", "'fields':{}",
                  "'timers':{}", "'history':{'same':true}");
  };
  CHECK(wrong(map(""), from, to) == Rules{"7 history_value"});
  Bench item(from);
  REQUIRE(item.take("stop"));
  const auto step = moved(item, map(",'on.x':'on.z'"), to);
  REQUIRE(step.item != nullptr);
  Bench after(to);
  after.item = *step.item;
  REQUIRE(after.take("go"));
  CHECK(after.states() == "on.z.x1");
}
