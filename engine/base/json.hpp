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
// Where the library's parser reads from: characters in a row, a string.
using JsonBytes = nlohmann::detail::iterator_input_adapter<const char*>;
using JsonText = nlohmann::detail::iterator_input_adapter<std::string::const_iterator>;

}  // namespace yellowsea

// Compiled once, in json.cpp: otherwise every source would compile them again, a fifth of the whole build's
// time and more under sanitizers.
extern template class nlohmann::basic_json<>;
extern template class nlohmann::basic_json<nlohmann::ordered_map>;
extern template class nlohmann::detail::lexer<yellowsea::Json, yellowsea::JsonBytes>;
extern template class nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonBytes>;
extern template bool nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonBytes>::sax_parse_internal(
    nlohmann::detail::json_sax_dom_parser<yellowsea::Json>*);
extern template class nlohmann::detail::lexer<yellowsea::Json, yellowsea::JsonText>;
extern template class nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonText>;
extern template bool nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonText>::sax_parse_internal(
    nlohmann::detail::json_sax_dom_parser<yellowsea::Json>*);
extern template class nlohmann::detail::json_sax_dom_parser<yellowsea::Json>;
