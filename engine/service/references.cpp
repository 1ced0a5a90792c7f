#include "engine/service/references.hpp"

#include <algorithm>

namespace yellowsea {
namespace {

void check_value(const Json& value, const std::string& pointer, const Pack& pack,
                 std::vector<FieldError>& errors) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      check_value(value[i], pointer + "/" + std::to_string(i), pack, errors);
    return;
  }
  if (!value.is_string()) return;
  const auto& id = value.get_ref<const std::string&>();
  const auto& known = pack.organisations();
  if (std::any_of(known.begin(), known.end(), [&](const Organisation& one) { return one.id == id; })) return;
  errors.push_back({pointer, "unknown_organisation", "there is no organisation '" + id + "'"});
}

}  // namespace

std::vector<FieldError> check_references(const Json& schema, const Json& data, const Pack& pack) {
  std::vector<FieldError> errors;
  if (pack.organisations().empty() || !schema.is_object() || !schema.contains("properties") ||
      !data.is_object())
    return errors;
  for (const auto& [name, property] : schema.at("properties").items()) {
    if (!property.is_object() || !data.contains(name)) continue;
    const std::string widget = property.value("x-widget", std::string());
    if (widget == "organisation" || widget == "organisations")
      check_value(data.at(name), "/" + name, pack, errors);
  }
  return errors;
}

const Json& data_schema(const machine::Definition& definition, const std::string& type) {
  static const Json none;
  const machine::EventDefinition* event = definition.event(type);
  if (event != nullptr && event->data) return *event->data;
  if (type == "open" && definition.fields) return *definition.fields;
  return none;
}

}  // namespace yellowsea
