// A request target in origin form ("/path?query"), decoded strictly. Refused: broken percent-encodings, NUL,
// raw bytes that a URI may not have, text that is not UTF-8, dot segments and encoded slashes in the path
// (two readers might disagree about which resource is meant). Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "web/server/head.hpp"

namespace yellowsea::web {

struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;  // '+' is a space, as forms send it
};

tl::expected<Target, Refusal> parse_target(std::string_view target);

}  // namespace yellowsea::web
