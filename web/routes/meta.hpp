// GET /api/v1/meta?language=: what the installation says of itself, with its texts in that language only, for
// pages: a third of the whole, compressed once. English for a language that there is none of; without any it
// is all of it (system.hpp).
#pragma once

#include "web/routes/api.hpp"

namespace yellowsea::web {

// Made once for each language. The route may be called from the I/O thread only.
ExtraRoute::Answer meta_route(const OrderedJson& meta);

// The answer of GET /api/v1/meta, with all texts; `sign_on`: the identity providers that are offered.
OrderedJson meta_json(const Pack& pack, bool demo, const Json& sign_on = Json::array());

// The texts of `meta` in `language`, where they have one in it; names of organisations in English too,
// because that is the order they stand in.
OrderedJson in_language(const OrderedJson& meta, const std::string& language);

}  // namespace yellowsea::web
