#include "engine/base/json_members.hpp"

#include <limits>

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

std::int64_t integer_member(const Json& json, std::string_view name) {
  const Json* value = member(json, name);
  if (value == nullptr || !value->is_number_integer()) return 0;
  const bool fits = !value->is_number_unsigned() ||
                    value->get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  return fits ? value->get<std::int64_t>() : 0;
}

Json list_member(const Json& json, std::string_view name) {
  const Json* value = member(json, name);
  return value != nullptr && value->is_array() ? *value : Json::array();
}

}  // namespace yellowsea
