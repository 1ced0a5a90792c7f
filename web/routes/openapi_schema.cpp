#include "web/routes/openapi_schema.hpp"

#include <set>

namespace yellowsea::web {
namespace {

void lead_back(Json& schema, const std::string& pointer);

// Members that are schemas under names of the pack's own.
void lead_back_members(Json& schemas, const std::string& pointer) {
  if (!schemas.is_object()) return;
  for (auto& [name, schema] : schemas.items()) lead_back(schema, pointer);
}

void lead_back(Json& schema, const std::string& pointer) {
  static const std::set<std::string> named{"properties", "patternProperties", "dependentSchemas", "$defs",
                                           "definitions"};
  // Values, in which a "$ref" would be a text like any other.
  static const std::set<std::string> values{"const", "enum", "default", "examples"};
  if (schema.is_array()) {
    for (Json& element : schema) lead_back(element, pointer);
  }
  if (!schema.is_object()) return;
  for (auto& [keyword, value] : schema.items()) {
    if (keyword == "$ref" && value.is_string()) {
      const auto& reference = value.get_ref<const std::string&>();
      if (reference.starts_with('#')) value = "#" + pointer + reference.substr(1);
    } else if (named.contains(keyword)) {
      lead_back_members(value, pointer);
    } else if (!values.contains(keyword) && !keyword.starts_with("x-")) {
      lead_back(value, pointer);
    }
  }
}

}  // namespace

Json schema_inside(const Json& schema, const std::string& pointer) {
  Json inside = schema;
  if (inside.is_object()) {
    inside.erase("$id");
    inside.erase("$schema");
  }
  lead_back(inside, pointer);
  return inside;
}

}  // namespace yellowsea::web
