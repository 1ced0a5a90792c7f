#include "engine/base/schema_scalar.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/decimal.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/schema_format.hpp"
#include "engine/base/schema_keyword.hpp"
#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

bool is_whole(const Json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number_float() && std::floor(value.get<double>()) == value.get<double>();
}

bool has_type(const Json& value, const std::string& name) {
  if (name == "object") return value.is_object();
  if (name == "array") return value.is_array();
  if (name == "string") return value.is_string();
  if (name == "number") return value.is_number();
  if (name == "integer") return is_whole(value);
  if (name == "boolean") return value.is_boolean();
  return name == "null" && value.is_null();
}

void check_text(const Json& schema, const std::string& value, SchemaPatterns& patterns,
                std::vector<SchemaFault>& faults) {
  const std::size_t length = code_points(value);
  const std::size_t least = size_or(schema, "minLength", 0);
  const std::size_t most = size_or(schema, "maxLength", length);
  if (length < least)
    faults.push_back({"min_length", "must have at least " + std::to_string(least) + " characters"});
  if (length > most)
    faults.push_back({"max_length", "must have at most " + std::to_string(most) + " characters"});
  if (const std::string* pattern = text_at(schema, "pattern");
      pattern != nullptr && !patterns.found_in(*pattern, value))
    faults.push_back({"pattern", "must match " + *pattern});
  if (const std::string* format = text_at(schema, "format"); format != nullptr) {
    const std::string_view must = wrong_format(*format, value);
    if (!must.empty()) faults.push_back({"format", std::string(must)});
  }
}

void check_number(const Json& schema, const Json& value, std::vector<SchemaFault>& faults) {
  if (const Json* least = number_at(schema, "minimum"); least != nullptr && value < *least)
    faults.push_back({"minimum", "must be at least " + to_text(*least)});
  if (const Json* most = number_at(schema, "maximum"); most != nullptr && value > *most)
    faults.push_back({"maximum", "must be at most " + to_text(*most)});
  if (const Json* over = number_at(schema, "exclusiveMinimum"); over != nullptr && value <= *over)
    faults.push_back({"exclusive_minimum", "must be more than " + to_text(*over)});
  if (const Json* under = number_at(schema, "exclusiveMaximum"); under != nullptr && value >= *under)
    faults.push_back({"exclusive_maximum", "must be less than " + to_text(*under)});
  if (const Json* step = number_at(schema, "multipleOf");
      step != nullptr && is_over_zero(*step) && !is_multiple(value, *step))
    faults.push_back({"multiple_of", "must be a multiple of " + to_text(*step)});
}

}  // namespace

bool SchemaPatterns::found_in(const std::string& pattern, const std::string& text) {
  auto known = patterns_.find(pattern);
  if (known == patterns_.end()) known = patterns_.emplace(pattern, Pattern::compile(pattern)).first;
  return !known->second || known->second->found_in(text);
}

std::string wanted_types(const Json& schema, const Json& value) {
  const Json* type = keyword_at(schema, "type");
  if (type == nullptr) return "";
  std::string names;
  for (const Json& name : type->is_array() ? *type : Json::array({*type})) {
    if (!name.is_string() || has_type(value, name.get_ref<const std::string&>())) return "";
    names += (names.empty() ? "" : " or ") + name.get_ref<const std::string&>();
  }
  return names;
}

std::vector<SchemaFault> scalar_faults(const Json& schema, const Json& value, SchemaPatterns& patterns) {
  std::vector<SchemaFault> faults;
  if (const Json* constant = keyword_at(schema, "const"); constant != nullptr && value != *constant)
    faults.push_back({"const", "must be " + to_text(*constant)});
  if (const Json* choices = list_at(schema, "enum");
      choices != nullptr && std::find(choices->begin(), choices->end(), value) == choices->end())
    faults.push_back({"enum", "must be one of " + to_text(*choices)});
  if (value.is_string()) check_text(schema, value.get_ref<const std::string&>(), patterns, faults);
  if (value.is_number()) check_number(schema, value, faults);
  return faults;
}

}  // namespace yellowsea
