#include "engine/machine/migration.hpp"

#include "tests/engine/machine/machine_text.hpp"

using namespace yellowsea;
using namespace yellowsea::machine;

namespace {

// A promise with a deadline, a region for how it goes, one for warnings, and a history for pauses.
const std::string old_head =
    "'zone':'/fields/zone','deadline':'/fields/due',"
    "'fields':{'type':'object','properties':{'zone':{'type':'string'},'due':{'type':'string'},"
    "'city':{'type':'string','x-visibility':'internal'},'note':{'type':'string'}}},"
    "'delays':{'answer':{'duration':'P90D'},'late':{'until':'deadline'}},";
const std::string old_machine =
    "{'initial':'draft','states':{"
    "'draft':{'after':{'answer':'lost'},'on':{'start':'active'}},"
    "'active':{'type':'parallel','after':{'late':'lost'},'on':{'pause':'paused'},'states':{"
    "'work':{'initial':'slow','states':{'slow':{'on':{'hurry':'fast'}},'fast':{'after':{'P7D':'slow'}}}},"
    "'mood':{'initial':'good','states':{'good':{'on':{'rain':'bad'}},'bad':{}}},"
    "'before':{'type':'history','history':'deep'}}},"
    "'paused':{'on':{'resume':'active.before'}},"
    "'lost':{'type':'final'}}}";

// The same with other names, a new region, and a state less.
const std::string new_head =
    "'zone':'/fields/zone','deadline':'/fields/until',"
    "'fields':{'type':'object','properties':{'zone':{'type':'string'},'until':{'type':'string'},"
    "'city':{'type':'string','x-visibility':'internal'},'level':{'type':'integer'}}},"
    "'delays':{'answer':{'duration':'P60D'},'late':{'until':'deadline'},"
    "'soon':{'until':'deadline','offset':'-P30D'}},";
const std::string new_machine =
    "{'initial':'writing','states':{"
    "'writing':{'after':{'answer':'gone'},'on':{'start':'running'}},"
    "'running':{'type':'parallel','after':{'late':'gone','soon':{'actions':[]}},'on':{'pause':'paused'},"
    "'states':{"
    "'work':{'initial':'slow','states':{'slow':{'on':{'hurry':'fast'}},'fast':{'after':{'P7D':'slow'}}}},"
    "'mood':{'initial':'good','states':{'good':{'on':{'rain':'bad'}},'bad':{}}},"
    "'money':{'initial':'none','states':{'none':{},'some':{}}},"
    "'before':{'type':'history','history':'deep'}}},"
    "'paused':{'on':{'resume':'running.before'}},"
    "'gone':{'type':'final'}}}";

DefinitionPtr version(int number, const std::string& head, const std::string& machine) {
  const Parsed parsed = parse_definition(
      quoted("{'format':'yellowsea.workflow/1','id':'promise','version':" + std::to_string(number) + "," +
             head + "'machine':" + machine + "}"));
  for (const Diagnostic& diagnostic : parsed.diagnostics) UNSCOPED_INFO(to_text("definition", diagnostic));
  REQUIRE(parsed.definition != nullptr);
  return parsed.definition;
}

std::string without(std::string text, const std::string& part) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

std::string with(std::string text, const std::string& part, const std::string& other) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), other);
}

DefinitionPtr old_version() { return version(1, old_head, old_machine); }
DefinitionPtr new_version() { return version(2, new_head, new_machine); }

// The map's parts, one a line: a test leaves one out, or changes it.
const std::string states_part =
    "'states':{'same':false,'map':{'draft':'writing','active.work.slow':'running.work.slow',"
    "'active.work.fast':'running.work.fast','active.mood.good':'running.mood.good',"
    "'active.mood.bad':'running.mood.bad','paused':'paused','lost':'gone'},"
    "'fill':{'running.money':'running.money.none'}}";
const std::string fields_part =
    "'fields':{'same':true,'rename':{'due':'until'},'drop':{'note':'never used'}}";
const std::string timers_part =
    "'timers':{'map':{'draft/answer':'writing/answer','active/late':'running/late',"
    "'active.work.fast/P7D':'running.work.fast/P7D'},'start':{'running/soon':'deadline'}}";
const std::string history_part = "'history':{'map':{'active.before':'running.before'}}";

std::string map_of(const Definition& from, const std::string& states = states_part,
                   const std::string& fields = fields_part, const std::string& timers = timers_part,
                   const std::string& history = history_part) {
  return quoted(
      "{'format':'yellowsea.migration/1','kind':'promise','reason':'clearer "
      "names',\n'from':{'version':1,'sha256':'" +
      from.sha256 + "'},\n'to':{'version':2},\n" + states + ",\n" + fields + ",\n" + timers + ",\n" +
      history + "}");
}

// "LINE:COLUMN rule" of each message, and their texts for whoever has to look.
std::vector<std::string> rules(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : diagnostics) {
    UNSCOPED_INFO(to_text("map", diagnostic));
    found.push_back(std::to_string(diagnostic.place.line) + " " + diagnostic.rule);
  }
  return found;
}

using Rules = std::vector<std::string>;

MigrationPtr parsed_map(const std::string& text, const DefinitionPtr& from, const DefinitionPtr& to) {
  const ParsedMigration parsed = parse_migration(text, from, to);
  for (const Diagnostic& diagnostic : parsed.diagnostics) UNSCOPED_INFO(to_text("map", diagnostic));
  REQUIRE(parsed.migration != nullptr);
  return parsed.migration;
}

Rules wrong(const std::string& text, const DefinitionPtr& from = old_version(),
            const DefinitionPtr& to = new_version()) {
  const ParsedMigration parsed = parse_migration(text, from, to);
  CHECK((parsed.migration == nullptr) == !parsed.diagnostics.empty());
  return rules(parsed.diagnostics);
}

const std::string due_fields = "{'zone':'Asia/Seoul','due':'2026-12-31','city':'busan','note':'x'}";

Bench bench(const std::string& fields = due_fields) { return Bench(old_version(), fields); }

MigrationContext context_at(Instant now) {
  MigrationContext context;
  context.now = now;
  context.actor = Actor{"", "operator", ""};
  return context;
}

MigrationStep moved(const Bench& from, const std::string& map, const DefinitionPtr& to = new_version()) {
  return migrate_item(*parsed_map(map, from.item.definition, to), from.item, context_at(from.now));
}

std::string text_of(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

// "carried draft/answer>writing/answer 2026-04-01T00:00:00Z", …
std::vector<std::string> timers_of(const MigrationStep& step) {
  std::vector<std::string> all;
  for (const TimerStep& timer : step.timers) {
    const char* what = timer.what == TimerStep::What::carried   ? "carried "
                       : timer.what == TimerStep::What::dropped ? "dropped "
                       : timer.what == TimerStep::What::started ? "started "
                                                                : "not started ";
    all.push_back(what + timer.from + ">" + timer.to + (timer.due ? " " + format_instant(*timer.due) : ""));
  }
  return all;
}

}  // namespace

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
