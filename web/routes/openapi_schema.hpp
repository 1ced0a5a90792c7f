// A pack's schemas inside the description of the API. Pure; any thread.
#pragma once

#include <string>

#include "engine/base/json.hpp"

namespace yellowsea::web {

// The schema as it must stand at a JSON Pointer of another document: "#" means that document there, so
// references are led back to the schema, and its names for itself are left out.
Json schema_inside(const Json& schema, const std::string& pointer);

}  // namespace yellowsea::web
