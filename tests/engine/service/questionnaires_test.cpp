// Questionnaires from the design to what becomes of an answer, on the service alone.
#include "engine/service/questionnaires.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

const Instant now = instant("2010-04-01T00:00:00Z");

Caller acting(const std::string& role, const std::string& organisation) {
  Caller caller;
  caller.person = 1;
  caller.role = role;
  caller.organisation = organisation;
  return caller;
}

struct SurveyDesk : DataPlace {
  SurveyDesk() {
    must(import(
        R"({"at": "2010-03-01T00:00:00Z", "kind": "round", "key": "r1", "type": "open", "data": {"name": "R", "zone": "Asia/Tokyo", )"
        R"("survey_ends": "2010-05-31", "planned_meeting": "2010-11-20", "members": ["busan", "dalian"]}})"
        "\n"
        R"({"at": "2010-03-25T00:00:00Z", "kind": "round", "key": "r1", "type": "open_survey"})",
        now));
    REQUIRE(writer().begin());
  }
  ~SurveyDesk() { writer().rollback(); }

  StoreRepository repository{writer(), *pack, definitions()};
  QuestionnaireRules rules = *must(read_questionnaire_rules(*pack, "survey"));
  Questionnaires all{writer(), repository, *pack, rules};
  Caller busan = acting("chamber", "busan");

  Json body() { return suggested_questionnaire(*pack, rules, *repository.find("round", "r1"), "ko"); }
  std::int64_t published() {
    const auto made = must(all.create(busan, "r1", body(), now));
    must(all.publish(busan, made.id, now));
    return made.id;
  }
  std::string link(std::int64_t id) { return stored_json(writer().questionnaire(id)->body).at("link"); }
  Json good() const {
    return Json{{"title", "Customs"}, {"cities", {"dalian"}}, {"description", "Slow"}, {"severity", 3}};
  }
};

template <class T>
std::string rule(const Result<T>& result) {
  return result ? "" : result.error().rule;
}

}  // namespace

TEST_CASE("only a member's own chamber designs, and nobody else sees it", "[questionnaires]") {
  SurveyDesk desk;
  CHECK(rule(desk.all.create(acting("chamber", "fukuoka"), "r1", desk.body(), now)) == "by");
  CHECK(rule(desk.all.create(acting("city_officer", "busan"), "r1", desk.body(), now)) == "by");
  CHECK(rule(desk.all.create(desk.busan, "none", desk.body(), now)) == "unknown_item");
  const auto made = must(desk.all.create(desk.busan, "r1", desk.body(), now));
  CHECK(desk.all.own(desk.busan, made.id));
  CHECK(rule(desk.all.own(acting("chamber", "dalian"), made.id)) == "unknown_item");
  CHECK(rule(desk.all.own(acting("secretariat", "secretariat"), made.id)) == "unknown_item");
}

TEST_CASE("a draft is changed by version, and what is published is not", "[questionnaires]") {
  SurveyDesk desk;
  const auto made = must(desk.all.create(desk.busan, "r1", desk.body(), now));
  CHECK(must(desk.all.edit(desk.busan, made.id, 1, desk.body(), now)).version == 2);
  CHECK(rule(desk.all.edit(desk.busan, made.id, 1, desk.body(), now)) == "version");
  Json wrong = desk.body();
  wrong["questions"][0]["kind"] = "song";
  CHECK(rule(desk.all.edit(desk.busan, made.id, 2, wrong, now)) == "schema");
  must(desk.all.publish(desk.busan, made.id, now));
  CHECK(rule(desk.all.edit(desk.busan, made.id, 3, desk.body(), now)) == "questionnaire_published");
  const std::string link = desk.link(made.id);
  must(desk.all.close(desk.busan, made.id, now));
  must(desk.all.publish(desk.busan, made.id, now));
  CHECK(desk.link(made.id) == link);
}

TEST_CASE("codes are made up to a limit at once", "[questionnaires]") {
  SurveyDesk desk;
  const auto id = desk.published();
  CHECK(rule(desk.all.invite(desk.busan, id, 0, now)) == "schema");
  CHECK(rule(desk.all.invite(desk.busan, id, Questionnaires::max_codes_at_once + 1, now)) == "schema");
  CHECK(must(desk.all.invite(desk.busan, id, Questionnaires::max_codes_at_once, now)).size() ==
        static_cast<std::size_t>(Questionnaires::max_codes_at_once));
  CHECK(must(desk.all.invite(desk.busan, id, 1, now)).size() == 1);
}

TEST_CASE("a code answers once, with a draft kept before", "[questionnaires]") {
  SurveyDesk desk;
  const auto id = desk.published();
  const std::string code = must(desk.all.invite(desk.busan, id, 1, now)).front();
  CHECK(must(desk.all.answer(code, Json{{"title", " Half "}}, "ko", 0, false, now)).state == "draft");
  CHECK(rule(desk.all.answer(code, desk.good(), "ko", 0, false, now)) == "version");
  CHECK(rule(desk.all.answer(code, Json{{"title", "Half"}}, "ko", 1, true, now)) == "schema");
  const auto sent = must(desk.all.answer(code, desk.good(), "ko", 1, true, now));
  CHECK(sent.state == "submitted");
  CHECK(sent.number == 1);
  CHECK(rule(desk.all.answer(code, desk.good(), "ko", 2, true, now)) == "questionnaire_answered");
  CHECK(rule(desk.all.answer("0000", desk.good(), "ko", 0, true, now)) == "unknown_code");
}

TEST_CASE("the shared link gives everybody a code of their own, and answers nothing itself",
          "[questionnaires]") {
  SurveyDesk desk;
  const auto id = desk.published();
  const std::string link = desk.link(id);
  CHECK(rule(desk.all.answer(link, desk.good(), "ko", 0, true, now)) == "questionnaire_shared_code");
  const std::string own = must(desk.all.start(link, now));
  CHECK(own != must(desk.all.start(link, now)));
  CHECK(rule(desk.all.start(own, now)) == "questionnaire_own_code");
  must(desk.all.close(desk.busan, id, now));
  CHECK(rule(desk.all.start(link, now)) == "questionnaire_closed");
  CHECK(rule(desk.all.answer(own, desk.good(), "ko", 0, true, now)) == "questionnaire_closed");
}

TEST_CASE("an answer is found by number or code, and erased it still counts", "[questionnaires]") {
  SurveyDesk desk;
  const auto id = desk.published();
  const std::string code = must(desk.all.invite(desk.busan, id, 1, now)).front();
  must(desk.all.answer(code, desk.good(), "ko", 0, true, now));
  const std::string number = std::to_string(id) + "/1";
  REQUIRE(find_response(desk.writer(), number));
  CHECK(find_response(desk.writer(), printed_code(code)) == find_response(desk.writer(), number));
  for (const char* none :
       {"", "/", "1", "0/1", "1/0", "-1/1", "1/1x", "99/1", "1/1/1", "18446744073709551617/1"})
    CHECK_FALSE(find_response(desk.writer(), none));
  REQUIRE(erase_response(desk.writer(), id, 1, now));
  const auto row = *find_response(desk.writer(), number);
  CHECK(row.state == "erased");
  CHECK(row.answers == "{}");
  CHECK(row.language.empty());
  CHECK(desk.writer().count_responses(id, "") == 1);
  CHECK(rule(erase_response(desk.writer(), id, 2, now)) == "unknown_response");
}

TEST_CASE("what is brought in on paper is numbered on, and needs a published questionnaire",
          "[questionnaires]") {
  SurveyDesk desk;
  const auto draft = must(desk.all.create(desk.busan, "r1", desk.body(), now));
  CHECK(rule(desk.all.bring_in(desk.busan, draft.id, {desk.good()}, "ko", now)) == "questionnaire_draft");
  must(desk.all.publish(desk.busan, draft.id, now));
  REQUIRE(desk.all.bring_in(desk.busan, draft.id, {desk.good(), desk.good()}, "ko", now));
  CHECK(desk.writer().last_response_number(draft.id) == 2);
  CHECK(rule(desk.all.bring_in(acting("chamber", "dalian"), draft.id, {desk.good()}, "ko", now)) ==
        "unknown_item");
}
