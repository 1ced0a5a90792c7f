#include "tests/engine/machine/analysis/analysed_text.hpp"

namespace yellowsea::machine {

TEST_CASE("a machine whose states are all reached and that comes to an outcome is clean", "[analysis]") {
  CHECK(findings_of("{'initial':'a','states':{'a':{'on':{'go':'b'},'after':{'P1D':'c'}},"
                    "'b':{'initial':'x','onDone':'c','states':{'x':{'on':{'go':'y'}},'y':{'type':'final'}}},"
                    "'c':{'tags':['settled']}}}") == Reported{});
}

TEST_CASE("a state that no transition leads to, or none that may be taken, is unreachable", "[analysis]") {
  CHECK(findings_of("{'initial':'a','states':{'a':{'tags':['settled']},'b':{'on':{'e':'a'}}}}") ==
        Reported{"warning unreachable_state /machine/states/b"});
  // Only the outermost is named; an `in` guard on a state of the same compound never holds.
  CHECK(findings_of(
            "{'initial':'a','states':{'a':{'tags':['settled'],'on':{'e':{'target':'b.y','guard':{'type':'in',"
            "'params':{'state':'b'}}}}},'b':{'initial':'x','states':{'x':{},'y':{}}}}}") ==
        Reported{"warning guard_never_holds /machine/states/a/on/e/guard",
                 "warning unreachable_state /machine/states/b"});
  // An event that is always taken further in never comes to the state around.
  CHECK(findings_of(
            "{'initial':'a','states':{'a':{'on':{'e':'b'},'initial':'x','states':{'x':{'tags':['settled'],"
            "'on':{'e':{}}}}},'b':{'tags':['settled']}}}") ==
        Reported{"warning unreachable_state /machine/states/b"});
  CHECK(messages_of("{'initial':'a','states':{'a':{'tags':['settled']},\n  'b':{}}}") ==
        "thing.json:5:3: warning: the state 'b' can never be entered: no transition leads to it; make it the "
        "target "
        "of one, or remove it [unreachable_state]");
}

TEST_CASE("regions, history and done events count when states are looked for", "[analysis]") {
  CHECK(findings_of("{'initial':'w','states':{'w':{'type':'parallel','onDone':'end','states':{"
                    "'l':{'initial':'a','states':{'a':{'on':{'e':'f'}},'f':{'type':'final'}}},"
                    "'r':{'initial':'a','states':{'a':{'on':{'e':'f','pause':'#p'}},'f':{'type':'final'}}}}},"
                    "'p':{'id':'p','on':{'back':'#h'}},'end':{'tags':['settled']},"
                    "'h2':{'type':'history','id':'h','target':'w'}}}") == Reported{});
  // The left region never ends, so that the parallel state is never done.
  CHECK(findings_of(
            "{'initial':'w','states':{'w':{'type':'parallel','onDone':'end','tags':['settled'],'states':{"
            "'l':{'initial':'a','states':{'a':{'on':{'e':'b'}},'b':{}}},"
            "'r':{'initial':'a','states':{'a':{'on':{'e':'f'}},'f':{'type':'final'}}}}},"
            "'end':{'tags':['settled']}}}") == Reported{"warning never_done /machine/states/w/onDone",
                                                        "warning unreachable_state /machine/states/end"});
}

TEST_CASE("a state from which no outcome can be reached is named", "[analysis]") {
  CHECK(findings_of("{'initial':'a','states':{'a':{'on':{'good':'end','bad':'b'}},'b':{'on':{'x':'c'}},"
                    "'c':{'on':{'x':'b'}},'end':{'type':'final'}}}") ==
        Reported{"warning no_outcome /machine/states/b", "warning no_outcome /machine/states/c"});
  CHECK(findings_of("{'initial':'a','states':{'a':{'on':{'x':'b'}},'b':{'on':{'x':'a'}}}}") ==
        Reported{"warning no_outcome /machine"});
}

TEST_CASE("two regions that stand in each other's way are found together", "[analysis]") {
  // When the left one is given up and the right one is done, nothing leads on.
  const std::string found = messages_of(
      "{'initial':'w','states':{'w':{'type':'parallel','onDone':'end','states':{"
      "'l':{'initial':'a','states':{'a':{'on':{'e':'f','give_up':'x'}},'f':{'type':'final'},"
      "'x':{'on':{'again':{'target':'a','guard':{'type':'in','params':{'state':'w.r.a'}}}}}}},"
      "'r':{'initial':'a','states':{'a':{'on':{'g':'f'}},'f':{'type':'final'}}}}},'end':{'tags':['settled']}}"
      "}");
  CHECK(found.find("when 'w.l.x', 'w.r.f' are active together, nothing can happen any more") !=
        std::string::npos);
  CHECK(found.find("(reached by ") != std::string::npos);
}

TEST_CASE("a state in which nothing happens any more is named, unless it is an outcome", "[analysis]") {
  CHECK(findings_of("{'initial':'a','states':{'a':{'on':{'good':'end','bad':'stuck'}},'stuck':{},"
                    "'end':{'tags':['settled']}}}") ==
        Reported{"warning waits_for_ever /machine/states/stuck"});
  // The event is nobody's, so that the state has no owner.
  CHECK(findings_of(
            "{'initial':'a','states':{'a':{'on':{'good':'end','bad':'stuck'}},'stuck':{'on':{'mend':'a'}},"
            "'end':{'tags':['settled']}}}",
            "'events':{'mend':{" + titled + "'by':[]}},") ==
        Reported{"warning nobody_fires /events/mend", "warning waits_for_ever /machine/states/stuck"});
  // A guarded `always` is looked at only when something else happens.
  CHECK(
      findings_of(
          "{'initial':'a','states':{'a':{'always':{'target':'end','guard':{'type':'present','params':{'path':"
          "'/fields/x'}}}},'end':{'tags':['settled']}}}") ==
      Reported{"warning waits_for_ever /machine/states/a"});
  CHECK(findings_of("{'initial':'a','states':{'a':{'after':{'P1D':'end'}},'end':{'tags':['settled']}}}") ==
        Reported{});
}

TEST_CASE("an event that another definition sends is an owner", "[analysis]") {
  const std::string machine =
      "{'initial':'a','states':{'a':{'on':{'told':'end'}},'end':{'tags':['settled']}}}";
  const std::string events = "'events':{'told':{" + titled + "'internal':true}},";
  AnalysisContext context;
  context.pack_is_whole = true;
  CHECK(findings_of(machine, events, context) == Reported{"warning nobody_fires /events/told",
                                                          "warning no_outcome /machine",
                                                          "warning waits_for_ever /machine/states/a",
                                                          "warning unreachable_state /machine/states/end"});
  context.pack.push_back(definition_of(
      "{'entry':{'type':'send','params':{'to':{'kind':'thing','match':{'id':'/item/id'}},'event':'told'}}}",
      "", "other"));
  CHECK(findings_of(machine, events, context) == Reported{});
}

}  // namespace yellowsea::machine
