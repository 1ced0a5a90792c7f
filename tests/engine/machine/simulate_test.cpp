#include "engine/machine/simulate.hpp"

#include <algorithm>
#include <set>

#include "engine/base/pattern.hpp"
#include "engine/base/schema.hpp"
#include "engine/machine/simulate_data.hpp"
#include "engine/machine/simulate_invariants.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

SimulationReport simulated(const std::string& machine, const std::string& more = "", std::uint64_t seed = 1,
                           std::size_t runs = 30) {
  const std::string text = quoted("{'format':'yellowsea.workflow/1','id':'thing','version':1," + more +
                                  "'machine':" + machine + "}");
  const Parsed parsed = parse_definition(text);
  REQUIRE(parsed.definition != nullptr);
  SimulationOptions options;
  options.runs = runs;
  options.seed = seed;
  return simulate(*parsed.definition, text, options);
}

const Coverage& state_of(const SimulationReport& report, const std::string& name) {
  const auto found = std::find_if(report.states.begin(), report.states.end(),
                                  [&](const Coverage& coverage) { return coverage.name == name; });
  REQUIRE(found != report.states.end());
  return *found;
}

void drop(Item& item, StateIndex state) {
  item.active.erase(std::remove(item.active.begin(), item.active.end(), state), item.active.end());
}

// An item in two regions, as the engine makes it.
Item legal_item() {
  return Bench(definition_of(
                   "{'type':'parallel','states':{'l':{'initial':'a','states':{'a':{'after':{'P1D':'b'},'on':{"
                   "'e':'b'}},'b':{}}},'r':{'initial':'c','states':{'c':{},'h':{'type':'history'}}}}}",
                   "'deadline':'/fields/due',"),
               "{'due':'2026-05-01'}")
      .item;
}

}  // namespace

TEST_CASE("a simulation reaches what can be reached, and says what was not", "[simulate]") {
  const auto report = simulated(
      "{'initial':'a','states':{'a':{'on':{'go':'b'}},'b':{'after':{'P30D':'c'},'on':{'deep':{'target':'d','"
      "guard':{"
      "'type':'equals','params':{'path':'/data/"
      "x','value':'sesame'}}}}},'c':{'type':'final'},'d':{'on':{'told':'e'}},"
      "'e':{'type':'final'},'never':{'on':{'x':'a'}}}}",
      "'events':{'told':{'internal':true},'go':{'by':[{'roles':['r']}]}},");
  for (const char* state : {"a", "b", "c", "d", "e"}) CHECK(state_of(report, state).times > 0);
  CHECK(state_of(report, "never").times == 0);
  CHECK_FALSE(state_of(report, "never").possible);
  CHECK(state_of(report, "e").way == std::vector<std::string>{"open", "go", "deep", "told"});
  CHECK(state_of(report, "c").way == std::vector<std::string>{"open", "go", "after P30D in b"});
  CHECK(state_of(report, "c").least == 3);
  CHECK(report.broken.empty());
  CHECK(report.refused > 0);
  const std::string text = report_text(report);
  CHECK(text.find("states reached: 5 of 6 (83.3 %)") != std::string::npos);
  CHECK(text.find("never (can never be; see check)") != std::string::npos);
  CHECK(text.find("e: open, go, deep, told\n") != std::string::npos);
  CHECK(report_json(report).at("transitions").at("never") == Json::array({"never: x -> a"}));
}

TEST_CASE("the same seed gives the same report, another one another", "[simulate]") {
  const std::string machine =
      "{'initial':'a','states':{'a':{'on':{'x':'b','y':{}},'after':{'P1D':'c'}},'b':{'on':{'x':'a'}},'c':{'"
      "on':{'x':'b'}}}}";
  CHECK(report_json(simulated(machine)) == report_json(simulated(machine)));
  CHECK(report_json(simulated(machine, "", 1)) != report_json(simulated(machine, "", 2)));
}

TEST_CASE("guards over other items see made-up ones, and items are made", "[simulate]") {
  const auto report = simulated(
      "{'initial':'a','states':{'a':{'on':{'go':{'target':'b','guard':{'type':'some_linked','params':{'kind':"
      "'thing','match':"
      "{'name':'/fields/"
      "name'},'having':{'state':'b'}}}},'make':{'actions':{'type':'make','params':{'kind':'unknown','id':"
      "'{/item/id}.{/now}','fields':{}}}}}},'b':{'type':'final'}}}",
      "'fields':{'type':'object','properties':{'name':{'type':'string','pattern':'^[a-z]{3}$'}},'required':['"
      "name'],"
      "'additionalProperties':false},");
  CHECK(state_of(report, "b").times > 0);
  CHECK(report.transitions.at(1).times > 0);
}

TEST_CASE("a machine that never comes to rest is a broken invariant", "[simulate]") {
  const auto report = simulated("{'on':{'e':{'actions':{'type':'raise','params':{'event':'e'}}}}}");
  REQUIRE_FALSE(report.broken.empty());
  CHECK(report.broken.front().what.find("the macrostep never ends") == 0);
  CHECK(report_text(report).find("invariants broken:\n  run ") != std::string::npos);
}

TEST_CASE("illegal configurations are seen", "[simulate]") {
  const Item legal = legal_item();
  CHECK(configuration_faults(legal).empty());
  const auto state = [&](const std::string& path) { return legal.definition->state_by_path.at(path); };
  const auto first_fault = [&](auto change) {
    Item item = legal;
    change(item);
    const auto faults = configuration_faults(item);
    return faults.empty() ? std::string() : faults.front();
  };
  CHECK(first_fault([&](Item& item) { drop(item, 0); }) == "the root is not active");
  CHECK(first_fault([&](Item& item) { drop(item, state("l.a")); }) ==
        "the compound state 'l' has 0 active children");
  CHECK(first_fault([&](Item& item) { item.active.push_back(state("l.b")); }) ==
        "the compound state 'l' has 2 active children");
  CHECK(first_fault([&](Item& item) {
          drop(item, state("r"));
          drop(item, state("r.c"));
        }) == "the parallel state '(machine)' has 1 of its 2 regions active");
  CHECK(first_fault([&](Item& item) { drop(item, state("r")); }).find("regions active") != std::string::npos);
  CHECK(first_fault([&](Item& item) { item.active.push_back(state("r.h")); }) ==
        "the history state 'r.h' is active");
  CHECK(first_fault([&](Item& item) { item.active.push_back(0); }).find("is active twice") !=
        std::string::npos);
  CHECK(first_fault([&](Item& item) { item.timers.front().state = state("l.b"); }) ==
        "a timer of 'l.b' runs, which is not active");
  CHECK(first_fault([&](Item& item) { item.done = true; }) == "the item is done and still has timers");
}

TEST_CASE("refusals that change something, versions that jump and deadlines that move are seen",
          "[simulate]") {
  const Item item = legal_item();
  CHECK(refusal_faults(item, item).empty());
  Item changed = item;
  changed.fields["x"] = 1;
  CHECK(refusal_faults(item, changed).size() == 1);
  CHECK(replay_faults(item, changed).size() == 1);

  Item before = item;
  before.version = 4;
  Item after = before;
  after.version = 5;
  Event event;
  event.version = 5;
  CHECK(step_faults(before, event, after).empty());
  after.fields["due"] = "2026-06-01";
  CHECK(step_faults(before, event, after) ==
        std::vector<std::string>{"the deadline moved, though no action wrote /fields/due"});
  event.actions = json_of("[{'type':'assign','params':{'path':'/fields/due','value':'2026-06-01'}}]");
  CHECK(step_faults(before, event, after).empty());
  after.version = 7;
  CHECK(step_faults(before, event, after).size() == 1);
  after.version = 5;
  before.done = true;
  CHECK(step_faults(before, event, after) == std::vector<std::string>{"a finished item took an event"});
}

TEST_CASE("random data fit their schema", "[simulate]") {
  const Json schema = json_of(
      "{'type':'object','properties':{'n':{'type':'integer','minimum':3,'maximum':5},'d':{'type':'string','"
      "format':'date'},"
      "'t':{'type':'string','format':'date-time'},'p':{'type':'string','pattern':'^[a-z][a-z0-9_-]*$','"
      "maxLength':60},"
      "'h':{'type':'string','pattern':'^[0-9a-f]{64}$'},'e':{'type':'string','enum':['x','y']},'l':{'type':'"
      "array','items':"
      "{'type':'string','minLength':2,'maxLength':3},'minItems':1,'uniqueItems':true},'b':{'type':['boolean',"
      "'null']}},"
      "'required':['n','d','t','p','h','e','l','b'],'additionalProperties':false}");
  Random random(7);
  DataHints hints;
  hints.now = at("2026-01-01T00:00:00Z");
  std::set<std::string> kinds;
  for (int i = 0; i < 200; ++i) {
    const Json value = random_value(schema, random, hints);
    const auto errors = check_schema(schema, value);
    INFO(value.dump() << (errors.empty() ? "" : errors.front().pointer + errors.front().rule));
    REQUIRE(errors.empty());
    kinds.insert(value.at("e").get<std::string>());
  }
  CHECK(kinds.size() == 2);
}

TEST_CASE("random data fit references and combinations", "[simulate]") {
  const Json schema = json_of(
      "{'type':'object','properties':{'name':{'$ref':'#/$defs/"
      "name'},'children':{'type':'array','items':{'$ref'"
      ":'#'}},'left':{'$ref':'#'},'right':{'$ref':'#'},'n':{'anyOf':[{'type':'integer','multipleOf':5},"
      "{'type':'null'}]},'both':{'allOf':[{'$ref':'#/$defs/name'},{'maxLength':3}]},"
      "'pair':{'prefixItems':[{'type':'integer','exclusiveMinimum':3,'exclusiveMaximum':5},{'type':'boolean'}"
      "],"
      "'items':false},'list':{'contains':{'const':1}}},'required':['name','n','both','pair','list'],"
      "'additionalProperties':false,'$defs':{'name':{'type':'string','minLength':2}}}");
  REQUIRE(check_schema_itself(schema).empty());
  Random random(7);
  DataHints hints;
  std::set<std::string> types;
  for (int i = 0; i < 100; ++i) {
    const Json value = random_value(schema, random, hints);
    const auto errors = check_schema(schema, value);
    INFO(value.dump() << (errors.empty() ? "" : errors.front().pointer + errors.front().rule));
    REQUIRE(errors.empty());
    types.insert(value.at("n").type_name());
  }
  CHECK(types.size() == 2);
}

TEST_CASE("random texts match their pattern", "[simulate]") {
  Random random(11);
  for (const char* pattern :
       {"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", "^a|b$", "^(?:ab|c){2,3}\\d?x\\.y$", "^[^a-c]+$", "^$"}) {
    const auto compiled = Pattern::compile(pattern);
    REQUIRE(compiled);
    for (int i = 0; i < 50; ++i) {
      const std::string text = random_match(pattern, random);
      INFO(pattern << " " << text);
      REQUIRE(compiled->found_in(text));
    }
  }
}

}  // namespace yellowsea::machine
