#include "tests/engine/base/schema_lists.hpp"

using namespace yellowsea;

TEST_CASE("allOf demands everything, under the rules of its parts") {
  const char* schema = R"({"properties":{"a":{"type":"integer"}},
    "allOf":[{"required":["b"]},{"properties":{"a":{"minimum":3}}}]})";
  CHECK(wrong(schema, R"({"a":3,"b":1})") == List{});
  CHECK(wrong(schema, R"({"a":2})") == List{"/b required", "/a minimum"});
  CHECK(wrong(schema, R"({"a":"x","b":1})") == List{"/a type"});
  // The same fault is said once.
  CHECK(wrong(R"({"required":["a"],"allOf":[{"required":["a"]}]})", "{}") == List{"/a required"});
  // Members that a part declares are not declared for additionalProperties beside it.
  CHECK(wrong(R"({"additionalProperties":false,"allOf":[{"properties":{"a":{}}}]})", R"({"a":1})") ==
        List{"/a unknown_field"});
}

TEST_CASE("anyOf wants one that fits, and says what is wrong with the only one that is meant") {
  const char* schema = R"({"anyOf":[{"type":"string","maxLength":2},{"type":"integer","minimum":5},
    {"type":"integer","maximum":1}]})";
  for (const char* good : {"\"ab\"", "5", "1"}) CHECK(wrong(schema, good) == List{});
  CHECK(wrong(schema, "\"abc\"") == List{" max_length"});
  CHECK(wrong(schema, "3") == List{" any_of"});
  CHECK(wrong(schema, "null") == List{" any_of"});
  const char* nullable = R"({"properties":{"p":{"anyOf":[{"$ref":"#/$defs/p"},{"type":"null"}]}},
    "$defs":{"p":{"type":"object","required":["x"],"properties":{"x":{"type":"integer"}}}}})";
  CHECK(wrong(nullable, R"({"p":null})") == List{});
  CHECK(wrong(nullable, R"({"p":{"x":"1"}})") == List{"/p/x type"});
  CHECK(wrong(nullable, R"({"p":{}})") == List{"/p/x required"});
  CHECK(wrong(nullable, R"({"p":1})") == List{"/p any_of"});
  const char* either = R"({"anyOf":[{"required":["a"]},{"required":["b"]}]})";
  CHECK(wrong(either, R"({"b":1})") == List{});
  CHECK(wrong(either, "{}") == List{" any_of"});
}

TEST_CASE("oneOf wants exactly one") {
  const char* schema = R"({"oneOf":[{"multipleOf":3},{"multipleOf":5}]})";
  CHECK(wrong(schema, "9") == List{});
  CHECK(wrong(schema, "10") == List{});
  CHECK(wrong(schema, "15") == List{" one_of"});
  CHECK(wrong(schema, "4") == List{" one_of"});
  const char* either =
      R"({"properties":{"x":{"type":"integer"}},"oneOf":[{"required":["a"]},{"required":["b"]}]})";
  CHECK(wrong(either, R"({"a":1})") == List{});
  CHECK(wrong(either, R"({"a":1,"b":2})") == List{" one_of"});
  CHECK(wrong(either, R"({"x":1})") == List{" one_of"});
}

TEST_CASE("not refuses what fits") {
  CHECK(wrong(R"({"not":{"type":"string"}})", "1") == List{});
  CHECK(wrong(R"({"not":{"type":"string"}})", "\"\"") == List{" not"});
  CHECK(wrong(R"({"properties":{"a":{"not":{"enum":["x"]}}}})", R"({"a":"x"})") == List{"/a not"});
  const char* neither = R"({"not":{"required":["a","b"]}})";
  CHECK(wrong(neither, R"({"a":1})") == List{});
  CHECK(wrong(neither, R"({"a":1,"b":1})") == List{" not"});
  const char* closed = R"({"not":{"properties":{"state":{"const":"closed"}}}})";
  CHECK(wrong(closed, "{}") == List{" not"});
}

TEST_CASE("if chooses between then and else") {
  const char* schema = R"({"properties":{"kind":{"enum":["big","small"]},"size":{"type":"integer"}},
    "if":{"properties":{"kind":{"const":"big"}},"required":["kind"]},
    "then":{"properties":{"size":{"minimum":10}},"required":["size"]},
    "else":{"properties":{"size":{"maximum":9}}}})";
  CHECK(wrong(schema, R"({"kind":"big","size":10})") == List{});
  CHECK(wrong(schema, R"({"kind":"big","size":9})") == List{"/size minimum"});
  CHECK(wrong(schema, R"({"kind":"big"})") == List{"/size required"});
  CHECK(wrong(schema, R"({"kind":"small","size":10})") == List{"/size maximum"});
  CHECK(wrong(schema, R"({"size":10})") == List{"/size maximum"});
  CHECK(wrong(R"({"then":false,"else":false})", "1") == List{});
  CHECK(wrong(R"({"if":{"type":"integer"},"else":false})", "\"\"") == List{" not_allowed"});
}

TEST_CASE("members that depend on others") {
  const char* schema = R"({"dependentRequired":{"card":["name","code"]},
    "dependentSchemas":{"code":{"properties":{"code":{"minLength":3}},"required":["bank"]}}})";
  CHECK(wrong(schema, R"({"name":"n"})") == List{});
  CHECK(wrong(schema, R"({"card":1,"name":"n"})") == List{"/code dependent_required"});
  CHECK(wrong(schema, R"({"code":"12"})") == List{"/bank required", "/code min_length"});
  CHECK(wrong(schema, "[]") == List{});
}

TEST_CASE("references lead to places of the schema") {
  const char* schema =
      R"({"properties":{"a":{"$ref":"#/$defs/count"},"b":{"$ref":"#/definitions/a~1b%25","maximum":3},
    "c":{"$ref":"#/properties/d/items"},"d":{"items":{"type":"boolean"}},"e":{"$ref":"#/$defs/pair/prefixItems/1"}},
    "$defs":{"count":{"type":"integer","minimum":0},"pair":{"prefixItems":[true,{"type":"null"}]}},
    "definitions":{"a/b%":{"$ref":"#/$defs/count"}}})";
  CHECK(wrong(schema, R"({"a":0,"b":3,"c":true,"d":[false],"e":null})") == List{});
  CHECK(wrong(schema, R"({"a":-1,"b":4,"c":0,"e":1})") ==
        List{"/a minimum", "/b maximum", "/c type", "/e type"});
  CHECK(wrong(schema, R"({"b":-1})") == List{"/b minimum"});
  // A definition that nothing refers to demands nothing.
  CHECK(wrong(R"({"$defs":{"none":false}})", "1") == List{});
  // A part of a schema is judged with the references of the whole.
  const Json whole = Json::parse(schema);
  CHECK(listed(check_schema_part(whole, whole["properties"]["b"], -1)) == List{" minimum"});
  const Json text = Json::parse(R"({"$schema":"x","properties":{"$ref":{"type":"string"}}})");
  CHECK(listed(check_schema_itself(text)) == List{});
  CHECK(listed(check_schema(text, Json{{"$ref", 1}})) == List{"/$ref type"});
}

TEST_CASE("references go round over data") {
  const char* tree = R"({"type":"object","required":["name"],"additionalProperties":false,
    "properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#"}}}})";
  CHECK(wrong(tree, R"({"name":"a","children":[{"name":"b","children":[]},{"name":"c"}]})") == List{});
  CHECK(wrong(tree, R"({"name":"a","children":[{"name":"b","children":[{"nam":"d"}]}]})") ==
        List{"/children/0/children/0/name required", "/children/0/children/0/nam unknown_field"});
  std::string deep = "1";
  for (int i = 0; i < 15; ++i) deep = "[" + deep + "]";
  CHECK(wrong(R"({"anyOf":[{"items":{"$ref":"#"},"type":"array"},{"type":"integer"}]})", deep.c_str()) ==
        List{});
}

TEST_CASE("references that lead nowhere, elsewhere or round") {
  CHECK(wrong_schema(R"({"$ref":"#/$defs/none"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":"#/$defs"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":"#/enum/0","enum":[{}]})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":"#name"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":"#/%zz"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":"other.json"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":"https://example.org/a.json#/$defs/x"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"$ref":1})") == List{"/$ref type"});
  CHECK(wrong_schema(R"({"$ref":"#"})") == List{"/$ref reference"});
  CHECK(wrong_schema(R"({"items":{"$ref":"#"}})") == List{});
  CHECK(wrong_schema(R"({"propertyNames":{"$ref":"#"}})") == List{});
  for (const char* keyword : {"not", "if", "then", "else"}) {
    INFO(keyword);
    const std::string schema = R"({")" + std::string(keyword) + R"(":{"$ref":"#"}})";
    CHECK(wrong_schema(schema.c_str()) == List{"/" + std::string(keyword) + "/$ref reference"});
  }
  for (const char* keyword : {"allOf", "anyOf", "oneOf"}) {
    INFO(keyword);
    const std::string schema = R"({")" + std::string(keyword) + R"(":[{"$ref":"#"}]})";
    CHECK(wrong_schema(schema.c_str()) == List{"/" + std::string(keyword) + "/0/$ref reference"});
  }
  CHECK(wrong_schema(R"({"dependentSchemas":{"a":{"$ref":"#"}}})") ==
        List{"/dependentSchemas/a/$ref reference"});
  // Only those that are in the circle are at fault.
  CHECK(wrong_schema(R"({"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"},"c":{}},
    "properties":{"a":{"$ref":"#/$defs/a"},"c":{"$ref":"#/$defs/c"}}})") ==
        List{"/$defs/a/$ref reference", "/$defs/b/$ref reference"});
  CHECK(wrong_schema(R"({"properties":{"a":{"$id":"https://example.org/a"}}})") ==
        List{"/properties/a/$id reference"});
  CHECK(wrong_schema(R"({"$id":"https://example.org/a","properties":{"a":{"$id":"#a"}}})") == List{});
  // A schema that was never checked ends, too.
  CHECK(listed(check_schema(Json::parse(R"({"allOf":[{"$ref":"#"}],"not":{"$ref":"#"}})"), 1)) ==
        List{" too_deep"});
  CHECK(check_schema(Json::parse(R"({"$ref":"#/nowhere"})"), 1).empty());
}

TEST_CASE("schemas inside each other have a limit") {
  const auto chain = [](int length) {
    Json schema{{"$ref", "#/$defs/d1"}};
    for (int i = 1; i < length; ++i)
      schema["$defs"]["d" + std::to_string(i)] =
          i + 1 < length ? Json{{"$ref", "#/$defs/d" + std::to_string(i + 1)}} : Json{{"type", "string"}};
    return schema;
  };
  CHECK(listed(check_schema_itself(chain(max_in_place))) == List{});
  CHECK(listed(check_schema(chain(max_in_place), 1)) == List{" type"});
  CHECK(listed(check_schema_itself(chain(max_in_place + 1))) == List{" nesting"});
  CHECK(listed(check_schema(chain(100'000), 1)) == List{" too_deep"});
  Json value = 1;
  for (int i = 0; i < 5'000; ++i) value = Json::array({std::move(value)});
  CHECK(listed(check_schema(Json::parse(R"({"items":{"$ref":"#"}})"), value)) == List{" too_deep"});
  CHECK(listed(check_schema(Json::parse(R"({"not":{"items":{"$ref":"#/not"}}})"), value)) ==
        List{" too_deep"});
}

TEST_CASE("schemas that are asked in many ways are judged once") {
  // 2^30 ways through the definitions, for each keyword that asks at the same place.
  for (const char* keyword : {"allOf", "anyOf", "oneOf"}) {
    Json schema{{keyword, {{{"$ref", "#/$defs/d0"}}, {{"$ref", "#/$defs/d0"}}}}};
    for (int i = 0; i < 28; ++i) {
      const Json next{{"$ref", "#/$defs/d" + std::to_string(i + 1)}};
      schema["$defs"]["d" + std::to_string(i)] = Json{{keyword, {next, next}}};
    }
    schema["$defs"]["d28"] = Json{{"type", "string"}};
    CHECK(check_schema(schema, 1).size() == 1);
  }
  // The same with a value that is looked into at each step.
  std::string value = "1";
  for (int i = 0; i < 30; ++i) value = R"({"a":)" + value + "}";
  const char* twice = R"({"anyOf":[{"type":"string"},{"type":"object",
    "allOf":[{"properties":{"a":{"$ref":"#"}}},{"patternProperties":{"a":{"$ref":"#"}}}]}]})";
  CHECK(wrong(twice, value.c_str()).size() == 1);
  const char* named = R"({"propertyNames":{"$ref":"#/$defs/d"},"additionalProperties":{"$ref":"#"},
    "$defs":{"d":{"maxLength":0}}})";
  CHECK(wrong(named, value.c_str()).size() == 30);
}
