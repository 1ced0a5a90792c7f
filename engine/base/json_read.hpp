// Reads JSON text that comes from outside, within bounds: depth, number of elements, duplicate keys, string
// length, integers only up to 2^53-1 (unless floats are allowed), valid UTF-8. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

namespace yellowsea {

struct JsonLimits {
  std::size_t bytes = 256 * 1024;
  std::size_t depth = 32;
  std::size_t elements = 1000;  // of one array
  std::size_t keys = 256;       // of one object
  std::size_t string_code_points = 20'000;
  bool floats = false;
};

// A place in a text: lines and columns count from 1, columns count code points.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;
  bool operator==(const TextPlace&) const = default;
};

struct JsonTextError {
  TextPlace place;
  std::string rule;    // "syntax", "depth", "duplicate_key", "too_many_elements", "too_many_keys",
                       // "string_too_long", "number", "utf8", "too_large"
  std::string detail;  // English sentence
};

tl::expected<Json, JsonTextError> read_json(std::string_view text, const JsonLimits& limits = {});
tl::expected<OrderedJson, JsonTextError> read_ordered_json(std::string_view text,
                                                           const JsonLimits& limits = {});

// Where the value that `pointer` (RFC 6901) names begins in a valid JSON text; of an object's member, where
// its key begins if `key` is true. nullopt if there is no such value.
std::optional<TextPlace> locate(std::string_view text, std::string_view pointer, bool key = false);

// Compact text; never throws (invalid UTF-8 is replaced).
std::string to_text(const Json& value);

}  // namespace yellowsea
