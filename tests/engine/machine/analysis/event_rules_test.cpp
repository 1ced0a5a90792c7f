#include "tests/engine/machine/analysis/analysed_text.hpp"

namespace yellowsea::machine {
namespace {

const std::string machine =
    "{'initial':'a','states':{'a':{'on':{'go':'end','stay':{}}},'end':{'tags':['settled']}}}";

AnalysisContext whole_pack() {
  AnalysisContext context;
  context.pack_is_whole = true;
  context.roles = std::map<std::string, bool>{{"clerk", true}, {"auditor", false}};
  return context;
}

}  // namespace

TEST_CASE("an event whose roles do not exist or may not write is nobody's", "[analysis]") {
  const auto with_role = [](const std::string& role) {
    return findings_of(machine, "'events':{'stay':{" + titled + "'by':[{'roles':['" + role + "']}]}},",
                       whole_pack());
  };
  CHECK(with_role("clerk") == Reported{});
  CHECK(with_role("clark") ==
        Reported{"warning nobody_fires /events/stay", "warning unknown_role /events/stay/by/0/roles/0"});
  CHECK(with_role("auditor") == Reported{"warning nobody_fires /events/stay",
                                         "warning role_may_not_write /events/stay/by/0/roles/0"});
  CHECK(messages_of(machine, "'events':{'stay':{" + titled + "'by':[{'roles':['clark','clerk']}]}},",
                    whole_pack())
            .find("there is no role 'clark' in the pack (config/roles.json); did you mean 'clerk'?") !=
        std::string::npos);
}

TEST_CASE("an internal event that nothing raises or sends is nobody's", "[analysis]") {
  const std::string events = "'events':{'stay':{" + titled + "'internal':true}},";
  CHECK(findings_of(machine, events, whole_pack()) == Reported{"warning nobody_fires /events/stay"});
  // Of a definition alone nobody knows what others send.
  CHECK(findings_of(machine, events) == Reported{});
  CHECK(
      findings_of(
          "{'initial':'a','states':{'a':{'entry':{'type':'raise','params':{'event':'stay'}},'on':{'go':'end',"
          "'stay':{}}},'end':{'tags':['settled']}}}",
          events, whole_pack()) == Reported{});
}

TEST_CASE("a declared event that no state takes is named, with the one that was meant", "[analysis]") {
  CHECK(findings_of(machine, "'events':{'other':{" + titled + "'by':[]}},") ==
        Reported{"warning event_not_taken /events/other"});
  CHECK(messages_of(machine, "'events':{'stai':{" + titled + "'by':[]}},").find("did you mean 'stay'?") !=
        std::string::npos);
  CHECK(
      findings_of(machine, "'events':{'stai':{" + titled + "'by':[]}},") ==
      Reported{"warning event_not_taken /events/stai", "warning undeclared_event /machine/states/a/on/stay"});
  // Taken only where nobody comes.
  CHECK(findings_of("{'initial':'a','states':{'a':{'tags':['settled']},'b':{'on':{'x':'a'}}}}",
                    "'events':{'x':{" + titled + "'by':[{}]}},") ==
        Reported{"warning event_not_taken /events/x", "warning unreachable_state /machine/states/b"});
}

TEST_CASE("a kind that nobody can open is named", "[analysis]") {
  const std::string events = "'events':{'open':{" + titled + "'internal':true}},";
  CHECK(findings_of(machine, events, whole_pack()) == Reported{"warning nobody_fires /events/open"});
  AnalysisContext context = whole_pack();
  context.pack.push_back(definition_of(
      "{'entry':{'type':'make','params':{'kind':'thing','id':'{/item/id}','fields':{}}}}", "", "other"));
  CHECK(findings_of(machine, events, context) == Reported{});
}

TEST_CASE("raised and sent events that nothing takes are named", "[analysis]") {
  CHECK(findings_of("{'tags':['settled'],'entry':{'type':'raise','params':{'event':'x'}}}") ==
        Reported{"warning event_not_taken /machine/entry/params/event"});
  AnalysisContext context;
  context.pack.push_back(definition_of("{'on':{'hear':{}}}", "", "other"));
  CHECK(findings_of("{'tags':['settled'],'entry':{'type':'send','params':{'to':{'kind':'other','match':{'id':"
                    "'/item/id'}},"
                    "'event':'heer'}}}",
                    "", context) == Reported{"warning event_not_taken /machine/entry/params/event"});
}

TEST_CASE("wildcards that swallow timers and done events are named", "[analysis]") {
  // Of the state around: the wildcard stands further in and is asked first.
  CHECK(
      findings_of(
          "{'initial':'a','states':{'a':{'after':{'P1D':'end'},'initial':'x','states':{'x':{'on':{'*':{}}}}},"
          "'end':{'tags':['settled']}}}") ==
      Reported{"warning no_outcome /machine", "warning wildcard_swallows /machine/states/a/states/x/on/*",
               "warning unreachable_state /machine/states/end"});
  // Of its inside: a timer whose guard may refuse.
  const std::string inside =
      "{'initial':'a','states':{'a':{'on':{'*':'end'},'initial':'x','states':{'x':{'after':{'P1D':{'actions':"
      "{'type':'log','params':{'message':'m'}}GUARD}}}}},'end':{'tags':['settled']}}}";
  const auto with_guard = [&](const std::string& guard) {
    std::string text = inside;
    text.replace(text.find("GUARD"), 5, guard);
    return findings_of(text);
  };
  CHECK(with_guard("") == Reported{});
  CHECK(with_guard(",'guard':{'type':'present','params':{'path':'/fields/x'}}") ==
        Reported{"warning wildcard_swallows /machine/states/a/on/*"});
  // A done event that nothing else takes; and one of another region.
  CHECK(findings_of(
            "{'initial':'a','states':{'a':{'on':{'*':'end'},'initial':'x','states':{'x':{'on':{'e':'f'}},"
            "'f':{'type':'final'}}},'end':{'tags':['settled']}}}") ==
        Reported{"warning wildcard_swallows /machine/states/a/on/*"});
  CHECK(messages_of("{'initial':'a','states':{'a':{'after':{'P1D':'end'},'initial':'x','states':{'x':{'on':{'"
                    "*':'end2'}},"
                    "'end2':{'tags':['settled']}}},'end':{'tags':['settled']}}}")
            .find("'*' also takes the timers 'P1D' of 'a', not only events that people fire") !=
        std::string::npos);
  CHECK(
      findings_of("{'initial':'a','states':{'a':{'on':{'*':'end','x.*':{}}},'end':{'tags':['settled']}}}") ==
      Reported{});
}

}  // namespace yellowsea::machine
