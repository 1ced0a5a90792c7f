#include "engine/machine/trace.hpp"

#include <catch2/catch.hpp>

#include "engine/machine/play.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

std::vector<Json> traced(const DefinitionPtr& definition, const std::string& lines) {
  std::vector<Json> answers;
  const auto done = trace(definition, quoted(lines), {},
                          [&](const std::string& line) { answers.push_back(Json::parse(line)); });
  REQUIRE(done);
  return answers;
}

std::string wrong_line(const std::string& lines) {
  const auto done = trace(definition_of("{}"), quoted(lines), {}, [](const std::string&) {});
  REQUIRE_FALSE(done);
  return done.error().arguments.at("line").dump() + " " + done.error().rule;
}

const char* const clockwork =
    "{'type':'parallel','states':{'one':{'initial':'a','states':{'a':{'after':{'PT10S':'b','PT5S':[]}},'b':{'"
    "after':{'PT10S':'c'}},'c':{}}},"
    "'two':{'after':{'PT10S':{'actions':{'type':'log','params':{'message':'m'}}}},'on':{'go':{},'no':{'guard'"
    ":"
    "{'type':'any','params':{'of':[]}}}}}}}";

}  // namespace

TEST_CASE("a trace has a line for the start, for each timer in order, and for each line read", "[trace]") {
  const auto answers = traced(definition_of(clockwork),
                              "{'at':'2026-01-01T09:00:00+09:00','type':null}\n"
                              "{'at':'2026-01-01T09:00:20+09:00','type':'go','data':{}}\n{'type':'no'}\n");
  REQUIRE(answers.size() == 7);
  CHECK(answers[0] ==
        json_of("{'at':'2026-01-01T00:00:00Z','type':null,'timer':null,'accepted':true,'refused_by':null,"
                "'configuration':['one.a','two'],'value':{'one':'a','two':{}},'actions':[],'done':false}"));
  CHECK(answers[1].at("timer") == json_of("{'state':'one.a','delay':'PT5S'}"));
  CHECK(answers[1].at("accepted") == false);
  CHECK(answers[2].at("timer") == json_of("{'state':'one.a','delay':'PT10S'}"));
  CHECK(answers[2].at("at") == "2026-01-01T00:00:10Z");
  CHECK(answers[3].at("timer") == json_of("{'state':'two','delay':'PT10S'}"));
  CHECK(answers[3].at("actions") == json_of("[{'type':'log','params':{'message':'m'}}]"));
  CHECK(answers[4].at("timer") == json_of("{'state':'one.b','delay':'PT10S'}"));
  CHECK(answers[5].at("type") == "go");
  CHECK(answers[5].at("accepted") == true);
  CHECK(answers[6].at("refused_by") == "any");
  CHECK(answers[6].at("at") == "2026-01-01T00:00:20Z");
}

TEST_CASE("open gives the fields, by is asked only of actors", "[trace]") {
  const auto definition =
      definition_of("{'on':{'go':{'guard':{'type':'present','params':{'path':'/fields/x'}}}}}",
                    "'events':{'go':{'by':[{'roles':['chief']}]}},");
  const auto answers =
      traced(definition,
             "{'type':'open','data':{'x':1}}\n{'type':'go'}\n{'type':'go','actor':{'role':'clerk'}}\n"
             "{'type':'open'}\n{'type':'nothing'}");
  REQUIRE(answers.size() == 5);
  CHECK(answers[0].at("accepted") == true);
  CHECK(answers[1].at("accepted") == true);
  CHECK(answers[2].at("refused_by") == "by");
  CHECK(answers[3].at("refused_by") == "no_transition");
  CHECK(answers[4].at("refused_by") == "no_transition");
}

TEST_CASE("the guard of open is asked of everybody", "[trace]") {
  const auto definition =
      definition_of("{}", "'events':{'open':{'guard':{'type':'present','params':{'path':'/fields/x'}}}},");
  const auto opened = [&](const char* line) {
    std::size_t answers = 0;
    const auto done = trace(definition, quoted(line), {}, [&](const std::string&) { ++answers; });
    return done ? "opened " + std::to_string(answers) : done.error().rule + " " + std::to_string(answers);
  };
  CHECK(opened("{'type':'open','data':{'x':1}}") == "opened 1");
  CHECK(opened("{'type':'open'}") == "present 0");
  CHECK(opened("{'type':'open','actor':{'role':'chief'}}") == "present 0");
}

TEST_CASE("wrong lines are named", "[trace]") {
  CHECK(wrong_line("{'type':'a'}\n\n{]") == "3 syntax");
  CHECK(wrong_line("[]") == "1 type");
  CHECK(wrong_line("{'type':1}") == "1 type");
  CHECK(wrong_line("{'at':'yesterday'}") == "1 at");
  CHECK(wrong_line("{'data':[]}") == "1 type");
  CHECK(wrong_line("{'actor':'me'}") == "1 type");
  CHECK(wrong_line("{'at':'2026-01-02T00:00:00Z'}\n{'at':'2026-01-01T00:00:00Z'}") == "2 order");
}

TEST_CASE("play says what each line changed, timers included", "[play]") {
  Surroundings surroundings;
  surroundings.definitions["thing"] =
      definition_of("{'initial':'a','states':{'a':{'after':{'PT10S':'b'}},'b':{'on':{'go':'a'}}}}");
  std::vector<Json> answers;
  const std::string lines = quoted(
      "{'at':'2026-01-01T00:00:00Z','kind':'thing','key':'1','type':'open'}\n{'kind':'thing','key':'1','type'"
      ":'go'}\n"
      "{'at':'2026-01-01T00:00:10Z','type':null}\n{'kind':'thing','key':'2','type':'go'}");
  REQUIRE(play(surroundings, lines, [&](const std::string& line) { answers.push_back(Json::parse(line)); }));
  REQUIRE(answers.size() == 4);
  CHECK(answers[0].at("changed") == json_of("{'thing/1':['a']}"));
  CHECK(answers[1].at("refused_by") == "no_transition");
  CHECK(answers[1].at("changed") == Json::object());
  CHECK(answers[2].at("changed") == json_of("{'thing/1':['b']}"));
  CHECK(answers[2].at("kind").is_null());
  CHECK(answers[3].at("refused_by") == "unknown_item");
}

}  // namespace yellowsea::machine
