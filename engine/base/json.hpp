// JSON in and out, with bounds. Json sorts its keys and is what fields, event data and answers are made of;
// OrderedJson keeps the order of the file and is what workflow definitions are read with, since there
// document order has a meaning.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace yellowsea {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

}  // namespace yellowsea
