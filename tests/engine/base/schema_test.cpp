#include "tests/engine/base/schema_lists.hpp"

using namespace yellowsea;

TEST_CASE("types") {
  const std::pair<const char*, const char*> good[] = {
      {"object", "{}"}, {"array", "[]"},   {"string", "\"\""}, {"number", "1"},     {"number", "1.5"},
      {"integer", "1"}, {"integer", "-1"}, {"integer", "1.0"}, {"boolean", "true"}, {"null", "null"}};
  for (const auto& [type, value] : good) {
    CHECK(wrong(("{\"type\":\"" + std::string(type) + "\"}").c_str(), value) == List{});
  }
  const std::pair<const char*, const char*> bad[] = {
      {"object", "[]"},   {"array", "{}"},  {"string", "1"}, {"string", "null"}, {"number", "\"1\""},
      {"integer", "1.5"}, {"boolean", "0"}, {"null", "0"},   {"integer", "true"}};
  for (const auto& [type, value] : bad) {
    CHECK(wrong(("{\"type\":\"" + std::string(type) + "\"}").c_str(), value) == List{" type"});
  }
  CHECK(wrong(R"({"type":["string","null"]})", "null") == List{});
  CHECK(wrong(R"({"type":["string","null"]})", "1") == List{" type"});
  CHECK(wrong("{}", "1") == List{});
  CHECK(wrong("true", "1") == List{});
  CHECK(wrong("false", "1") == List{" not_allowed"});
  CHECK(wrong(R"({"type":"string","minLength":3})", "1") == List{" type"});  // one error for one cause
}

TEST_CASE("objects") {
  const char* schema = R"({"type":"object","required":["name","a/b"],"additionalProperties":false,
    "properties":{"name":{"type":"string"},"a/b":{"type":"integer"},"in":{"type":"object","required":["x"]}}})";
  CHECK(wrong(schema, R"({"name":"n","a/b":1})") == List{});
  CHECK(wrong(schema, "{}") == List{"/name required", "/a~1b required"});
  CHECK(wrong(schema, R"({"name":null,"a/b":"1","c~d":1})") ==
        List{"/a~1b type", "/c~0d unknown_field", "/name type"});
  CHECK(wrong(R"({"additionalProperties":{"type":"integer"},"properties":{"a":true}})",
              R"({"a":"","b":1,"c":""})") == List{"/c type"});
  CHECK(wrong(R"({"properties":{"a":{"type":"string"}}})", R"({"b":1})") == List{});
  CHECK(wrong(R"({"required":["a"]})", "[]") == List{});
}

TEST_CASE("strings count code points") {
  const char* schema = R"({"minLength":2,"maxLength":3})";
  CHECK(wrong(schema, "\"関\"") == List{" min_length"});
  CHECK(wrong(schema, "\"通関\"") == List{});
  CHECK(wrong(schema, "\"通関手\"") == List{});
  CHECK(wrong(schema, "\"通関手続\"") == List{" max_length"});
  CHECK(wrong(schema, "\"😀\"") == List{" min_length"});
  CHECK(wrong(schema, "1") == List{});
}

TEST_CASE("bounds written in C++ count like those that are read") {
  CHECK(listed(check_schema(Json{{"maxLength", 1}}, "ab")) == List{" max_length"});
  CHECK(listed(check_schema(Json{{"minItems", 1}}, Json::array())) == List{" min_items"});
  CHECK(listed(check_schema_itself(Json{{"maxLength", 1}})) == List{});
  CHECK(listed(check_schema_itself(Json{{"maxLength", -1}})) == List{"/maxLength type"});
}

TEST_CASE("patterns are those of ECMAScript") {
  CHECK(wrong(R"({"pattern":"b"})", "\"abc\"") == List{});  // not anchored
  CHECK(wrong(R"({"pattern":"^[a-z][a-z0-9-]*$"})", "\"busan-2\"") == List{});
  CHECK(wrong(R"({"pattern":"^[a-z][a-z0-9-]*$"})", "\"Busan\"") == List{" pattern"});
  CHECK(wrong(R"({"pattern":"^a$"})", R"("a\n")") == List{" pattern"});
  CHECK(wrong(R"({"pattern":"^\\d+$"})", "\"12\"") == List{});
  CHECK(wrong(R"({"pattern":"^\\d+$"})", "\"１２\"") == List{" pattern"});
  CHECK(wrong(R"({"pattern":"^[\\w.]+$"})", "\"a_b.c\"") == List{});
  CHECK(wrong(R"({"pattern":"^[\\w.]+$"})", "\"é\"") == List{" pattern"});
  CHECK(wrong(R"({"pattern":"^.$"})", "\"😀\"") == List{});
  CHECK(wrong(R"({"pattern":"^\\p{Script=Hangul}+$"})", "\"부산\"") == List{});
  CHECK(wrong(R"({"pattern":"^[[a&&b]+$"})", "\"[&a\"") == List{});
  CHECK(wrong(R"({"pattern":"^[a\\]$]+$"})", "\"a]$\"") == List{});
  CHECK(wrong(R"({"pattern":"^\\$\\.$"})", "\"$.\"") == List{});
  CHECK(wrong(R"_({"pattern":"^(?:a|b){2}(?=c)"})_", "\"abc\"") == List{});
}

TEST_CASE("patterns end, whatever the text") {
  const Json evil{{"pattern", "^(a+)+$"}};
  CHECK(listed(check_schema(evil, std::string(20'000, 'a') + "!")) == List{" pattern"});
  const Json alternatives{{"pattern", "^(a|b)*$"}};
  CHECK(check_schema(alternatives, std::string(20'000, 'a')).empty());
}

TEST_CASE("formats") {
  const char* date = R"({"format":"date"})";
  CHECK(wrong(date, "\"2028-02-29\"") == List{});
  CHECK(wrong(date, "\"2027-02-29\"") == List{" format"});
  CHECK(wrong(date, "\"2027-2-9\"") == List{" format"});
  CHECK(wrong(date, "\"\"") == List{" format"});
  CHECK(wrong(date, "5") == List{});
  const char* instant = R"({"format":"date-time"})";
  CHECK(wrong(instant, "\"2026-01-05T09:00:00+09:00\"") == List{});
  CHECK(wrong(instant, "\"2026-01-05T09:00:00\"") == List{" format"});
  CHECK(wrong(instant, "\"2026-02-30T09:00:00Z\"") == List{" format"});
  CHECK(wrong(instant, "\"2026-01-05\"") == List{" format"});
}

TEST_CASE("numbers") {
  const char* schema = R"({"minimum":-1,"maximum":2.5})";
  for (const char* good : {"-1", "0", "2", "2.5", "\"x\""}) CHECK(wrong(schema, good) == List{});
  CHECK(wrong(schema, "-2") == List{" minimum"});
  CHECK(wrong(schema, "3") == List{" maximum"});
}

TEST_CASE("arrays") {
  const char* schema = R"({"items":{"type":"integer"},"minItems":1,"maxItems":2,"uniqueItems":true})";
  CHECK(wrong(schema, "[1]") == List{});
  CHECK(wrong(schema, "[1,2]") == List{});
  CHECK(wrong(schema, "[]") == List{" min_items"});
  CHECK(wrong(schema, "[1,2,3]") == List{" max_items"});
  CHECK(wrong(schema, "[1,1]") == List{"/1 unique_items"});
  CHECK(wrong(schema, "[1,\"a\"]") == List{"/1 type"});
  CHECK(wrong(R"({"uniqueItems":true})", R"([{"a":1,"b":2},{"b":2,"a":1}])") == List{"/1 unique_items"});
  CHECK(wrong(R"({"uniqueItems":false})", "[1,1]") == List{});
}

TEST_CASE("choices") {
  CHECK(wrong(R"({"enum":["a",1,null]})", "null") == List{});
  CHECK(wrong(R"({"enum":["a",1,null]})", "\"b\"") == List{" enum"});
  CHECK(wrong(R"({"const":{"a":[1]}})", R"({"a":[1]})") == List{});
  CHECK(wrong(R"({"const":{"a":[1]}})", R"({"a":[2]})") == List{" const"});
}

TEST_CASE("errors lie where the value is, however deep") {
  CHECK(wrong(R"({"properties":{"list":{"items":{"properties":{"n":{"type":"integer"}},"required":["n"]}}}})",
              R"({"list":[{"n":1},{"n":"1"},{}]})") == List{"/list/1/n type", "/list/2/n required"});
}

TEST_CASE("schemas are checked themselves") {
  CHECK(
      wrong_schema(
          R"({"type":"object","title":{"en":"x"},"description":"","default":1,"examples":[],"x-widget":"long"})") ==
      List{});
  CHECK(wrong_schema(R"({"properties":{"a/b":{"requird":[]}}})") ==
        List{"/properties/a~1b/requird unknown_keyword"});
  CHECK(wrong_schema(R"({"type":"text"})") == List{"/type type"});
  CHECK(wrong_schema(R"({"type":[]})") == List{"/type type"});
  CHECK(wrong_schema(R"({"type":["string","text"]})") == List{"/type type"});
  CHECK(wrong_schema(R"({"properties":[]})") == List{"/properties type"});
  CHECK(wrong_schema(R"({"required":"a"})") == List{"/required type"});
  CHECK(wrong_schema(R"({"required":["a",1]})") == List{"/required/1 type"});
  CHECK(wrong_schema(R"({"items":[]})") == List{"/items type"});
  CHECK(wrong_schema(R"({"additionalProperties":0})") == List{"/additionalProperties type"});
  CHECK(wrong_schema(R"({"enum":[]})") == List{"/enum type"});
  CHECK(wrong_schema(R"({"minLength":-1})") == List{"/minLength type"});
  CHECK(wrong_schema(R"({"maxItems":1.5})") == List{"/maxItems type"});
  CHECK(wrong_schema(R"({"minimum":"1"})") == List{"/minimum type"});
  CHECK(wrong_schema(R"({"uniqueItems":1})") == List{"/uniqueItems type"});
  CHECK(wrong_schema(R"({"pattern":"("})") == List{"/pattern pattern"});
  CHECK(wrong_schema(R"({"pattern":1})") == List{"/pattern type"});
  CHECK(wrong_schema(R"({"format":1})") == List{"/format type"});
  CHECK(wrong_schema(R"({"minimum":2,"maximum":1})") == List{"/minimum bounds"});
  CHECK(wrong_schema(R"({"minLength":2,"maxLength":2})") == List{});
  CHECK(wrong_schema("[]") == List{" type"});
}
