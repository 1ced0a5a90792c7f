// `$ref` of JSON Schema, which leads only within its own schema here: another document would have to be
// fetched, and a definition must mean the same for ever. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/json.hpp"

namespace yellowsea {

// The JSON Pointer that "#" or "#/…" stands for, its percent-encoding undone; nullopt for anything else.
std::optional<std::string> local_pointer(std::string_view reference);

// The part of the schema that a reference leads to; nullptr if it leads nowhere. Whether a schema stands
// there is for check_schema_itself to say.
const Json* referred(const Json& whole, std::string_view reference);

}  // namespace yellowsea
