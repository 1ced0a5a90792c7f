#include "engine/base/json_members.hpp"

namespace yellowsea {
namespace {

const Json* member(const Json& json, std::string_view name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(std::string(name));
  return found == json.end() ? nullptr : &*found;
}

}  // namespace

std::string text_member(const Json& json, std::string_view name) {
  const Json* value = member(json, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::vector<std::string> texts_member(const Json& json, std::string_view name) {
  std::vector<std::string> texts;
  for (const Json& value : list_member(json, name)) {
    if (value.is_string()) texts.push_back(value.get<std::string>());
  }
  return texts;
}

bool flag_member(const Json& json, std::string_view name) {
  const Json* value = member(json, name);
  return value != nullptr && *value == true;
}

Json list_member(const Json& json, std::string_view name) {
  const Json* value = member(json, name);
  return value != nullptr && value->is_array() ? *value : Json::array();
}

}  // namespace yellowsea
