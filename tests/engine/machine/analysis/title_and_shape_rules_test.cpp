#include "tests/engine/machine/analysis/analysed_text.hpp"

namespace yellowsea::machine {
namespace {

const std::string all_four = "{'en':'T','ja':'T','zh':'T','ko':'T'}";
const std::string three = "{'en':'T','ja':'T','zh':''}";

}  // namespace

TEST_CASE("every title is there in all four languages", "[analysis]") {
  const std::string machine = "{'tags':['settled'],'on':{'e':{}}}";
  CHECK(findings_in(quoted("{'format':'yellowsea.workflow/1','id':'t','version':1,'machine':" + machine +
                           "}")) == Reported{"warning missing_title "});
  CHECK(findings_of(machine, "'events':{'e':{'by':[{}]}},") == Reported{"warning missing_title /events/e"});
  CHECK(findings_of(machine, "'events':{'e':{'title':" + three + "}},") ==
        Reported{"warning missing_title /events/e/title"});
  CHECK(findings_of(machine, "'rules':{'r':" + three + "},") == Reported{"warning missing_title /rules/r"});
  CHECK(messages_of(machine, "'rules':{'r':" + three + "},")
            .find("the sentence of the rule 'r' is missing in 'zh' and 'ko'; every title needs all four "
                  "languages") != std::string::npos);
}

TEST_CASE("states and fields need titles where the definition gives any", "[analysis]") {
  CHECK(findings_of("{'initial':'a','states':{'a':{'on':{'e':'b'}},'b':{'tags':['settled'],'meta':{'title':" +
                    all_four + "}}}}") == Reported{"warning missing_title /machine/states/a"});
  CHECK(findings_of("{'initial':'a','states':{'a':{'tags':['settled'],'meta':{'title':" + three + "}}}}") ==
        Reported{"warning missing_title /machine/states/a/meta/title"});
  const auto properties = [](const std::string& text) {
    return findings_of("{'tags':['settled']}", "'fields':{'type':'object','properties':{" + text + "}},");
  };
  CHECK(properties("'a':{},'b':{}") == Reported{});
  CHECK(properties("'a':{'x-title':" + all_four + "},'b':{}") ==
        Reported{"warning missing_title /fields/properties/b"});
  CHECK(properties("'a':{'x-title':" + three + "}") ==
        Reported{"warning missing_title /fields/properties/a/x-title"});
  CHECK(properties("'a':{'enum':['x','y'],'x-enum-titles':{'x':" + all_four + ",'z':" + all_four + "}}") ==
        Reported{"warning missing_title /fields/properties/a/x-enum-titles",
                 "warning unknown_value /fields/properties/a/x-enum-titles/z"});
}

TEST_CASE("what is legal and hardly ever meant is named", "[analysis]") {
  CHECK(findings_of(
            "{'type':'parallel','states':{'a':{'tags':['settled'],'on':{'e':{'target':'a','reenter':true}}},"
            "'b':{}}}") == Reported{"warning reenter_region /machine/states/a/on/e/reenter"});
  CHECK(findings_of("{'tags':['settled'],'on':{'e':{'reenter':true}}}") ==
        Reported{"warning reenter_without_target /machine/on/e/reenter"});
  CHECK(findings_of("{'initial':'a','states':{'a':{'on':{'e':'b'}},'b':{'type':'final','on':{'e':'a'}}}}") ==
        Reported{"warning final_transitions /machine/states/b"});
  CHECK(findings_of("{'tags':['settled'],'after':{'d':{}}}",
                    "'delays':{'d':{'duration':'P1D'},'e':{'duration':'P1D'}},") ==
        Reported{"warning unused_delay /delays/e"});
  CHECK(findings_of("{'initial':'a','states':{'a':{'tags':['settled'],'on':{'e':'b'}},'b':{'on':{'e':'a'}},"
                    "'h':{'type':'history'}}}") == Reported{"warning unreachable_state /machine/states/h"});
}

TEST_CASE(
    "a definition with errors of the analysis is not handed out, and what the interpreter stops may run",
    "[analysis]") {
  const std::string text = analysed_text(
      "{'tags':['settled'],'after':{'PT0S':{}},'on':{'e':{'guard':{'type':'in','params':"
      "{'state':'x'}}}}}");
  CHECK(check_definition(text).definition == nullptr);
  CHECK(what_cannot_run(parse_definition(text), text).size() == 1);
  const std::string endless =
      analysed_text("{'tags':['settled'],'on':{'e':{'actions':{'type':'raise','params':{'event':'e'}}}}}");
  CHECK(check_definition(endless).definition == nullptr);
  CHECK(what_cannot_run(parse_definition(endless), endless).empty());
}

TEST_CASE("a machine with too many configurations is said to be looked at in part only", "[analysis]") {
  // Ten regions, each of which may take the event or not.
  std::string regions;
  for (int i = 0; i < 10; ++i) {
    regions += (i == 0 ? "'r" : ",'r") + std::to_string(i) +
               "':{'initial':'a','states':{'a':{'on':{'e':{'target':'b','guard':{'type':'present','params':{'"
               "path':'/fields/f" +
               std::to_string(i) + "'}}}}},'b':{'on':{'e':'a'}}}}";
  }
  const auto found = findings_of("{'type':'parallel','states':{" + regions + "}}");
  CHECK(found == Reported{"warning too_many_configurations /machine"});
}

}  // namespace yellowsea::machine
