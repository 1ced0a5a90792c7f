// Members of JSON that may be there or not, and of another type than one hopes: of configurations, answers
// and rows. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.hpp"

namespace yellowsea {

// The text at `name`; "" if there is none, or it is no text.
std::string text_member(const Json& json, std::string_view name);
// The texts of the list at `name`; what is none is left out.
std::vector<std::string> texts_member(const Json& json, std::string_view name);
// Whether the member is true.
bool flag_member(const Json& json, std::string_view name);
// The whole number at `name`; 0 if there is none, or it is no number of 64 bits with a sign.
std::int64_t integer_member(const Json& json, std::string_view name);
// The list at `name`, an empty one if there is none.
Json list_member(const Json& json, std::string_view name);

}  // namespace yellowsea
