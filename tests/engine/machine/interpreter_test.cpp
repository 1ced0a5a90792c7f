#include "engine/machine/interpreter.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

// A state that says when it is entered and left.
std::string told(const std::string& name, const std::string& rest) {
  return "{'entry':" + log_of("+" + name) + ",'exit':" + log_of("-" + name) +
         (rest.empty() ? "" : "," + rest) + "}";
}

}  // namespace

TEST_CASE("states are left innermost first and entered outermost first, the transition's actions between",
          "[interpreter]") {
  Bench bench(definition_of("{'initial':'a','states':{'a':" +
                            told("a", "'initial':'in','states':{'in':" + told("a.in", "") +
                                          "},'on':{'go':{'target':'b','actions':" + log_of("t") + "}}") +
                            ",'b':" + told("b", "'initial':'in','states':{'in':" + told("b.in", "") + "}") +
                            "}}"));
  CHECK(bench.log() == "+a +a.in");
  REQUIRE(bench.take("go"));
  CHECK(bench.log() == "-a.in -a t +b +b.in");
  CHECK(bench.states() == "b.in");
}

TEST_CASE("a transition inside its source leaves it alone unless it re-enters", "[interpreter]") {
  Bench bench(
      definition_of("{'initial':'a','states':{'a':" +
                    told("a", "'initial':'x','states':{'x':" + told("x", "") + ",'y':" + told("y", "") +
                                  "},'on':{'inside':'.y','again':{'target':'.y','reenter':true},"
                                  "'self':{'target':'a'},'none':{'actions':" +
                                  log_of("t") + "}}") +
                    "}}"));
  REQUIRE(bench.take("inside"));
  CHECK(bench.log() == "-x +y");
  REQUIRE(bench.take("again"));
  CHECK(bench.log() == "-y -a +a +y");
  REQUIRE(bench.take("none"));
  CHECK(bench.log() == "t");
  CHECK(bench.states() == "a.y");
  REQUIRE(bench.take("self"));
  CHECK(bench.log() == "-y +x");
}

TEST_CASE("an internal self-transition does not restart a delay, a re-entering one does", "[interpreter]") {
  Bench bench(
      definition_of("{'initial':'a','states':{'a':{'after':{'PT10S':'b'},"
                    "'on':{'stay':{'target':'a'},'again':{'target':'a','reenter':true}}},'b':{}}}"));
  const Instant due = bench.item.timers.at(0).due;
  bench.now += std::chrono::seconds(4);
  REQUIRE(bench.take("stay"));
  CHECK(bench.item.timers.at(0).due == due);
  REQUIRE(bench.take("again"));
  CHECK(bench.item.timers.at(0).due == due + std::chrono::seconds(4));
}

TEST_CASE("{} is taken and does nothing, [] leaves the event to the parent", "[interpreter]") {
  Bench bench(
      definition_of("{'initial':'a','states':{'a':{'initial':'x','states':{'x':{'on':{'one':{},'two':[]}}},"
                    "'on':{'one':'b','two':'b'}},'b':{}}}"));
  CHECK(bench.take("one"));
  CHECK(bench.states() == "a.x");
  CHECK(bench.take("two"));
  CHECK(bench.states() == "b");
}

TEST_CASE("an event that nothing takes changes nothing and says why", "[interpreter]") {
  Bench bench(
      definition_of("{'initial':'a','states':{'a':{'on':{'go':{'target':'b','guard':"
                    "{'type':'present','params':{'path':'/data/x'}}}}},'b':{}}}"));
  CHECK_FALSE(bench.take("other"));
  CHECK(bench.last.refusal.by == "no_transition");
  CHECK_FALSE(bench.take("go"));
  CHECK(bench.last.refusal.by == "present");
  CHECK(bench.last.refusal.reads_data);
  CHECK(bench.states() == "a");
  CHECK(bench.take("go", "{'x':1}"));
}

TEST_CASE("several targets enter several regions, the others at their initial state", "[interpreter]") {
  Bench bench(definition_of(
      "{'id':'m','initial':'idle','states':{'idle':{'on':{'go':{'target':['#m.p.one.b','#m.p.three.b']}}},"
      "'p':{'type':'parallel','states':{'one':{'initial':'a','states':{'a':{},'b':{}}},"
      "'two':{'initial':'a','states':{'a':{},'b':{}}},'three':{'initial':'a','states':{'a':{},'b':{}}}}}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.states() == "p.one.b p.two.a p.three.b");
  CHECK(state_value(bench.item) == json_of("{'p':{'one':'b','two':'a','three':'b'}}"));
}

TEST_CASE("a region's re-entering transition leaves its sibling regions too", "[interpreter]") {
  Bench bench(definition_of(
      "{'type':'parallel','states':{'one':" + told("one", "'on':{'go':{'target':'one','reenter':true}}") +
      ",'two':" + told("two", "'initial':'a','states':{'a':{'on':{'step':'b'}},'b':{}}") + "}}"));
  REQUIRE(bench.take("step"));
  REQUIRE(bench.take("go"));
  CHECK(bench.log() == "-two -one +one +two");
  CHECK(bench.states() == "one two.a");
}

TEST_CASE("regions take one event each, the inner transition wins over the outer", "[interpreter]") {
  Bench bench(
      definition_of("{'initial':'p','states':{'p':{'type':'parallel','on':{'go':'out'},'states':{"
                    "'one':{'initial':'a','states':{'a':{'on':{'go':'b'}},'b':{}}},'two':{'initial':'a','"
                    "states':{'a':{'on':{'go':'b'}},'b':{}}}}},"
                    "'out':{}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.states() == "p.one.b p.two.b");
  REQUIRE(bench.take("go"));
  CHECK(bench.states() == "out");
}

TEST_CASE("of two conflicting transitions the one earlier in the document is taken", "[interpreter]") {
  Bench bench(
      definition_of("{'id':'m','initial':'p','states':{'p':{'type':'parallel','states':{"
                    "'one':{'on':{'go':'#m.x'}},'two':{'on':{'go':'#m.y'}}}},'x':{},'y':{}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.states() == "x");
}

TEST_CASE("shallow history remembers the child, deep history the leaves", "[interpreter]") {
  const std::string inside =
      "'states':{'h':{'type':'history','history':'HOW'},'x':{},'y':{'initial':'1','states':{'1':{'on':{'step'"
      ":'2'}},'2':{}}}},"
      "'initial':'x','on':{'pause':'away','deeper':'.y'}";
  for (const auto& [how, back] : {std::pair{"shallow", "work.y.1"}, std::pair{"deep", "work.y.2"}}) {
    std::string text = inside;
    text.replace(text.find("HOW"), 3, how);
    Bench bench(definition_of("{'id':'m','initial':'away','states':{'work':{" + text +
                              "},'away':{'on':{'back':'#m.work.h'}}}}"));
    REQUIRE(bench.take("back"));
    CHECK(bench.states() == "work.x");  // nothing is remembered: the initial state
    REQUIRE(bench.take("deeper"));
    REQUIRE(bench.take("step"));
    REQUIRE(bench.take("pause"));
    REQUIRE(bench.take("back"));
    CHECK(bench.states() == back);
  }
}

TEST_CASE("a history state that remembers nothing leads to its target", "[interpreter]") {
  Bench bench(definition_of(
      "{'id':'m','initial':'away','states':{'work':{'initial':'x','states':{"
      "'h':{'type':'history','target':'y'},'x':{},'y':{}}},'away':{'on':{'back':'#m.work.h'}}}}"));
  REQUIRE(bench.take("back"));
  CHECK(bench.states() == "work.y");
}

TEST_CASE("a history state reached from inside, with nothing remembered, leaves a legal configuration",
          "[interpreter]") {
  Bench bench(definition_of(
      "{'initial':'p','states':{'p':{'type':'parallel','entry':" + log_of("+p") + ",'exit':" + log_of("-p") +
      ",'states':{'h':{'type':'history','history':'deep'},'one':{'on':{'go':'h'}},'two':{}}}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.log() == "-p +p");
  CHECK(active_paths(bench.item) == std::vector<std::string>{"p", "p.one", "p.two"});
}

TEST_CASE("always transitions follow at once, with the fields that the step has left", "[interpreter]") {
  Bench bench(definition_of(
      "{'initial':'a','states':{'a':{'on':{'go':{'target':'b','actions':"
      "{'type':'assign','params':{'path':'/fields/n','from':'/data/n'}}}}},"
      "'b':{'always':[{'target':'one','guard':{'type':'equals','params':{'path':'/fields/n','value':1}}},"
      "{'target':'other'}]},'one':{'on':{'back':'a'}},'other':{}}}"));
  REQUIRE(bench.take("go", "{'n':1}"));
  CHECK(bench.states() == "one");
  REQUIRE(bench.take("back"));
  REQUIRE(bench.take("go", "{'n':2}"));
  CHECK(bench.states() == "other");
}

TEST_CASE("an always transition that changes nothing is taken once, as XState does", "[interpreter]") {
  Bench bench(definition_of("{'initial':'a','states':{'a':{'on':{'go':'b'}},'b':{'always':{'actions':" +
                            log_of("t") + "},'on':{'nudge':{}}}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.log() == "t");
  REQUIRE(bench.take("nudge"));
  CHECK(bench.log() == "t");
}

TEST_CASE("endless loops are given up and change nothing", "[interpreter]") {
  const std::string assign = "{'type':'assign','params':{'path':'/fields/n','value':1}}";
  SECTION("of always") {
    Bench bench(definition_of("{'initial':'a','states':{'a':{'on':{'go':{'target':'b','actions':" + assign +
                              "}}},'b':{'always':'c'},'c':{'always':'b'}}}"));
    CHECK_FALSE(bench.take("go"));
    CHECK(bench.last.refusal.by == "endless_loop");
    CHECK(bench.states() == "a");
    CHECK(bench.item.fields == Json::object());
  }
  SECTION("of raised events") {
    Bench bench(definition_of("{'initial':'a','states':{'a':{'on':{'go':{'actions':[" + assign +
                              ",{'type':'raise','params':{'event':'go'}}]}}}}}"));
    CHECK_FALSE(bench.take("go"));
    CHECK(bench.last.refusal.by == "endless_loop");
    CHECK(bench.item.fields == Json::object());
  }
  SECTION("at the start") {
    Bench bench(definition_of("{'initial':'a','states':{'a':{'always':'b'},'b':{'always':'a'}}}"));
    CHECK_FALSE(bench.last.accepted);
  }
}

TEST_CASE("raised events come before the next event, in order, without data or actor", "[interpreter]") {
  Bench bench(definition_of(
      "{'initial':'a','states':{'a':{'on':{'go':{'actions':[{'type':'raise','params':{'event':'one'}},"
      "{'type':'raise','params':{'event':'two'}}]},"
      "'one':{'actions':" +
      log_of("one{/data/x}") + "},'two':{'actions':" + log_of("two{/actor/role}") +
      "},"
      "'free':{'actions':" +
      log_of("free{/data/x}{/actor/role}") + "}}}}}"));
  bench.actor = json_of("{'role':'clerk'}");
  REQUIRE(bench.take("go", "{'x':'!'}"));
  CHECK(bench.log() == "one two");
  REQUIRE(bench.take("free", "{'x':'!'}"));
  CHECK(bench.log() == "free!clerk");
}

TEST_CASE("onDone follows a compound's final state and a parallel's last region", "[interpreter]") {
  const std::string region = "{'initial':'a','states':{'a':{'on':{'NAME':'z'}},'z':{'type':'final'}}}";
  const auto named = [&](const std::string& name) {
    std::string text = region;
    return text.replace(text.find("NAME"), 4, name);
  };
  Bench bench(definition_of("{'initial':'one','states':{'one':{'onDone':'p'," + named("end").substr(1) +
                            ",'p':{'type':'parallel','onDone':'after','states':{'x':" + named("x") +
                            ",'y':" + named("y") + "}},'after':{}}}"));
  REQUIRE(bench.take("end"));
  CHECK(bench.states() == "p.x.a p.y.a");
  REQUIRE(bench.take("y"));
  CHECK(bench.states() == "p.x.a p.y.z");
  REQUIRE(bench.take("x"));
  CHECK(bench.states() == "after");
  CHECK_FALSE(bench.item.done);
}

TEST_CASE("a machine in its last state has run its exits, has no timers and takes nothing", "[interpreter]") {
  Bench bench(definition_of("{'exit':" + log_of("-root") +
                            ",'after':{'P1D':'.a'},'on':{'*':'.a'},'initial':'a','states':{"
                            "'a':{'on':{'go':'z'}},'z':{'type':'final','exit':" +
                            log_of("-z") + "}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.log() == "-z -root");
  CHECK(bench.item.done);
  CHECK(bench.item.timers.empty());
  CHECK_FALSE(bench.take("go"));
  CHECK(bench.last.refusal.by == "no_transition");
}

TEST_CASE("a machine that starts in its last state ends there", "[interpreter]") {
  Bench bench(definition_of("{'initial':'z','states':{'z':{'type':'final','exit':" + log_of("-z") + "}}}"));
  CHECK(bench.last.accepted);
  CHECK(bench.item.done);
  CHECK(bench.log() == "-z");
}

TEST_CASE("a wildcard of the state takes its own timers and the done events of its inside", "[interpreter]") {
  Bench timers(
      definition_of("{'initial':'a','states':{'a':{'on':{'*':'z'},'initial':'x','states':{'x':{'after':{'"
                    "PT1S':[]}}}},'z':{}}}"));
  REQUIRE(timers.fire("a.x", "PT1S"));
  CHECK(timers.states() == "z");
  Bench done(definition_of(
      "{'initial':'a','states':{'a':{'on':{'*':'z'},'initial':'x','states':{'x':{'on':{'go':'f'}},"
      "'f':{'type':'final'}}},'z':{}}}"));
  REQUIRE(done.take("go"));
  CHECK(done.states() == "z");
}

TEST_CASE("a timer that fires is gone, also if nothing was enabled", "[interpreter]") {
  Bench bench(
      definition_of("{'initial':'a','states':{'a':{'after':{'PT1S':{'target':'b','guard':"
                    "{'type':'present','params':{'path':'/fields/x'}}}}},'b':{}}}"));
  CHECK_FALSE(bench.fire("a", "PT1S"));
  CHECK(bench.item.timers.empty());
  CHECK(bench.states() == "a");
}

TEST_CASE("guards of one step see the fields as they were before it", "[interpreter]") {
  const std::string guard =
      "'guard':{'type':'not','params':{'of':{'type':'present','params':{'path':'/fields/n'}}}}";
  const std::string assign = "'actions':{'type':'assign','params':{'path':'/fields/n','value':1}}";
  Bench bench(definition_of(
      "{'type':'parallel','states':{'one':{'initial':'a','states':{'a':{'on':{'go':{'target':'b'," + guard +
      "," + assign + "}}},'b':{}}},'two':{'initial':'a','states':{'a':{'on':{'go':{'target':'b'," + guard +
      "}}},'b':{}}}}}"));
  REQUIRE(bench.take("go"));
  CHECK(bench.states() == "one.b two.b");
}

TEST_CASE("whether an event would be taken can be asked without taking it", "[interpreter]") {
  Bench bench(definition_of("{'initial':'a','states':{'a':{'on':{'go':'b'}},'b':{}}}"));
  CHECK(would_take(bench.item, "go", bench.context()).accepted);
  CHECK_FALSE(would_take(bench.item, "other", bench.context()).accepted);
  CHECK(bench.states() == "a");
}

}  // namespace yellowsea::machine
