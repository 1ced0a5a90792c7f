#include "engine/base/json_members.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;

TEST_CASE("a member that is not there, or is something else, is empty", "[json_members]") {
  const Json json = Json::parse(R"({"text": "a", "texts": ["a", 1, "b"], "yes": true, "number": 1})");
  CHECK(text_member(json, "text") == "a");
  CHECK(text_member(json, "number").empty());
  CHECK(text_member(json, "none").empty());
  CHECK(text_member(Json(), "text").empty());
  CHECK(texts_member(json, "texts") == std::vector<std::string>{"a", "b"});
  CHECK(texts_member(json, "text").empty());
  CHECK(list_member(json, "texts").size() == 3);
  CHECK(list_member(Json(1), "texts") == Json::array());
  CHECK(flag_member(json, "yes"));
  CHECK_FALSE(flag_member(json, "number"));
}
