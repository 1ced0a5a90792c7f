// Checks a JSON value against the JSON Schema 2020-12 that definitions may use, which is all of it but:
// unevaluatedProperties and unevaluatedItems (what was evaluated would have to be handed up through every
// combination, and a form could not be made from it), anchors, $dynamicRef and references to other documents
// (a definition must mean the same for ever, and be read where it stands). A keyword that is not known is an
// error of the schema, because nearly always it is a slip; annotations are taken and ignored (title,
// description, default, examples, $comment, $schema, $id, readOnly, writeOnly, deprecated, contentMediaType,
// contentEncoding, x-*). Formats that are checked are those of schema_format.hpp. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

namespace yellowsea {

// Rules of the errors: "type", "required", "unknown_field", "enum", "const", "min_length", "max_length",
// "pattern", "format", "minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of",
// "min_items", "max_items", "unique_items", "contains", "min_contains", "max_contains", "min_properties",
// "max_properties", "property_names", "dependent_required", "any_of", "one_of", "not", "not_allowed" (the
// schema false), "too_deep" (references into each other deeper than max_schema_nesting). What allOf, then,
// else, dependentSchemas and references demand is reported under the rules of what they say. Every wrong
// place in `value`; empty if it fits. Lengths count code points.
std::vector<FieldError> check_schema(const Json& schema, const Json& value);

// Checks a value against a part of a schema, as of one property; references lead into the whole.
std::vector<FieldError> check_schema_part(const Json& whole, const Json& part, const Json& value);

// What is wrong with a schema itself; pointers are into the schema. Rules: "unknown_keyword", "type",
// "pattern", "bounds" (a minimum over its maximum), "reference" (it leads nowhere, elsewhere, or in a circle
// in which nothing is looked into), "nesting" (more than max_in_place at one place of the value), "misplaced"
// (an annotation that is obeyed only at the schema's own properties, and would be passed over here).
std::vector<FieldError> check_schema_itself(const Json& schema);

// Schemas at one place of a value inside each other (allOf in anyOf in what a reference leads to …), and
// altogether on the way to a value's innermost place. With both, and each target of a reference judged once
// for a place of the value, neither time nor stack grows out of hand.
constexpr int max_in_place = 32;
constexpr int max_schema_nesting = 400;

}  // namespace yellowsea
