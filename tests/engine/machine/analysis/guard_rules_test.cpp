#include "engine/machine/analysis/guard_logic.hpp"
#include "tests/engine/machine/analysis/analysed_text.hpp"

namespace yellowsea::machine {
namespace {

const std::string present_x = "{'type':'present','params':{'path':'/fields/x'}}";
const std::string present_y = "{'type':'present','params':{'path':'/fields/y'}}";
const std::string x_is_1 = "{'type':'equals','params':{'path':'/fields/x','value':1}}";
const std::string x_is_2 = "{'type':'equals','params':{'path':'/fields/x','value':2}}";

std::string all_of(const std::string& left, const std::string& right) {
  return "{'type':'all','params':{'of':[" + left + "," + right + "]}}";
}
std::string any_of(const std::string& left, const std::string& right) {
  return "{'type':'any','params':{'of':[" + left + "," + right + "]}}";
}
std::string not_of(const std::string& guard) { return "{'type':'not','params':{'of':" + guard + "}}"; }

// What is found with these two candidates of one event.
Reported two(const std::string& first, const std::string& second) {
  return findings_of("{'tags':['settled'],'on':{'e':[{'guard':" + first + "},{'guard':" + second + "}]}}");
}

const Reported second_is_idle{"warning indistinguishable /machine/on/e/1"};

Guard guard_of(const std::string& text) {
  return *definition_of("{'on':{'e':{'guard':" + text + "}}}")->transition(0).guard;
}

}  // namespace

TEST_CASE("a candidate behind one that always comes first is named", "[analysis]") {
  CHECK(findings_of("{'tags':['settled'],'on':{'e':[{},{'guard':" + present_x + "}]}}") == second_is_idle);
  CHECK(findings_of("{'tags':['settled'],'on':{'e':[{'guard':" + present_x + "},{}]}}") == Reported{});
  CHECK(two(any_of(present_x, not_of(present_x)), present_y) == second_is_idle);
}

TEST_CASE("guards that are equal, or of which the later implies the earlier, are named", "[analysis]") {
  CHECK(two(present_x, present_x) == second_is_idle);
  CHECK(two(present_x, present_y) == Reported{});
  CHECK(two(present_x, all_of(present_y, present_x)) == second_is_idle);
  CHECK(two(all_of(present_y, present_x), present_x) == Reported{});
  CHECK(two(any_of(present_x, present_y), present_y) == second_is_idle);
  CHECK(two(present_x, x_is_1) == second_is_idle);
  CHECK(two(x_is_1, present_x) == Reported{});
  CHECK(two(not_of(x_is_1), not_of(present_x)) == second_is_idle);
  // The name of a rule makes no difference.
  CHECK(two(present_x, "{'type':'present','params':{'path':'/fields/x','rule':'r'}}") ==
        Reported{"warning indistinguishable /machine/on/e/1",
                 "warning unknown_rule /machine/on/e/1/guard/params/rule"});
}

TEST_CASE("candidates are told apart within one event only, and within `always` and timers, too",
          "[analysis]") {
  CHECK(findings_of("{'tags':['settled'],'on':{'e':{},'f':{}}}") == Reported{});
  CHECK(findings_of("{'initial':'a','states':{'a':{'after':{'P1D':['b','c']}},'b':{'tags':['settled']},"
                    "'c':{'tags':['settled']}}}") ==
        Reported{"warning indistinguishable /machine/states/a/after/P1D/1",
                 "warning unreachable_state /machine/states/c"});
}

TEST_CASE("a guard that can never hold is named", "[analysis]") {
  const auto one = [](const std::string& guard) {
    return findings_of("{'tags':['settled'],'on':{'e':{'guard':" + guard + "}}}");
  };
  const Reported never{"warning guard_never_holds /machine/on/e/guard"};
  CHECK(one(all_of(x_is_1, x_is_2)) == never);
  CHECK(one(all_of(present_x, not_of(present_x))) == never);
  CHECK(one(all_of(x_is_1, not_of(present_x))) == never);
  CHECK(one(any_of(x_is_1, x_is_2)) == Reported{});
  // A timer brings no data and no actor.
  CHECK(findings_of(
            "{'tags':['settled'],'after':{'P1D':{'guard':{'type':'actor','params':{'roles':['r']}}}}}") ==
        Reported{"warning guard_never_holds /machine/after/P1D/guard"});
}

TEST_CASE("what is implied and what excludes each other", "[analysis]") {
  const auto implied = [](const std::string& left, const std::string& right) {
    return implies(guard_of(left), guard_of(right));
  };
  const std::string clerk = "{'type':'actor','params':{'roles':['clerk'],'scope':'/fields/o'}}";
  const std::string clerk_or_mayor = "{'type':'actor','params':{'roles':['mayor','clerk']}}";
  CHECK(implied(clerk, clerk_or_mayor));
  CHECK_FALSE(implied(clerk_or_mayor, clerk));
  CHECK(implied(any_of(x_is_1, x_is_2), present_x));
  CHECK_FALSE(implied(any_of(x_is_1, present_y), present_x));
  CHECK(implied("{'type':'before','params':{'path':'/fields/x','other':'/now'}}", present_x));
  CHECK(excludes(guard_of(x_is_1), guard_of(all_of(present_y, x_is_2))));
  CHECK_FALSE(excludes(guard_of(x_is_1), guard_of(present_y)));
}

}  // namespace yellowsea::machine
