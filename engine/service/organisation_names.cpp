#include "engine/service/organisation_names.hpp"

#include <algorithm>
#include <set>

#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

std::vector<std::string> names_in(const Organisation& organisation) {
  std::vector<std::string> names;
  const Json& json = organisation.json;
  if (!json.is_object()) return names;
  const Json in_languages = json.value("names", Json::object());
  for (const auto& [language, name] : in_languages.items()) {
    if (name.is_string()) names.push_back(name.get<std::string>());
  }
  for (const Json& name : json.value("also", Json::array())) {
    if (name.is_string()) names.push_back(name.get<std::string>());
  }
  return names;
}

}  // namespace

std::vector<std::string> names_of(const Pack& pack, const std::string& organisation) {
  for (const Organisation& one : pack.organisations()) {
    if (one.id == organisation) return names_in(one);
  }
  return {};
}

std::optional<std::string> organisation_called(const Pack& pack, std::string_view name) {
  const std::string wanted = search_text(name);
  std::set<std::string> found;
  for (const Organisation& one : pack.organisations()) {
    if (one.id == name) return one.id;
    const auto names = names_in(one);
    if (std::any_of(names.begin(), names.end(), [&](const auto& its) { return search_text(its) == wanted; }))
      found.insert(one.id);
  }
  return found.size() == 1 ? std::optional(*found.begin()) : std::nullopt;
}

bool names_organisations(const Json& schema_properties, const std::string& field) {
  if (!schema_properties.is_object()) return false;
  const auto property = schema_properties.find(field);
  if (property == schema_properties.end() || !property->is_object()) return false;
  const Json items = property->value("items", Json::object());
  const auto widget = [](const Json& schema) {
    return schema.is_object() ? schema.value("x-widget", std::string()) : std::string();
  };
  return widget(*property).starts_with("organisation") || widget(items).starts_with("organisation");
}

std::string filter_value(const Pack& pack, const std::string& kind, const std::string& field,
                         const std::string& text) {
  const auto definition = pack.definition(kind);
  const bool has = definition != nullptr && definition->fields && definition->fields->contains("properties");
  if (!has || !names_organisations(definition->fields->at("properties"), field)) return text;
  return organisation_called(pack, text).value_or(text);
}

}  // namespace yellowsea
