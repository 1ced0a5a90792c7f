#include "engine/base/json.hpp"

template class nlohmann::basic_json<>;
template class nlohmann::basic_json<nlohmann::ordered_map>;
template class nlohmann::detail::lexer<yellowsea::Json, yellowsea::JsonBytes>;
template class nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonBytes>;
template bool nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonBytes>::sax_parse_internal(
    nlohmann::detail::json_sax_dom_parser<yellowsea::Json>*);
template class nlohmann::detail::lexer<yellowsea::Json, yellowsea::JsonText>;
template class nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonText>;
template bool nlohmann::detail::parser<yellowsea::Json, yellowsea::JsonText>::sax_parse_internal(
    nlohmann::detail::json_sax_dom_parser<yellowsea::Json>*);
template class nlohmann::detail::json_sax_dom_parser<yellowsea::Json>;
