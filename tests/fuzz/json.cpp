// JSON from outside, through the bounded reader.
#include "engine/base/json_read.hpp"
#include "tests/fuzz/fuzz.hpp"

void fuzz_one(std::string_view input) {
  using namespace yellowsea;
  const auto json = read_json(input);
  const auto ordered = read_ordered_json(input);
  require(json.has_value() == ordered.has_value(), "both readers accept the same texts");
  if (!json) {
    require(json.error().place.line >= 1 && json.error().place.column >= 1, "an error has a place");
    return;
  }
  const std::string text = to_text(*json);
  const auto again = read_json(text, JsonLimits{.bytes = text.size()});
  require(again.has_value() && *again == *json, "what was read can be written and read again");
  (void)locate(input, "/a/0", true);
  require(locate(input, "").has_value(), "the whole text has a place");
}
