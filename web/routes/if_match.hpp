// If-Match as RFC 9110, section 13.1.1, has it. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea::web {

// The opaque tags that the header lists, without their quotes; nullopt for "*" and for no header. A weak tag
// never matches here, so it is left out. Errors: malformed ("if_match") for what is no list of entity tags.
Result<std::optional<std::vector<std::string>>> read_if_match(std::string_view header);

}  // namespace yellowsea::web
