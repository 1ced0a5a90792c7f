#include "tests/engine/machine/analysis/analysed_text.hpp"

namespace yellowsea::machine {
namespace {

const std::string end = "'end':{'tags':['settled']}";

std::string guard_on(const std::string& path) {
  return "'guard':{'type':'present','params':{'path':'" + path + "'}}";
}

}  // namespace

TEST_CASE("`always` transitions that follow each other for ever are an error", "[analysis]") {
  CHECK(findings_of(
            "{'initial':'a','states':{'a':{'on':{'e':'b','f':'end'}},'b':{'always':'c'},'c':{'always':'b'}," +
            end + "}}") == Reported{"warning no_outcome /machine/states/b",
                                    "error endless_loop /machine/states/b/always",
                                    "warning no_outcome /machine/states/c"});
  // One without target that writes a field changes something each time; one that does nothing comes to rest.
  CHECK(findings_of("{'tags':['settled'],'always':{'actions':{'type':'add','params':{'path':'/fields/"
                    "n','value':1}}}}") == Reported{"error endless_loop /machine/always"});
  CHECK(findings_of("{'tags':['settled'],'always':{}}") == Reported{});
}

TEST_CASE("a guard that the loop itself changes may end it; one that nothing changes is a warning",
          "[analysis]") {
  const auto loop = [](const std::string& actions) {
    return findings_of(
        "{'initial':'a','states':{'a':{'on':{'e':'b','f':'end'}},'b':{'always':{'target':'c'," +
        guard_on("/fields/x") + "}},'c':{'always':{'target':'b'," + guard_on("/fields/x") + actions +
        "},'on':{'f':'end'}}," + end + "}}");
  };
  const Reported stands_in_b{"warning waits_for_ever /machine/states/b"};
  CHECK(loop(",'actions':{'type':'clear','params':{'path':'/fields/x'}}") == stands_in_b);
  CHECK(loop(",'actions':{'type':'clear','params':{'path':'/fields/y'}}") ==
        Reported{stands_in_b.front(), "warning possible_endless_loop /machine/states/b/always"});
  // Guards that exclude each other end it, too.
  CHECK(findings_of(
            "{'tags':['settled'],'initial':'a','states':{'a':{'always':{'target':'b'," +
            guard_on("/fields/x") +
            "}},'b':{'always':{'target':'a','guard':{'type':'not','params':{'of':{'type':'present','params':"
            "{'path':'/fields/x'}}}}}}}}") == Reported{});
}

TEST_CASE("raised events and done events that bring themselves about are an error", "[analysis]") {
  CHECK(findings_of("{'tags':['settled'],'on':{'e':{'actions':{'type':'raise','params':{'event':'e'}}}}}") ==
        Reported{"error endless_loop /machine/on/e"});
  CHECK(findings_of(
            "{'tags':['settled'],'on':{'e':{'actions':{'type':'raise','params':{'event':'f'}}},'f':{}}}") ==
        Reported{});
  // The data of the event are gone when it is raised: the guard ends the loop.
  CHECK(findings_of("{'tags':['settled'],'on':{'e':{" + guard_on("/data/x") +
                    ",'actions':{'type':'raise','params':{'event':'e'}}}}}") == Reported{});
  CHECK(findings_of("{'tags':['settled'],'initial':'a','states':{'a':{'initial':'x','onDone':{'target':'a','"
                    "reenter':true},"
                    "'states':{'x':{'type':'final'}}}}}") ==
        Reported{"error endless_loop /machine/states/a/onDone"});
}

TEST_CASE("timers that start each other in zero time are an error", "[analysis]") {
  CHECK(findings_of("{'tags':['settled'],'initial':'a','states':{'a':{'after':{'PT0S':'b'}},'b':{'after':{'"
                    "P0D':'a'}}}}") == Reported{"error zero_time_loop /machine/states/a/after/PT0S"});
  CHECK(findings_of("{'tags':['settled'],'initial':'a','states':{'a':{'after':{'PT0S':'b'}},'b':{'after':{'"
                    "PT1S':'a'}}}}") == Reported{});
  // A transition inside does not start its timer anew.
  CHECK(findings_of("{'tags':['settled'],'after':{'PT0S':{}}}") == Reported{});
  CHECK(findings_of("{'tags':['settled'],'initial':'a','states':{'a':{'after':{'PT0S':{'target':'a','reenter'"
                    ":true}}}}}") == Reported{"error zero_time_loop /machine/states/a/after/PT0S"});
  CHECK(
      messages_of(
          "{'tags':['settled'],'initial':'a','states':{\n'a':{'after':{'PT0S':'b'}},'b':{'always':'a'}}}") ==
      "thing.json:5:15: error: timers start each other for ever in zero time ('a' to 'b', 'b' to 'a'); give "
      "one of "
      "them a delay that takes time, or a target outside the loop [zero_time_loop]");
}

TEST_CASE("a delay until a moment that has passed fires at once: in a loop it does so for ever",
          "[analysis]") {
  const auto loop = [](const std::string& past, const std::string& actions) {
    return findings_of("{'tags':['settled'],'initial':'a','states':{'a':{'after':{'due':{'target':'b'" +
                           actions + "}}},'b':{'always':'a'}}}",
                       "'delays':{'due':{'until':'/fields/due'" + past + "}},");
  };
  const Reported found{"error zero_time_loop /machine/states/a/after/due"};
  CHECK(loop("", "") == found);
  // Skipped once it has passed, but not at its own instant.
  CHECK(loop(",'past':'skip'", "") == found);
  CHECK(loop("",
             ",'actions':{'type':'assign_date','params':{'path':'/fields/due','from':'/now','add':'P1D'}}") ==
        Reported{"warning possible_zero_time_loop /machine/states/a/after/due"});
  CHECK(loop("", "," + guard_on("/fields/x")) ==
        Reported{"warning possible_zero_time_loop /machine/states/a/after/due"});
}

TEST_CASE("two moments that are skipped when they have passed make no loop", "[analysis]") {
  CHECK(
      findings_of(
          "{'tags':['settled'],'initial':'a','states':{'a':{'after':{'one':'b'}},'b':{'after':{'two':'a'}}}}",
          "'delays':{'one':{'until':'/fields/x','past':'skip'},'two':{'until':'/fields/"
          "y','past':'skip'}},") == Reported{});
}

}  // namespace yellowsea::machine
