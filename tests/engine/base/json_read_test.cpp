// Reading JSON: what is taken, what is refused, and where the error is said to be.
#include "engine/base/json_read.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "engine/base/text.hpp"

using namespace yellowsea;

namespace {

std::string repeated(std::string_view part, std::size_t times, std::string_view between = "") {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) {
    if (i > 0) text += between;
    text += part;
  }
  return text;
}

std::string nested(std::size_t depth) { return repeated("[", depth) + repeated("]", depth); }

std::string object_of(std::size_t keys) {
  std::string text = "{";
  for (std::size_t i = 0; i < keys; ++i) text += (i > 0 ? "," : "") + ("\"k" + std::to_string(i) + "\":0");
  return text + "}";
}

// "" if it is taken, else "rule line:column". Both readers have to agree.
std::string outcome(std::string_view text, const JsonLimits& limits = {}) {
  const auto sorted = read_json(text, limits);
  const auto ordered = read_ordered_json(text, limits);
  REQUIRE(sorted.has_value() == ordered.has_value());
  if (sorted) return "";
  CHECK(sorted.error().place == ordered.error().place);
  CHECK(sorted.error().rule == ordered.error().rule);
  CHECK_FALSE(sorted.error().detail.empty());
  CHECK(is_utf8(sorted.error().detail));
  return sorted.error().rule + " " + std::to_string(sorted.error().place.line) + ":" +
         std::to_string(sorted.error().place.column);
}

}  // namespace

TEST_CASE("JSON is read as nlohmann::json reads it") {
  const std::string text =
      R"( {"b": [1, -2, true, false, null, "é\u00e9\n\ud83d\ude00", {}, []], "a": {"x": {"y": []}}} )";
  const auto value = read_json(text);
  REQUIRE(value);
  CHECK(*value == Json::parse(text));
  const auto ordered = read_ordered_json(text);
  REQUIRE(ordered);
  CHECK(*ordered == OrderedJson::parse(text));
  CHECK(ordered->begin().key() == "b");
  CHECK(ordered->dump() == OrderedJson::parse(text).dump());
  for (const char* scalar : {"0", "\"x\"", "null", "true", "[]", "{}"})
    CHECK(*read_json(scalar) == Json::parse(scalar));
  CHECK(*read_json("\xEF\xBB\xBF[1]") == Json::array({1}));
}

TEST_CASE("depth is limited") {
  CHECK(outcome(nested(31)) == "");
  CHECK(outcome(nested(32)) == "");
  CHECK(outcome(nested(33)) == "depth 1:33");
  CHECK(outcome("1", {.depth = 0}) == "");
  CHECK(outcome("[]", {.depth = 0}) == "depth 1:1");
  CHECK(outcome(repeated("{\"a\":\n", 33) + "0" + repeated("}", 33)) == "depth 33:1");
}

TEST_CASE("a hundred thousand levels are refused or read, and never crash") {
  const JsonLimits large{.bytes = 10'000'000};
  CHECK(outcome(nested(100'000)) == "depth 1:33");
  CHECK(outcome(repeated("[", 100'000)) == "depth 1:33");
  CHECK(outcome(repeated("{\"a\":", 100'000), large) == "depth 1:161");
  const JsonLimits deep{.bytes = 10'000'000, .depth = 100'000};
  CHECK(outcome(nested(100'000), deep) == "");
  CHECK(outcome(repeated("[", 100'000), deep) == "syntax 1:100001");
  CHECK(locate(nested(100'000), repeated("/0", 99'999)) == TextPlace{1, 100'000});
}

TEST_CASE("the number of an array's elements is limited") {
  const auto array = [](std::size_t count) { return "[" + repeated("0", count, ",") + "]"; };
  CHECK(outcome(array(999)) == "");
  CHECK(outcome(array(1000)) == "");
  CHECK(outcome(array(1001)) == "too_many_elements 1:2002");
  CHECK(outcome("[[],[0],{}]", {.elements = 2}) == "too_many_elements 1:9");
  CHECK(outcome("[[1,2],[3,4]]", {.elements = 2}) == "");  // of one array, not of all
}

TEST_CASE("the number of an object's keys is limited") {
  CHECK(outcome(object_of(255)) == "");
  CHECK(outcome(object_of(256)) == "");
  CHECK(outcome(object_of(257)).starts_with("too_many_keys 1:"));
  CHECK(outcome("{\"a\":{\"b\":1,\"c\":2},\n \"d\":3, \"e\":4}", {.keys = 2}) == "too_many_keys 2:9");
}

TEST_CASE("the length of strings is limited, in code points, of keys too") {
  const auto string = [](std::size_t length) { return "\"" + repeated("関", length) + "\""; };
  CHECK(outcome(string(19'999)) == "");
  CHECK(outcome(string(20'000)) == "");
  CHECK(outcome("[ " + string(20'001) + "]") == "string_too_long 1:3");
  CHECK(outcome("{" + string(20'001) + ":0}") == "string_too_long 1:2");
  CHECK(outcome(R"("\u95a2\u95a2")", {.string_code_points = 2}) == "");  // as read, not as written
}

TEST_CASE("the length of the text is limited") {
  CHECK(outcome("[0]    ", {.bytes = 8}) == "");
  CHECK(outcome("[0]     ", {.bytes = 8}) == "");
  CHECK(outcome("[0]      ", {.bytes = 8}) == "too_large 1:1");
}

TEST_CASE("numbers are integers that a double holds") {
  CHECK(outcome("9007199254740990") == "");
  CHECK(outcome("9007199254740991") == "");
  CHECK(outcome("9007199254740992") == "number 1:1");
  CHECK(outcome("-9007199254740990") == "");
  CHECK(outcome("-9007199254740991") == "");
  CHECK(outcome("-9007199254740992") == "number 1:1");
  for (const char* text : {"18446744073709551615", "18446744073709551616", "-9223372036854775809", "1.0",
                           "0.5", "1e2", "-1E+2", "1e400"}) {
    INFO(text);
    CHECK(outcome(text) == "number 1:1");
    CHECK(outcome("[7,\n  " + std::string(text) + " ]") == "number 2:3");
  }
}

TEST_CASE("floats are numbers only where they are allowed") {
  const JsonLimits floats{.floats = true};
  CHECK(outcome("[1.0, 0.5, 1e2, -1.5E-3]", floats) == "");
  CHECK(*read_json("0.5", floats) == 0.5);
  CHECK(read_json("1.0", floats)->is_number_float());
  for (const char* text : {"9007199254740992", "18446744073709551616", "1e400"})
    CHECK(outcome(text, floats) == "number 1:1");
}

TEST_CASE("a key stands once in an object") {
  CHECK(outcome(R"({"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]})") == "");
  CHECK(outcome("{\"a\":1,\n \"b\":2, \"a\":3}") == "duplicate_key 2:9");
  CHECK(outcome(R"({"a":1,"\u0061":3})") == "duplicate_key 1:8");
  CHECK(outcome(R"({"":1,"":3})") == "duplicate_key 1:7");
}

TEST_CASE("nothing follows a NUL unseen", "[json]") {
  using namespace std::string_literals;
  CHECK(outcome("{\"a\":1}\0"s) == "syntax 1:8");
  CHECK(outcome("{\"a\":1}\n\0 and more"s) == "syntax 2:1");
  CHECK(outcome("\0"s) == "syntax 1:1");
}

TEST_CASE("syntax errors are placed") {
  CHECK(outcome("") == "syntax 1:1");
  CHECK(outcome("  ") == "syntax 1:3");
  CHECK(outcome("{\n  \"a\": tru\n}") == "syntax 2:8");
  CHECK(outcome("[1,]") == "syntax 1:4");
  CHECK(outcome("[1 2]") == "syntax 1:4");
  CHECK(outcome("{\"通関\": ]") == "syntax 1:8");
  CHECK(outcome("[1]]") == "syntax 1:4");
  CHECK(outcome("[1]\n\n{}") == "syntax 3:1");
  CHECK(outcome("[1, \"abc\" \"def\"]") == "syntax 1:11");
  CHECK(outcome("[1, \"関\\x\"]") == "syntax 1:8");
  CHECK(outcome("[1, \"a\nb\"]") == "syntax 1:7");
  CHECK(outcome("[1,\n\"abc") == "syntax 2:5");
  CHECK(outcome("\n\x01") == "syntax 2:1");
  for (const char* text :
       {"{'a':1}", "{a:1}", "[01]", "[+1]", "[.5]", "[1.]", "NaN", "[\"\\x\"]", "[\"\t\"]", "// c\n1",
        "[\"\\ud800\"]", "\"", "[\"abc", "nul", "-", "{\"a\"}", "{\"a\":}", "{,}", "\x01"}) {
    INFO(text);
    CHECK(outcome(text).starts_with("syntax 1:"));
  }
}

TEST_CASE("text that is not UTF-8 is refused where it begins not to be") {
  CHECK(outcome("[\"通\xFF\"]") == "utf8 1:4");
  CHECK(outcome("[\n\"\xED\xA0\x80\"]") == "utf8 2:2");
  CHECK(outcome("\"\xE9\x80") == "utf8 1:2");
  CHECK(outcome("\xFF\xFE[\x00") == "utf8 1:1");
}

TEST_CASE("no cut of a valid text crashes, and all but the whole are refused") {
  const std::string text = R"({"a": [1, {"b": "\u00e9\\"}, null], "c~/": {"d": -12, "é": true}})";
  for (std::size_t length = 0; length < text.size(); ++length) {
    INFO(length);
    CHECK(outcome(text.substr(0, length)) != "");
    locate(text.substr(0, length), "/a/1/b");
    locate(text.substr(0, length), "/c~0~1/é");
  }
  CHECK(outcome(text) == "");
}

TEST_CASE("the sentence of a syntax error is short, however long the text") {
  const auto error = read_json("[\"" + repeated("a", 100'000) + "\n\"]").error();
  CHECK(error.detail.size() < 300);
  CHECK(read_json("[1 2]").error().detail ==
        "syntax error while parsing array - unexpected number literal; expected ']'");
}

TEST_CASE("syntax is what nlohmann::json takes, for ten thousand spoilt texts") {
  const std::string good =
      R"({"a": [1, {"b": "\u00e9\\"}, null, 1.5e3], "c~/": {"d": -12, "é": true, "e": []}})";
  const std::string_view spoilers = "{}[]\",:\\0-1e.tfnu \n/";
  const JsonLimits limits{.floats = true};
  std::mt19937 random(2010);  // the same sequence everywhere
  std::size_t refused = 0;
  for (int round = 0; round < 10'000; ++round) {
    std::string text = good;
    for (int changes = 1 + static_cast<int>(random() % 3); changes > 0; --changes) {
      text[random() % text.size()] = spoilers[random() % spoilers.size()];
    }
    const std::string result = outcome(text, limits);
    const bool syntax = result.starts_with("syntax") || result.starts_with("utf8");
    if (result.starts_with("duplicate_key") || result.starts_with("number")) continue;
    if (syntax == Json::accept(text)) FAIL(text << " " << result);
    if (syntax) ++refused;
    locate(text, "/a/1/b", true);
    locate(text, "/c~0~1/e/0");
  }
  CHECK(refused > 5'000);
}

TEST_CASE("values and keys are found in the text") {
  const std::string text =
      "{\n  \"a\": [10, {\"b\": \"x,]}\\\"\"}, 30],\n  \"c~/\": {\"é\": 1, \"\\u0064\": [ ]},\n  \"\": 5\n}";
  CHECK(locate(text, "") == TextPlace{1, 1});
  CHECK(locate(text, "/a") == TextPlace{2, 8});
  CHECK(locate(text, "/a", true) == TextPlace{2, 3});
  CHECK(locate(text, "/a/0") == TextPlace{2, 9});
  CHECK(locate(text, "/a/1/b") == TextPlace{2, 19});
  CHECK(locate(text, "/a/1/b", true) == TextPlace{2, 14});
  CHECK(locate(text, "/a/2") == TextPlace{2, 30});
  CHECK(locate(text, "/a/2", true) == TextPlace{2, 30});
  CHECK(locate(text, "/c~0~1/é") == TextPlace{3, 16});
  CHECK(locate(text, "/c~0~1/d") == TextPlace{3, 29});
  CHECK(locate(text, "/c~0~1/d", true) == TextPlace{3, 19});
  CHECK(locate(text, "/") == TextPlace{4, 7});
  CHECK(locate("\xEF\xBB\xBF [1]", "/0") == TextPlace{1, 3});
}

TEST_CASE("what is not in the text is not found") {
  const std::string text = R"({"a": [10, 20], "b": "c", "e": []})";
  for (const char* pointer :
       {"/x", "/a/2", "/a/01", "/a/-", "/a/-1", "/a/", "/a/x", "/a/99999999999999999999", "/b/0", "/b/c", "a",
        "/a~2", "/a~", "/a/0/0", "/e/0"}) {
    INFO(pointer);
    CHECK_FALSE(locate(text, pointer));
  }
  CHECK_FALSE(locate("", ""));
}

TEST_CASE("writing never throws") {
  CHECK(to_text(Json{{"b", 1}, {"a", "é"}}) == R"({"a":"é","b":1})");
  CHECK(to_text(Json("a\xFF"
                     "b")) ==
        "\"a\xEF\xBF\xBD"
        "b\"");
}
