#include "engine/service/history_import.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;
using Catch::Matchers::Contains;

namespace {

const std::string open_round =
    R"({"at": "2010-03-01T10:00:00+09:00", "kind": "round", "key": "r1", "type": "open", "data": {"name": "R", "zone": "Asia/Tokyo",)"
    R"( "survey_ends": "2010-05-31", "planned_meeting": "2010-11-20", "members": ["busan", "dalian"]}})"
    "\n";

std::string line(const std::string& at, const std::string& kind, const std::string& key,
                 const std::string& type, const std::string& data = "{}") {
  return R"({"at": ")" + at + R"(", "kind": ")" + kind + R"(", "key": ")" + key + R"(", "type": ")" + type +
         R"(", "data": )" + data + "}\n";
}

// Refused as a whole: what was there is there, byte by byte.
Problem refusal(const DataPlace& place, const std::string& lines) {
  const auto before = place.rows();
  const auto report = place.import(lines);
  CHECK(place.rows() == before);
  if (report) throw std::runtime_error("the lines were not refused");
  return report.error();
}

}  // namespace

TEST_CASE("every entry keeps its own time, when it was recorded and that it was imported") {
  DataPlace place;
  const auto report = must(place.import(open_round, instant("2020-01-01T00:00:00Z")));
  CHECK(report.lines == 1);
  CHECK(report.events == 1);
  const auto rows = place.writer().history("round", "r1", 0, 10);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at == instant("2010-03-01T01:00:00Z").time_since_epoch().count());
  CHECK(rows[0].recorded_at == instant("2020-01-01T00:00:00Z").time_since_epoch().count());
  const Json entry = Json::parse(rows[0].entry);
  CHECK(entry.at("at") == "2010-03-01T01:00:00Z");
  CHECK(entry.at("recorded_at") == "2020-01-01T00:00:00Z");
  CHECK(entry.at("event").at("imported_by") == Json{{"role", "administrator"}});
  CHECK_FALSE(entry.at("event").contains("by"));
}

TEST_CASE("timers that are due before a line fire first, at their own time") {
  DataPlace place;
  const auto report = must(place.import(
      open_round + line("2010-04-01T00:00:00Z", "round", "r1", "open_survey") +
      line("2010-07-01T00:00:00Z", "round", "r2", "open", Json::parse(open_round).at("data").dump())));
  CHECK(report.lines == 3);
  CHECK(report.timers == 1);
  const auto rows = place.writer().history("round", "r1", 2, 10);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].type.empty());
  CHECK(rows[0].at == instant("2010-06-01T00:00:00+09:00").time_since_epoch().count());
}

TEST_CASE("one refused line takes all back, and is named with its type and the rule") {
  DataPlace place;
  must(place.import(open_round));
  const std::string good = line("2010-04-01T00:00:00Z", "round", "r1", "open_survey");

  const Problem no_transition = refusal(place, good + "\n" +
                                                   line("2010-04-02T00:00:00Z", "round", "r1", "begin_review",
                                                        R"({"meeting_on": "2010-05-01", "place": "Ulsan"})"));
  CHECK(no_transition.rule == "no_transition");
  CHECK(no_transition.arguments.at("line") == 3);
  CHECK_THAT(no_transition.detail,
             Contains("line 3: 'begin_review' of round 'r1' is refused by no_transition"));

  const Problem by = refusal(
      place, good + R"({"at": "2010-04-02T00:00:00Z", "kind": "round", "key": "r1", "type": "close_survey",)"
                    R"( "actor": {"role": "chamber", "organisation": "busan"}})");
  CHECK(by.rule == "by");
  CHECK(by.code == ProblemCode::forbidden);

  const Problem fields = refusal(
      place, good + line("2010-04-02T00:00:00Z", "problem_report", "p1", "open",
                         R"({"round": "r1", "chamber": "busan", "cities": ["dalian"], "title": ""})"));
  REQUIRE(fields.fields.size() == 1);
  CHECK(fields.fields[0].pointer == "/title");
  CHECK(fields.arguments.at("line") == 2);

  const Problem guard =
      refusal(place, line("2010-04-02T00:00:00Z", "problem_report", "p1", "open",
                          R"({"round": "r1", "chamber": "busan", "cities": ["dalian"], "title": "T"})") +
                         line("2010-04-03T00:00:00Z", "problem_report", "p1", "submit"));
  CHECK(guard.rule == "round_open");
  CHECK_THAT(guard.detail, Contains("some_linked (round_open)"));

  CHECK(refusal(place, good + line("2010-04-02T00:00:00Z", "round", "r9", "edit")).rule == "unknown_item");
  CHECK(refusal(place, good + open_round).rule == "order");
}

TEST_CASE("what cannot be a past event is refused") {
  DataPlace place;
  must(place.import(open_round + line("2010-04-01T00:00:00Z", "round", "r1", "open_survey")));
  const auto rule = [&](const std::string& lines) { return refusal(place, lines).rule; };
  CHECK(rule(line("2010-03-31T00:00:00Z", "round", "r1", "close_survey")) == "older");
  CHECK(rule(line("2026-01-01T00:00:01Z", "round", "r1", "close_survey")) == "future");
  CHECK(rule(line("2010-05-01T00:00:00Z", "ship", "s1", "open")) == "unknown_kind");
  CHECK(rule(line("2010-05-01T00:00:00Z", "round", "a/b", "open")) == "key");
  CHECK(rule(line("2010-05-01T00:00:00Z", "round", "", "open")) == "key");
  CHECK(rule(line("2010-05-01T00:00:00Z", "round", "r1", "enter_implementation")) == "internal");
  CHECK(rule(line("2010-05-01T00:00:00Z", "round", "r1", "xstate.after.x")) == "by");
  CHECK(rule(R"({"kind": "round", "key": "r1", "type": "close_survey"})") == "at");
  CHECK(rule(R"({"at": "2010-05-01", "kind": "round", "key": "r1", "type": "close_survey"})") == "at");
  CHECK(rule("{") == "syntax");
}

TEST_CASE("a line may not change another item that is further on") {
  DataPlace place;
  must(place.import(open_round + line("2010-04-01T00:00:00Z", "round", "r1", "open_survey") +
                    line("2010-04-02T00:00:00Z", "problem_report", "p1", "open",
                         R"({"round": "r1", "chamber": "busan", "cities": ["dalian"], "title": "T"})") +
                    line("2010-05-02T00:00:00Z", "problem_report", "p1", "edit", R"({"title": "U"})")));
  // Closing the survey makes drafts expire.
  const Problem problem = refusal(place, line("2010-04-15T00:00:00Z", "round", "r1", "close_survey"));
  CHECK(problem.rule == "older");
  CHECK_THAT(problem.detail, Contains("problem_report 'p1'"));
}

TEST_CASE("an empty list imports nothing") {
  DataPlace place;
  CHECK(must(place.import("\n\n")).lines == 0);
  CHECK(place.writer().last_seq() == 0);
}
