#include "engine/service/questionnaire.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace yellowsea;

namespace {

const std::vector<std::string> languages{"en", "ja", "zh", "ko"};

Json body() {
  return Json::parse(R"({
    "language": "ko", "title": {"ko": "조사"},
    "questions": [
      {"id": "place", "kind": "one", "required": true, "text": {"ko": "어디"},
       "options": [{"id": "a", "text": {"ko": "가"}}, {"id": "b", "text": {"ko": "나"}}]},
      {"id": "all", "kind": "many", "text": {"ko": "모두"},
       "options": [{"id": "a", "text": {"ko": "가"}}, {"id": "b", "text": {"ko": "나"}}]},
      {"id": "grade", "kind": "scale", "min": 1, "max": 3, "text": {"ko": "정도"}},
      {"id": "words", "kind": "text", "max_length": 4, "text": {"ko": "글"}}
    ]})");
}

std::vector<std::string> named(const std::vector<FieldError>& errors) {
  std::vector<std::string> names;
  for (const FieldError& error : errors) names.push_back(error.pointer + " " + error.rule);
  return names;
}

std::vector<std::string> wrong_body(const std::string& pointer, const Json& value) {
  Json changed = body();
  changed[Json::json_pointer(pointer)] = value;
  return named(check_questionnaire(changed, languages));
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a questionnaire is wrong where it cannot be asked") {
  CHECK(check_questionnaire(body(), languages).empty());
  CHECK(wrong_body("/title", Json{{"en", "Only English"}}) == Names{"/title/ko required"});
  CHECK(wrong_body("/title", Json{{"ko", "가"}, {"fr", "x"}}) == Names{"/title/fr unknown_field"});
  CHECK(wrong_body("/questions/1/id", "place") == Names{"/questions/1/id duplicate"});
  CHECK(wrong_body("/questions/0/options", Json::array()) == Names{"/questions/0/options min_items"});
  CHECK(wrong_body("/questions/0/options/1/id", "a") == Names{"/questions/0/options/1/id duplicate"});
  CHECK(wrong_body("/questions/0/options/1/text/ko", "  ") ==
        Names{"/questions/0/options/1/text/ko required"});
  CHECK(wrong_body("/questions/2/min", 3) == Names{"/questions/2/max minimum"});
  CHECK(wrong_body("/questions/3/kind", "picture") == Names{"/questions/3/kind enum"});
  CHECK(wrong_body("/questions", Json::array()) == Names{"/questions min_items"});
  CHECK(named(check_questionnaire(Json::array(), languages)) == Names{" type"});
}

TEST_CASE("an answer is wrong where it is no answer to its question") {
  const auto wrong = [](const Json& answers, bool complete = true) {
    return named(check_answers(body(), tidy_answers(answers), complete));
  };
  CHECK(wrong({{"place", "a"}, {"all", {"b", "a"}}, {"grade", 3}, {"words", "네 글자"}}).empty());
  CHECK(wrong(Json::object()) == Names{"/place required"});
  CHECK(wrong(Json::object(), false).empty());
  CHECK(wrong({{"place", ""}}) == Names{"/place required"});
  CHECK(wrong({{"place", "c"}}) == Names{"/place unknown_option"});
  CHECK(wrong({{"place", {"a"}}}) == Names{"/place type"});
  CHECK(wrong({{"place", "a"}, {"all", "b"}}) == Names{"/all type"});
  CHECK(wrong({{"place", "a"}, {"all", {"b", "b"}}}) == Names{"/all unknown_option"});
  CHECK(wrong({{"place", "a"}, {"grade", 0}}) == Names{"/grade minimum"});
  CHECK(wrong({{"place", "a"}, {"grade", 4}}) == Names{"/grade maximum"});
  CHECK(wrong({{"place", "a"}, {"grade", "2"}}) == Names{"/grade type"});
  CHECK(wrong({{"place", "a"}, {"words", "다섯 글자다"}}) == Names{"/words max_length"});
  CHECK(wrong({{"place", "a"}, {"stray", 1}}) == Names{"/stray unknown_field"});
  CHECK(named(check_answers(body(), Json("text"), true)) == Names{" type"});
}

TEST_CASE("answers are counted by option and number") {
  AnswerTally tally(body());
  tally.add({{"place", "a"}, {"all", {"a", "b"}}, {"grade", 2}});
  tally.add({{"place", "b"}, {"all", {"a"}}, {"words", "x"}});
  const Json counted = tally.json();
  CHECK(counted[0] == Json::parse(R"({"id": "place", "kind": "one", "answered": 2,
                                      "counts": [{"value": "a", "count": 1}, {"value": "b", "count": 1}]})"));
  CHECK(counted[1]["counts"] == Json::parse(R"([{"value": "a", "count": 2}, {"value": "b", "count": 1}])"));
  CHECK(counted[2]["counts"] ==
        Json::parse(R"([{"value": 1, "count": 0}, {"value": 2, "count": 1}, {"value": 3, "count": 0}])"));
  CHECK(counted[3] == Json::parse(R"({"id": "words", "kind": "text", "answered": 1, "counts": []})"));
}

TEST_CASE("a code is one of very many, and is understood as people type it") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string code = new_answer_code();
    CHECK(code.size() == 26);
    CHECK(code.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos);
    CHECK(seen.insert(code).second);
  }
  const std::string code = "0123456789abcdefghjkmnpq01";
  CHECK(printed_code(code) == "01234-56789-abcde-fghjk-mnpq01");
  const std::string hash = answer_code_hash(code);
  CHECK(hash.size() == 64);
  CHECK(answer_code_hash("O1234-56789 ABCDE-fghjk-mnpqoL") == hash);
  CHECK(answer_code_hash(code + "0").empty());
  CHECK(answer_code_hash("u" + code.substr(1)).empty());
  CHECK(answer_code_hash("").empty());
}
