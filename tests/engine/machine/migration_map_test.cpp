// What is found wrong in a map of a migration before any item is looked at.
#include "tests/engine/machine/migration_promise.hpp"

using namespace yellowsea;
using namespace yellowsea::machine;
using namespace yellowsea::machine::promise;

TEST_CASE("the head of a map says which definitions it is about") {
  const auto parsed = read_migration_head(map_of(*old_version()));
  REQUIRE(parsed.head);
  CHECK(parsed.head->kind == "promise");
  CHECK(parsed.head->from_version == 1);
  CHECK(parsed.head->from_sha256 == old_version()->sha256);
  CHECK(parsed.head->to_version == 2);
  CHECK(parsed.head->to_sha256.empty());
}

TEST_CASE("a map's form is checked, with the place") {
  const auto head_rules = [](const std::string& text) {
    return rules(read_migration_head(quoted(text)).diagnostics);
  };
  const std::string good =
      "{'format':'yellowsea.migration/1',\n'kind':'promise',\n'from':{'version':1,'sha256':'x'},"
      "\n'to':{'version':2}}";
  CHECK(head_rules(good).empty());
  CHECK(head_rules("[]") == Rules{"1 type"});
  CHECK(head_rules("{'format':}") == Rules{"1 syntax"});
  CHECK(head_rules(with(good, "migration/1", "migration/9")) == Rules{"1 format"});
  CHECK(head_rules(with(good, "'kind':'promise'", "'sort':'promise'")) ==
        Rules{"1 missing_key", "2 unknown_key"});
  CHECK(head_rules(with(good, ",'sha256':'x'", "")) == Rules{"3 missing_key"});
  CHECK(head_rules(with(good, "'version':1", "'version':'1'")) == Rules{"3 type"});
  CHECK(head_rules(with(good, "'version':2", "'version':1")) == Rules{"4 version"});
  CHECK(head_rules(with(good, "'to':{'version':2}", "'to':2")) == Rules{"4 missing_key"});
}

TEST_CASE("a map that covers everything is taken") { CHECK(wrong(map_of(*old_version())).empty()); }

TEST_CASE("a map for another text of a definition is refused") {
  CHECK(wrong(with(map_of(*old_version()), old_version()->sha256, "0123")) == Rules{"2 sha256"});
  CHECK(wrong(with(map_of(*old_version()), "\"to\":{\"version\":2",
                   "\"to\":{\"version\":2,\"sha256\":\"0123\"")) == Rules{"3 sha256"});
}

TEST_CASE("names that neither version has are errors at their place") {
  const auto from = old_version();
  CHECK(wrong(map_of(*from, with(states_part, "'draft':", "'drift':"))) == Rules{"4 unknown_state"});
  CHECK(wrong(map_of(*from, with(states_part, "'writing'", "'wrote'"))) == Rules{"4 unknown_state"});
  CHECK(wrong(map_of(*from, states_part, with(fields_part, "'note'", "'notes'"))) ==
        Rules{"5 unknown_field"});
  CHECK(wrong(map_of(*from, states_part, with(fields_part, "'until'", "'till'"))) ==
        Rules{"5 unknown_field"});
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'active/late'", "'active/lately'"))) == Rules{"6 unknown_timer"});
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'running/soon'", "'running/sooner'"))) == Rules{"6 unknown_timer"});
  CHECK(wrong(map_of(*from, states_part, fields_part, timers_part,
                     with(history_part, "active.before", "active.work"))) == Rules{"7 target_type"});
  CHECK(wrong(map_of(*from, with(states_part, "'same':false", "'some':false"))) == Rules{"4 unknown_key"});
  CHECK(wrong(map_of(*from, with(states_part, "'same':false", "'same':'no'"))) == Rules{"4 type"});
}

TEST_CASE("what a map does not cover is refused, each thing by itself") {
  const auto from = old_version();
  CHECK(wrong(map_of(*from, with(states_part, "'paused':'paused',", ""))) == Rules{"4 uncovered_state"});
  CHECK(wrong(map_of(*from, states_part, with(fields_part, "'same':true,", ""))) ==
        Rules{"5 uncovered_field", "5 uncovered_field"});  // zone and city
  CHECK(wrong(map_of(*from, states_part, with(fields_part, ",'drop':{'note':'never used'}", ""))) ==
        Rules{"5 uncovered_field"});
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'draft/answer':'writing/answer',", ""))) ==
        Rules{"6 uncovered_timer", "6 uncovered_timer"});  // the old one, and the new one of `writing`
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, ",'start':{'running/soon':'deadline'}", ""))) ==
        Rules{"6 uncovered_timer"});
  CHECK(wrong(map_of(*from, states_part, fields_part, timers_part, "'history':{}")) ==
        Rules{"7 uncovered_history"});
  CHECK(wrong(map_of(*from, states_part, fields_part, timers_part,
                     "'history':{'drop':{'active.before':'new start'}}"))
            .empty());
}

TEST_CASE("a reason must be given for what is dropped") {
  const auto from = old_version();
  CHECK(wrong(map_of(*from, states_part, with(fields_part, "'never used'", "''"))) == Rules{"5 type"});
  CHECK(wrong(map_of(*from, states_part, fields_part, timers_part,
                     "'history':{'drop':{'active.before':true}}")) == Rules{"7 type"});
}

TEST_CASE("states only map to states of their sort") {
  const auto from = old_version();
  CHECK(wrong(map_of(*from, with(states_part, "'draft':'writing'", "'draft':'running'"))) ==
        Rules{"4 target_type"});
  CHECK(wrong(map_of(*from, with(states_part, "'draft':'writing'", "'draft':'gone'"))) ==
        Rules{"4 finishes"});
  CHECK(wrong(map_of(*from, with(states_part, "'draft':'writing'", "'draft':'running.before'"))) ==
        Rules{"4 target_type"});
  CHECK(wrong(map_of(*from, with(states_part, "'draft':'writing'", "'draft':[]"))) == Rules{"4 type"});
  CHECK(wrong(map_of(*from,
                     with(states_part, "'active.work.slow':'running.work.slow'",
                          "'active.work.slow':'running.work.slow','active.work':'running.work.slow'"))) ==
        Rules{"4 target_type"});
  // What was final may go on.
  CHECK(wrong(map_of(*from, with(states_part, "'lost':'gone'", "'lost':'paused'"))).empty());
}

TEST_CASE("configurations that would not be legal are found without any item") {
  const auto from = old_version();
  SECTION("two states of which only one can be active") {
    CHECK(wrong(map_of(*from, with(states_part, "'active.mood.bad':'running.mood.bad'",
                                   "'active.mood.bad':'paused'"))) ==
          Rules{"4 configuration", "4 configuration"});
    CHECK(wrong(map_of(*from, with(states_part, "'draft':'writing'", "'draft':['writing','paused']"))) ==
          Rules{"4 configuration"});
  }
  SECTION("a region without a state") {
    CHECK(wrong(map_of(*from, with(states_part, ",'fill':{'running.money':'running.money.none'}", ""))) ==
          Rules{"4 configuration"});
    // `draft` has no region `mood` to come from.
    CHECK(wrong(map_of(*from, with(states_part, "'draft':'writing'", "'draft':'running.work.slow'"),
                       fields_part,
                       with(timers_part, "'map':{'draft/answer':'writing/answer',",
                            "'drop':{'draft/answer':'over'},'map':{"))) == Rules{"4 configuration"});
  }
  SECTION("a list instead") {
    const auto list = with(states_part, "'draft':'writing'",
                           "'draft':['running.work.slow','running.mood.bad','running.money.some']");
    const auto timers = with(timers_part, "'map':{'draft/answer':'writing/answer',",
                             "'drop':{'draft/answer':'over'},'map':{");
    // Items from `draft` come without the timer of `running`.
    CHECK(wrong(map_of(*from, list, fields_part, timers)) == Rules{"6 uncovered_timer"});
    CHECK(wrong(map_of(*from, list, fields_part,
                       with(timers, "'running/soon':'deadline'",
                            "'running/soon':'deadline','running/late':'now'")))
              .empty());
  }
  SECTION("a fill must be an atomic state of a region") {
    CHECK(wrong(map_of(*from, with(states_part, "'running.money.none'", "'running.mood.good'"))) ==
          Rules{"4 target_type"});
    CHECK(wrong(map_of(*from, with(states_part, "'running.money':'running.money.none'",
                                   "'paused':'paused'"))) == Rules{"4 target_type"});
  }
}

TEST_CASE("timers that would be doubled, or run where the item is not, are found without any item") {
  const auto from = old_version();
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'active.work.fast/P7D':'running.work.fast/P7D'",
                          "'active.work.fast/P7D':'running/late'"))) ==
        Rules{"6 uncovered_timer", "6 doubled_timer"});
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'draft/answer':'writing/answer'",
                          "'draft/answer':'running.work.fast/P7D'"))) ==
        Rules{"6 uncovered_timer", "6 timer_state"});
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'start':{", "'start':{'writing/answer':'deadline',"))) ==
        Rules{"6 timer_start"});
  CHECK(wrong(map_of(*from, states_part, fields_part,
                     with(timers_part, "'start':{", "'leave':{'running/soon':'no'},'start':{"))) ==
        Rules{"6 said_twice"});
}

TEST_CASE("a deadline stays where it is, and nothing becomes visible to more people") {
  const auto from = old_version();
  CHECK(wrong(map_of(*from, states_part, "'fields':{'same':true,'drop':{'due':'?','note':'?'}}")) ==
        Rules{"5 deadline_moves"});
  CHECK(wrong(map_of(*from, states_part,
                     with(fields_part, "'rename':{'due':'until'}",
                          "'rename':{'due':'until','city':'until'}"))) == Rules{"5 doubled_field"});
  const auto open = version(2, with(new_head, ",'x-visibility':'internal'", ""), new_machine);
  CHECK(wrong(map_of(*from), from, open) == Rules{"5 visibility"});
  CHECK(wrong(map_of(*from, states_part, with(fields_part, "'drop'", "'set':{'level':'high'},'drop'"))) ==
        Rules{"5 schema"});
  CHECK(wrong(map_of(*from, states_part, with(fields_part, "'drop'", "'set':{'city':'busan'},'drop'"))) ==
        Rules{"5 said_twice"});
}
