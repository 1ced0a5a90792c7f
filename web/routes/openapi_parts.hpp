// Pieces of the description of the API, OpenAPI 3.1. Pure; any thread.
#pragma once

#include <string>

#include "engine/base/json.hpp"

namespace yellowsea::web {

Json reference(const std::string& name);  // of components/schemas
Json answer(const std::string& description, const Json& schema);
Json problem(const std::string& description);
Json parameter(const std::string& name, const std::string& in, const Json& schema, bool required = false);
const Json& text();  // the schema of a text
Json with_errors(Json responses);

// Sessions, passwords, tokens and accounts.
void add_access(Json& document);

}  // namespace yellowsea::web
