// Checks a JSON value against the subset of JSON Schema 2020-12 that definitions may use: type (also a list),
// properties, required, additionalProperties (boolean or schema), items, enum, const, minLength, maxLength,
// pattern (ECMAScript), minimum, maximum, minItems, maxItems, uniqueItems, format (date, date-time).
// Annotations (title, description, default, examples, x-*) are taken and ignored. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

namespace yellowsea {

// Rules of the errors: "type", "required", "unknown_field", "enum", "const", "min_length", "max_length",
// "pattern", "format", "minimum", "maximum", "min_items", "max_items", "unique_items", "not_allowed" (the
// schema false). Every wrong place in `value`; empty if it fits. Lengths count code points. `only_present`
// leaves `required` at the top level out, for partial edits. `format` is checked with civil dates that exist
// and RFC 3339 instants.
std::vector<FieldError> check_schema(const Json& schema, const Json& value, bool only_present = false);

// What is wrong with a schema itself; pointers are into the schema. Rules: "unknown_keyword", "type",
// "pattern", "format", "bounds" (a minimum over its maximum).
std::vector<FieldError> check_schema_itself(const Json& schema);

}  // namespace yellowsea
