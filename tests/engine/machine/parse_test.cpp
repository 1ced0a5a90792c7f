#include "engine/machine/parse.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

// The first error's "LINE:COLUMN RULE"; the machine stands alone on line 2.
std::string wrong_machine(const std::string& machine) {
  const Parsed parsed = parse_definition(
      quoted("{'format':'yellowsea.workflow/1','id':'t','version':1,'machine':\n" + machine + "}"));
  CHECK(parsed.definition == nullptr);
  REQUIRE_FALSE(parsed.diagnostics.empty());
  const Diagnostic& first = parsed.diagnostics.front();
  return std::to_string(first.place.line) + ":" + std::to_string(first.place.column) + " " + first.rule;
}

std::string wrong_text(const std::string& text) {
  const Parsed parsed = parse_definition(quoted(text));
  CHECK(parsed.definition == nullptr);
  REQUIRE_FALSE(parsed.diagnostics.empty());
  const Diagnostic& first = parsed.diagnostics.front();
  return std::to_string(first.place.line) + ":" + std::to_string(first.place.column) + " " + first.rule;
}

// The same for a line of its own among the definition's members, which is line 2.
std::string wrong_member(const std::string& member) {
  return wrong_text("{'format':'yellowsea.workflow/1','id':'t','version':1,\n" + member + ",\n'machine':{}}");
}

std::string wrong_guard(const std::string& guard) {
  return wrong_machine("{'on':{'e':{'guard':" + guard + "}}}");
}
std::string wrong_action(const std::string& action) { return wrong_machine("{'entry':" + action + "}"); }

}  // namespace

TEST_CASE("a whole definition is read, with the order of its keys", "[parse]") {
  const auto definition = definition_of(
      "{'initial':'z','states':{'z':{'on':{'b':'y','a':{}},'after':{'slow':'y','PT1S':'y'}},'y':{'tags':['t']"
      ",'meta':{'k':1}}}}",
      "'path':'things','zone':'/fields/zone','deadline':'/fields/"
      "due','delays':{'slow':{'until':'deadline','offset':'-P1D','past':'skip'}},"
      "'events':{'b':{'by':[{'roles':['r'],'scope':'/fields/o'}]},'a':{'internal':true}},");
  CHECK(definition->path == "things");
  CHECK(definition->sha256.size() == 64);
  CHECK(definition->state(1).path == "z");
  CHECK(definition->state(1).on.at(0).descriptor == "b");
  CHECK(definition->state(1).after.at(0).delay.skip_past);
  CHECK(definition->event("a")->internal);
  CHECK(definition->event("b")->by.at(0).scope == "/fields/o");
  CHECK(definition->root().id == "(machine)");
  CHECK(definition->state(2).done_event == "xstate.done.state.(machine).y");
}

TEST_CASE("targets are found as XState finds them", "[parse]") {
  const auto definition = definition_of(
      "{'id':'m','initial':'a','states':{'a':{'initial':'x','on':{'1':'b','2':'b.y','3':'.x','4':'#m.b.y','5'"
      ":'#own','6':'#own.z'},"
      "'states':{'x':{}}},'b':{'initial':'y','states':{'y':{'id':'own','initial':'z','states':{'z':{}}}}}}}");
  const auto target = [&](std::size_t i) {
    return definition
        ->state(definition->transition(definition->state(1).on.at(i).transitions.at(0)).targets.at(0))
        .path;
  };
  std::string all;
  for (std::size_t i = 0; i < 6; ++i) all += target(i) + " ";
  CHECK(all == "b b.y a.x b.y b.y b.y.z ");
}

TEST_CASE("errors of the definition's head name line and column", "[parse]") {
  CHECK(wrong_text("[]") == "1:1 type");
  CHECK(wrong_text("{'a':1,\n 'a':2}") == "2:2 duplicate_key");
  CHECK(wrong_text("{'format':\n}") == "2:1 syntax");
  CHECK(wrong_text("{'format':'yellowsea.workflow/2','id':'t','version':1,'machine':{}}") == "1:2 format");
  CHECK(wrong_text("{'format':'yellowsea.workflow/1','version':1,'machine':{}}") == "1:1 missing_key");
  CHECK(wrong_text("{'format':'yellowsea.workflow/1','id':'','version':1,'machine':{}}") == "1:34 empty");
  CHECK(wrong_text("{'format':'yellowsea.workflow/1','id':'t','version':0,'machine':{}}") == "1:43 type");
  CHECK(wrong_text("{'format':'yellowsea.workflow/1','id':'t','version':1}") == "1:1 missing_key");
  CHECK(wrong_member("'colour':1") == "2:1 unknown_key");
  CHECK(wrong_member("'deadline':'due'") == "2:1 path");
  CHECK(wrong_member("'zone':7") == "2:1 type");
  CHECK(wrong_member("'read':{}") == "2:1 type");
  CHECK(wrong_member("'events':[]") == "2:1 type");
  CHECK(wrong_member("'events':{'e':{'who':1}}") == "2:16 unknown_key");
  CHECK(wrong_member("'events':{'e':{'by':{}}}") == "2:16 type");
  CHECK(wrong_member("'events':{'e':{'guard':{'type':'present','params':{'path':'/fields/x'}}}}") ==
        "2:16 unknown_key");
  CHECK(wrong_member("'fields':{'type':'nonsense'}").substr(0, 2) == "2:");
  CHECK(wrong_member("'delays':{'d':{}}") == "2:11 missing_key");
  CHECK(wrong_member("'delays':{'d':{'duration':'90 days'}}") == "2:16 duration");
  CHECK(wrong_member("'delays':{'d':{'until':'/fields/x','past':'never'}}") == "2:36 past");
  CHECK(wrong_member("'delays':{'d':{'until':'deadline'}}") == "2:11 deadline");
  CHECK(wrong_member("'delays':{'d':{'duration':'-P1D'}}") == "2:16 duration");
  CHECK(wrong_member("'path':'two words'") == "2:1 address");
  CHECK(wrong_member("'path':''") == "2:1 address");
  CHECK(wrong_member("'path':'..'") == "2:1 address");
}

TEST_CASE("errors of the machine name line and column", "[parse]") {
  CHECK(wrong_machine("7").substr(5) == "type");
  CHECK(wrong_machine("{'invoke':{}}") == "2:2 unknown_key");
  CHECK(wrong_machine("{'type':'history2'}") == "2:2 state_type");
  CHECK(wrong_machine("{'type':'parallel'}") == "2:2 state_type");
  CHECK(wrong_machine("{'type':'final','states':{'a':{}}}") == "2:2 state_type");
  CHECK(wrong_machine("{'states':{'a':{}}}").substr(5) == "missing_key");
  CHECK(wrong_machine("{'initial':'b','states':{'a':{}}}") == "2:2 unknown_target");
  CHECK(wrong_machine("{'initial':'a.x','states':{'a':{'initial':'x','states':{'x':{}}}}}") ==
        "2:2 unknown_target");
  CHECK(wrong_machine("{'initial':'a','states':{'a':{},'a.b':{}}}") == "2:33 state_key");
  CHECK(wrong_machine("{'initial':'a','states':{'a':{'id':'x'},'b':{'id':'x'}}}") == "2:41 duplicate_id");
  CHECK(wrong_machine("{'initial':'a','states':{'a':{'on':{'e':'c'}}}}") == "2:37 unknown_target");
  CHECK(wrong_machine("{'initial':'a','states':{'a':{'on':{'e':null}}}}") == "2:37 type");
  CHECK(wrong_machine("{'initial':'a','on':{'e':'a'},'states':{'a':{}}}") == "2:22 unknown_target");
  CHECK(wrong_machine("{'on':{'':{}}}") == "2:8 event_name");
  CHECK(wrong_machine("{'on':{'a*':{}}}") == "2:8 event_name");
  CHECK(wrong_machine("{'on':{'e':{'cond':{}}}}") == "2:13 unknown_key");
  CHECK(wrong_machine("{'on':{'e':{'reenter':1}}}") == "2:13 type");
  CHECK(wrong_machine("{'after':{'later':{}}}") == "2:11 unknown_delay");
  CHECK(wrong_machine("{'after':{'-PT1S':{}}}") == "2:11 duration");
  CHECK(wrong_machine("{'type':'history'}").substr(4) == " state_type");
  CHECK(wrong_machine("{'history':'deep'}").substr(4) == " state_type");
  CHECK(wrong_machine("{'target':'a'}") == "2:2 unknown_key");
  CHECK(wrong_machine("{'always':{'guard':{'type':'present','params':{'path':'/data/x'}}}}") ==
        "2:2 always_guard");
}

TEST_CASE("targets that are entered together stand in different regions, or one in the other", "[parse]") {
  const std::string two = "{'initial':'a','states':{'a':{'on':{'e':{'target':";
  const std::string inside =
      "}}},'p':{'type':'parallel','states':{'r':{'initial':'x','states':{'x':{},'y':{}}},"
      "'s':{'initial':'z','states':{'z':{}}}}}}}";
  CHECK(wrong_machine(two + "['a','p']" + inside) == "2:42 targets");
  CHECK(wrong_machine(two + "['p.r.x','p.r.y']" + inside) == "2:42 targets");
  CHECK(wrong_machine(two + "['p.r.x','p.s','a']" + inside) == "2:42 targets");
  definition_of(two + "['p.r.y','p.s.z']" + inside);
  definition_of(two + "['p','p.r.y']" + inside);
  definition_of(two + "['p.r.x','p.r']" + inside);
}

TEST_CASE("history states that could lead nowhere, or round in a circle, are errors", "[parse]") {
  CHECK(wrong_machine("{'initial':'a','states':{'a':{},'h':{'type':'history','history':'half'}}}") ==
        "2:55 history");
  CHECK(wrong_machine("{'initial':'h','states':{'a':{},'h':{'type':'history'}}}") == "2:2 initial_history");
  CHECK(wrong_machine("{'initial':'a','states':{'a':{},'h':{'type':'history','target':'h'}}}") ==
        "2:55 history_target");
  CHECK(wrong_machine("{'id':'m','initial':'a','states':{'a':{'initial':'x','states':{'x':{},'h':{'type':'"
                      "history','target':'#m.b'}}},'b':{}}}")
            .substr(2)
            .find("history_target") != std::string::npos);
  definition_of("{'initial':'h','states':{'a':{},'h':{'type':'history','target':'a'}}}");
}

TEST_CASE("errors of guards name line and column", "[parse]") {
  CHECK(wrong_guard("'g'") == "2:13 type");
  CHECK(wrong_guard("{'type':'guess'}") == "2:22 unknown_guard");
  CHECK(wrong_guard("{'type':'present','params':{'path':'x'}}") == "2:49 path");
  CHECK(wrong_guard("{'type':'present','params':{'path':'/fields/x','more':1}}").find("unknown_key") !=
        std::string::npos);
  CHECK(wrong_guard("{'type':'equals','params':{'path':'/fields/x'}}").find("missing_key") !=
        std::string::npos);
  CHECK(wrong_guard("{'type':'equals','params':{'path':'/fields/x','value':1,'other':'/fields/y'}}")
            .find("missing_key") != std::string::npos);
  CHECK(wrong_guard("{'type':'not'}").find("missing_key") != std::string::npos);
  CHECK(wrong_guard("{'type':'all','params':{'of':{}}}").find("type") != std::string::npos);
  CHECK(wrong_guard("{'type':'before','params':{'path':'/now'}}").find("missing_key") != std::string::npos);
  CHECK(wrong_guard("{'type':'some_linked','params':{'kind':'k'}}").find("missing_key") != std::string::npos);
  CHECK(wrong_guard("{'type':'every_linked','params':{'kind':'k','match':{'id':'/fields/x'}}}")
            .find("missing_key") != std::string::npos);
}

TEST_CASE("errors of actions name line and column", "[parse]") {
  CHECK(wrong_action("'log'") == "2:2 type");
  CHECK(wrong_action("{'type':'email'}") == "2:11 unknown_action");
  CHECK(wrong_action("{'type':'assign','params':{'path':'/data/x','value':1}}") == "2:37 path");
  CHECK(wrong_action("{'type':'assign','params':{'path':'/fields/x'}}").find("missing_key") !=
        std::string::npos);
  CHECK(wrong_action("{'type':'assign_date','params':{'path':'/fields/x','from':'/now'}}")
            .find("missing_key") != std::string::npos);
  CHECK(wrong_action("{'type':'raise'}").find("missing_key") != std::string::npos);
  CHECK(wrong_action("{'type':'notify','params':{'message':'m'}}").find("missing_key") != std::string::npos);
  CHECK(wrong_action("{'type':'make','params':{'kind':'k'}}").find("missing_key") != std::string::npos);
  CHECK(wrong_action("{'type':'send','params':{'event':'e'}}").find("missing_key") != std::string::npos);
  CHECK(wrong_action("{'type':'make','params':{'kind':'k','id':'i','fields':{'f':1}}}").find("type") !=
        std::string::npos);
}

}  // namespace yellowsea::machine
