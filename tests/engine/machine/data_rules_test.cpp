#include "engine/machine/data_rules.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;

namespace {

std::vector<std::string> wrong(const char* schema, const char* data, const char* fields) {
  std::vector<std::string> said;
  for (const FieldError& error :
       machine::check_beside_item(Json::parse(schema), Json::parse(data), Json::parse(fields)))
    said.push_back(error.pointer + " " + error.rule);
  return said;
}

using Said = std::vector<std::string>;

}  // namespace

TEST_CASE("a place in a list is that of one of its elements", "[data_rules]") {
  const char* schema = R"({"properties": {"n": {"type": "integer", "x-index-of": "/fields/list"}}})";
  const char* two = R"({"list": ["a", "b"]})";
  CHECK(wrong(schema, R"({"n": 0})", two).empty());
  CHECK(wrong(schema, R"({"n": 1})", two).empty());
  CHECK(wrong(schema, R"({"n": 2})", two) == Said{"/n index_of"});
  CHECK(wrong(schema, R"({"n": -1})", two) == Said{"/n index_of"});
  CHECK(wrong(schema, R"({"n": 0})", "{}") == Said{"/n index_of"});
  CHECK(wrong(schema, "{}", two).empty());
}

TEST_CASE("the field of the zone names a time zone that exists", "[data_rules]") {
  machine::Definition definition;
  const auto wrong_zone = [&](const char* fields) {
    return machine::check_zone(definition, Json{{"zone", "Mars/Y"}}, Json::parse(fields));
  };
  CHECK(wrong_zone(R"({"zone": "Mars/X"})").empty());  // no zone in this definition
  definition.zone_field = "/fields/zone";
  const auto errors = wrong_zone(R"({"zone": "Mars/X"})");
  REQUIRE(errors.size() == 1);
  CHECK(errors.front().pointer == "/zone");
  CHECK(errors.front().rule == "zone");
  CHECK(wrong_zone(R"({"zone": "asia/tokyo"})").size() == 1);
  CHECK(wrong_zone(R"({"zone": "Asia/Tokyo"})").empty());
  CHECK(wrong_zone(R"({"zone": "UTC"})").empty());
  CHECK(wrong_zone("{}").empty());
  CHECK(wrong_zone(R"({"zone": "Mars/Y"})").empty());  // it was so before
}

TEST_CASE("what is shared out adds up to what there was", "[data_rules]") {
  const char* schema = R"({"x-shares": {"of": "/fields/all", "among": ["a", "b"]}})";
  CHECK(wrong(schema, R"({"a": 2, "b": 3})", R"({"all": 5})").empty());
  CHECK(wrong(schema, R"({"a": 2, "b": 2})", R"({"all": 5})") == Said{"/a shares", "/b shares"});
  CHECK(wrong(schema, R"({"a": 3, "b": 3})", R"({"all": 5})") == Said{"/a shares", "/b shares"});
  // Whether all of them have to be said is for `required` and guards to say.
  CHECK(wrong(schema, R"({"a": 2})", R"({"all": 5})").empty());
  CHECK(wrong(schema, R"({"a": 2, "b": 3})", "{}").empty());
}
