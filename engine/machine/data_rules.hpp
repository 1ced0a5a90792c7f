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

// Rule "zone", if what stands in the place of the definition's zone field is no IANA name: of an item's first
// fields, or of an event's data, which name their fields alike.
std::vector<FieldError> check_zone(const Definition& definition, const Json& fields);

}  // namespace yellowsea::machine
