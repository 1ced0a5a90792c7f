// What an event's data must be beside the item that takes it, said by annotations of the data's schema:
//   "x-index-of": "/fields/LIST" at a property: its number is the place of an element of that list, from 0.
//   "x-shares": {"of": "/fields/NUMBER", "among": [names]} at the object: these members together are that
//   number.
// Both hold only where everything they speak of is there. Pure; any thread.
#pragma once

#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/machine/definition.hpp"

namespace yellowsea::machine {

// Errors' rules: "index_of", "shares"; pointers are into the data. `data` fits the schema otherwise.
std::vector<FieldError> check_beside_item(const Json& schema, const Json& data, const Json& fields);

// Rule "zone", if an event that leads from the one fields to the others makes the definition's zone something
// that is no IANA name; the pointer is into the fields.
std::vector<FieldError> check_zone(const Definition& definition, const Json& before, const Json& after);

}  // namespace yellowsea::machine
