#include "tests/engine/base/schema_lists.hpp"

using namespace yellowsea;

TEST_CASE("bounds that are left out themselves") {
  const char* schema = R"({"exclusiveMinimum":0,"exclusiveMaximum":2.5})";
  for (const char* good : {"0.1", "1", "2.4", "\"x\""}) CHECK(wrong(schema, good) == List{});
  CHECK(wrong(schema, "0") == List{" exclusive_minimum"});
  CHECK(wrong(schema, "2.5") == List{" exclusive_maximum"});
  CHECK(wrong(R"({"minimum":1,"exclusiveMinimum":0})", "0") == List{" minimum", " exclusive_minimum"});
}

TEST_CASE("multiples are those of the decimals that were written") {
  const std::pair<const char*, const char*> good[] = {{"0.1", "0.3"},
                                                      {"0.1", "1.1"},
                                                      {"0.01", "19.99"},
                                                      {"0.01", "4.35"},
                                                      {"0.1", "7"},
                                                      {"1", "1.0"},
                                                      {"3", "-9"},
                                                      {"2.5", "10"},
                                                      {"0.0001", "0.0075"},
                                                      {"100", "1e300"},
                                                      {"7", "0"},
                                                      {"1e-300", "5"},
                                                      {"10", "-9223372036854775800"},
                                                      {"9223372036854775807", "9223372036854775807"},
                                                      {"5", "18446744073709551615"},
                                                      {"0.5", "9007199254740993"},
                                                      {"1.5", "4.5"}};
  for (const auto& [step, number] : good)
    CHECK(wrong((R"({"multipleOf":)" + std::string(step) + "}").c_str(), number) == List{});
  const std::pair<const char*, const char*> bad[] = {{"0.1", "0.35"},
                                                     {"0.01", "4.355"},
                                                     {"3", "10"},
                                                     {"2", "9007199254740993"},
                                                     {"2", "-9223372036854775807"},
                                                     {"2", "1.5"},
                                                     {"1e300", "5"},
                                                     {"7", "1e300"},
                                                     {"4", "18446744073709551615"},
                                                     {"18446744073709551615", "1e25"}};
  for (const auto& [step, number] : bad)
    CHECK(wrong((R"({"multipleOf":)" + std::string(step) + "}").c_str(), number) == List{" multiple_of"});
  CHECK(wrong(R"({"multipleOf":2})", "\"x\"") == List{});
  CHECK(wrong_schema(R"({"multipleOf":0})") == List{"/multipleOf type"});
  CHECK(wrong_schema(R"({"multipleOf":-1})") == List{"/multipleOf type"});
}

TEST_CASE("how many members there are") {
  const char* schema = R"({"minProperties":1,"maxProperties":2})";
  CHECK(wrong(schema, R"({"a":1})") == List{});
  CHECK(wrong(schema, "{}") == List{" min_properties"});
  CHECK(wrong(schema, R"({"a":1,"b":1,"c":1})") == List{" max_properties"});
  CHECK(wrong(schema, "[]") == List{});
}

TEST_CASE("members by the form of their names") {
  const char* schema = R"({"properties":{"n1":{"minimum":5},"other":true},
    "patternProperties":{"^n":{"type":"integer"},"[0-9]$":{"maximum":9}},"additionalProperties":false})";
  CHECK(wrong(schema, R"({"n1":5,"n":1000,"x2":"","other":""})") == List{});
  CHECK(wrong(schema, R"({"n1":4,"n2":10,"n":"","m":1})") ==
        List{"/m unknown_field", "/n type", "/n1 minimum", "/n2 maximum"});
  CHECK(wrong(R"({"patternProperties":{"^n":true},"additionalProperties":{"type":"string"}})",
              R"({"n":1,"m":1,"a/b":1})") == List{"/a~1b type", "/m type"});
  CHECK(wrong(R"({"propertyNames":{"pattern":"^[a-z]+$","maxLength":3}})", R"({"abc":1,"abcd":1,"A":1})") ==
        List{"/A property_names", "/abcd property_names"});
  CHECK(wrong(R"({"propertyNames":false})", "{}") == List{});
  CHECK(wrong(R"({"propertyNames":{"enum":["a"]},"additionalProperties":{"type":"string"}})", R"({"b":1})") ==
        List{"/b type", "/b property_names"});
}

TEST_CASE("elements by their place") {
  const char* schema = R"({"prefixItems":[{"type":"string"},{"type":"integer"}],"items":{"type":"boolean"}})";
  CHECK(wrong(schema, R"(["a",1,true,false])") == List{});
  CHECK(wrong(schema, R"(["a"])") == List{});
  CHECK(wrong(schema, R"([1,1,1])") == List{"/0 type", "/2 type"});
  CHECK(wrong(R"({"prefixItems":[true],"items":false})", "[1,2]") == List{"/1 not_allowed"});
  CHECK(wrong(R"({"prefixItems":[{"type":"string"}]})", "[\"\",2]") == List{});
}

TEST_CASE("elements that must be among others") {
  CHECK(wrong(R"({"contains":{"const":1}})", "[2,1]") == List{});
  CHECK(wrong(R"({"contains":{"const":1}})", "[2]") == List{" contains"});
  CHECK(wrong(R"({"contains":{"const":1}})", "[]") == List{" contains"});
  CHECK(wrong(R"({"contains":{"const":1}})", "{}") == List{});
  const char* schema =
      R"({"contains":{"type":"integer"},"minContains":2,"maxContains":3,"items":{"type":["integer","string"]}})";
  CHECK(wrong(schema, R"([1,"a",2])") == List{});
  CHECK(wrong(schema, R"([1,"a"])") == List{" min_contains"});
  CHECK(wrong(schema, "[1,2,3,4]") == List{" max_contains"});
  CHECK(wrong(schema, "[1,2,null]") == List{"/2 type"});
  CHECK(wrong(R"({"contains":false,"minContains":0})", "[]") == List{});
  CHECK(wrong(R"({"minContains":2})", "[]") == List{});
}

TEST_CASE("formats that are checked") {
  const auto of = [](const std::string& format, const std::string& text) {
    return wrong(Json{{"format", format}}.dump().c_str(), Json(text).dump().c_str()) == List{};
  };
  for (const char* good : {"09:00:00Z", "23:59:60Z", "09:00:00.5+09:00", "00:00:00-12:00"})
    CHECK(of("time", good));
  for (const char* bad : {"09:00:00", "9:00:00Z", "24:00:00Z", "09:00Z", "09:00:00Z ", ""})
    CHECK_FALSE(of("time", bad));
  for (const char* good : {"a@b", "a.b+c@example.org", "o'hara@ex-ample.co.jp"}) CHECK(of("email", good));
  for (const char* bad : {"a", "@b", "a@", "a@b@c", "a b@c", ".a@b", "a..b@c", "a@-b", "a@b..c", "关@b.org"})
    CHECK_FALSE(of("email", bad));
  for (const char* good : {"https://example.org/a?b=%20#c", "urn:isbn:0", "mailto:a@b", "http://[::1]/"})
    CHECK(of("uri", good));
  for (const char* bad : {"example.org", "//example.org", ":a", "1a:b", "http://a b", "http://a/%2",
                          "http://a#b#c", "http://関/", "http://a/<b>"})
    CHECK_FALSE(of("uri", bad));
  CHECK(of("uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380"));
  for (const char* bad : {"2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa98-11ea-b4aa73b441d16380----",
                          "2eb8aa08-aa98-11ea-b4ga-73b441d16380"})
    CHECK_FALSE(of("uuid", bad));
  for (const char* good : {"0.0.0.0", "192.0.2.255"}) CHECK(of("ipv4", good));
  for (const char* bad : {"192.0.2", "192.0.2.256", "192.0.2.01", "1.2.3.4.5", "1.2.3.", "1.2.3.0x4"})
    CHECK_FALSE(of("ipv4", bad));
  // Others only say what is meant.
  for (const char* format : {"ipv6", "hostname", "regex", "uri-reference", "password", "anything"})
    CHECK(of(format, "?"));
  CHECK(wrong(R"({"format":"uuid"})", "1") == List{});
}

TEST_CASE("annotations are taken") {
  CHECK(wrong(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://example.org/s",
    "$comment":"c","title":"t","description":"d","default":1,"examples":[1],"readOnly":true,"writeOnly":false,
    "deprecated":true,"contentMediaType":"text/plain","contentEncoding":"base64","x-anything":[]})",
              "{}") == List{});
}

TEST_CASE("keywords that are not understood are refused") {
  for (const char* keyword :
       {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$dynamicAnchor", "$anchor",
        "dependencies", "additionalItems", "minimun", "requires", "nullable"}) {
    INFO(keyword);
    CHECK(listed(check_schema_itself(Json{{keyword, Json::object()}})) ==
          List{"/" + std::string(keyword) + " unknown_keyword"});
  }
  // Wherever a schema may stand.
  CHECK(wrong_schema(R"({"allOf":[{"minimun":1}],"not":{"minimun":1},"$defs":{"a":{"minimun":1}},
    "patternProperties":{"a/b":{"minimun":1}},"dependentSchemas":{"a":{"minimun":1}},"prefixItems":[{"minimun":1}]})") ==
        List{"/$defs/a/minimun unknown_keyword", "/allOf/0/minimun unknown_keyword",
             "/dependentSchemas/a/minimun unknown_keyword", "/not/minimun unknown_keyword",
             "/patternProperties/a~1b/minimun unknown_keyword", "/prefixItems/0/minimun unknown_keyword"});
}

TEST_CASE("what stands at a keyword is of its form") {
  for (const char* keyword : {"allOf", "anyOf", "oneOf", "prefixItems"}) {
    INFO(keyword);
    CHECK(listed(check_schema_itself(Json{{keyword, Json::object()}})) ==
          List{"/" + std::string(keyword) + " type"});
    CHECK(listed(check_schema_itself(Json{{keyword, Json::array()}})) ==
          List{"/" + std::string(keyword) + " type"});
    CHECK(listed(check_schema_itself(Json{{keyword, {1}}})) == List{"/" + std::string(keyword) + "/0 type"});
  }
  for (const char* keyword : {"not", "if", "then", "else", "contains", "propertyNames"})
    CHECK(listed(check_schema_itself(Json{{keyword, 1}})) == List{"/" + std::string(keyword) + " type"});
  for (const char* keyword : {"$defs", "definitions", "dependentSchemas", "patternProperties"}) {
    CHECK(listed(check_schema_itself(Json{{keyword, 1}})) == List{"/" + std::string(keyword) + " type"});
    CHECK(listed(check_schema_itself(Json{{keyword, {{"a", 1}}}})) ==
          List{"/" + std::string(keyword) + "/a type"});
  }
  CHECK(wrong_schema(R"({"patternProperties":{"(":true}})") == List{"/patternProperties/( pattern"});
  CHECK(wrong_schema(R"({"dependentRequired":{"a":"b"}})") == List{"/dependentRequired/a type"});
  CHECK(wrong_schema(R"({"dependentRequired":{"a":[1]}})") == List{"/dependentRequired/a/0 type"});
  CHECK(wrong_schema(R"({"exclusiveMinimum":true})") == List{"/exclusiveMinimum type"});
  CHECK(wrong_schema(R"({"minContains":-1,"maxProperties":0.5})") ==
        List{"/maxProperties type", "/minContains type"});
  CHECK(wrong_schema(R"({"$schema":1})") == List{"/$schema type"});
}

TEST_CASE("bounds that leave nothing") {
  CHECK(wrong_schema(R"({"minProperties":2,"maxProperties":1})") == List{"/minProperties bounds"});
  CHECK(wrong_schema(R"({"minContains":2,"maxContains":1})") == List{"/minContains bounds"});
  CHECK(wrong_schema(R"({"exclusiveMinimum":1,"exclusiveMaximum":1})") == List{"/exclusiveMinimum bounds"});
  CHECK(wrong_schema(R"({"minimum":1,"exclusiveMaximum":1})") == List{"/minimum bounds"});
  CHECK(wrong_schema(R"({"exclusiveMinimum":1,"maximum":1})") == List{"/exclusiveMinimum bounds"});
  CHECK(wrong_schema(R"({"minimum":1,"maximum":1})") == List{});
}

TEST_CASE("annotations that are obeyed stand where they are looked for") {
  CHECK(wrong_schema(R"({"x-confirm":"password","x-shares":{},"properties":{"a":{"x-visibility":"internal",
    "x-index-of":"/fields/b"}}})") == List{});
  for (const char* around :
       {R"("allOf":[?])", R"("anyOf":[?])", R"("oneOf":[?])", R"("not":?)", R"("if":?)", R"("then":?)",
        R"("else":?)", R"("dependentSchemas":{"d":?})", R"("patternProperties":{"d":?})",
        R"("$defs":{"d":?})", R"("definitions":{"d":?})", R"("prefixItems":[?])", R"("contains":?)",
        R"("propertyNames":?)"}) {
    std::string schema = "{" + std::string(around) + "}";
    schema.replace(schema.find('?'), 1,
                   R"({"properties":{"a":{"x-visibility":"confidential","x-title":{}}}})");
    INFO(schema);
    const List found = wrong_schema(schema.c_str());
    REQUIRE(found.size() == 1);
    CHECK(found[0].ends_with("/properties/a/x-visibility misplaced"));
  }
  CHECK(wrong_schema(
            R"({"allOf":[{"x-confirm":"password","x-shares":{},"properties":{"a":{"x-index-of":""}}}]})") ==
        List{"/allOf/0/properties/a/x-index-of misplaced", "/allOf/0/x-confirm misplaced",
             "/allOf/0/x-shares misplaced"});
  // Deeper than the schema's own properties nobody asks who may see it.
  CHECK(wrong_schema(R"({"properties":{"a":{"properties":{"b":{"x-visibility":"internal"}}}}})") ==
        List{"/properties/a/properties/b/x-visibility misplaced"});
  CHECK(wrong_schema(R"({"properties":{"a":{"items":{"x-visibility":"internal"}}}})") ==
        List{"/properties/a/items/x-visibility misplaced"});
  CHECK(wrong_schema(R"({"x-visibility":"internal"})") == List{"/x-visibility misplaced"});
  CHECK(wrong_schema(R"({"properties":{"a/b":{"x-visibility":"internal"}}})") == List{});
  // A reference would bring what is hidden to a place where it is not.
  CHECK(wrong_schema(R"({"properties":{"a":{"x-visibility":"internal"},"b":{"$ref":"#/properties/a"},
    "c":{"items":{"$ref":"#"}}}})") ==
        List{"/properties/b/$ref misplaced", "/properties/c/items/$ref misplaced"});
  CHECK(
      wrong_schema(
          R"({"properties":{"a":{"x-visibility":"internal","$ref":"#/$defs/a"},"ab":{"$ref":"#/properties/abc"},
    "abc":{}},"$defs":{"a":{"type":"string"}}})") == List{});
}
