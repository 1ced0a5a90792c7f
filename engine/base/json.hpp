// JSON in and out, with bounds. Json sorts its keys and is what fields, event data and answers are made of;
// OrderedJson keeps the order of the file and is what workflow definitions are read with, since there
// document order has a meaning.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// Compiled once, in json.cpp: otherwise every source would compile them again, a fifth of the whole build's
// time and more under sanitizers.
extern template class nlohmann::basic_json<>;
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace yellowsea {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

}  // namespace yellowsea
