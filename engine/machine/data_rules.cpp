#include "engine/machine/data_rules.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace yellowsea::machine {
namespace {

// The field that "/fields/NAME" names; null if there is none.
Json field_at(const Json& fields, const Json& path) {
  static const std::string prefix = "/fields/";
  if (!path.is_string() || !path.get_ref<const std::string&>().starts_with(prefix)) return nullptr;
  return fields.value(path.get<std::string>().substr(prefix.size()), Json());
}

void check_index(const std::string& name, const Json& property, const Json& data, const Json& fields,
                 std::vector<FieldError>& errors) {
  if (!property.is_object() || !property.contains("x-index-of") || !data.contains(name)) return;
  const Json list = field_at(fields, property.at("x-index-of"));
  const Json& place = data.at(name);
  const std::size_t size = list.is_array() ? list.size() : 0;
  if (!place.is_number_integer()) return;
  const auto number = place.get<std::int64_t>();
  if (number >= 0 && static_cast<std::uint64_t>(number) < size) return;
  errors.push_back({"/" + name, "index_of",
                    size == 0 ? "there is nothing that it could name"
                              : "must be between 0 and " + std::to_string(size - 1)});
}

void check_shares(const Json& rule, const Json& data, const Json& fields, std::vector<FieldError>& errors) {
  const Json whole = field_at(fields, rule.value("of", Json()));
  const Json among = rule.value("among", Json::array());
  if (!whole.is_number_integer() || among.empty()) return;
  std::int64_t sum = 0;
  for (const Json& name : among) {
    const Json part = data.value(name.get<std::string>(), Json());
    if (!part.is_number_integer()) return;
    sum += part.get<std::int64_t>();
  }
  if (sum == whole.get<std::int64_t>()) return;
  for (const Json& name : among) {
    errors.push_back({"/" + name.get<std::string>(), "shares",
                      "the parts must add up to " + std::to_string(whole.get<std::int64_t>()) + ", not " +
                          std::to_string(sum)});
  }
}

}  // namespace

std::vector<FieldError> check_beside_item(const Json& schema, const Json& data, const Json& fields) {
  std::vector<FieldError> errors;
  if (!schema.is_object() || !data.is_object() || !fields.is_object()) return errors;
  const auto properties = schema.find("properties");
  if (properties != schema.end() && properties->is_object()) {
    for (const auto& [name, property] : properties->items())
      check_index(name, property, data, fields, errors);
  }
  const auto shares = schema.find("x-shares");
  if (shares != schema.end() && shares->is_object()) check_shares(*shares, data, fields, errors);
  return errors;
}

std::vector<FieldError> check_zone(const Definition& definition, const Json& before, const Json& after) {
  constexpr std::string_view root = "/fields";
  if (!definition.zone_field.starts_with(root)) return {};
  const std::string pointer = definition.zone_field.substr(root.size());
  const Json* zone = at_pointer(after, pointer);
  if (zone == nullptr || !zone->is_string() || Zone::find(zone->get_ref<const std::string&>())) return {};
  const Json* old = at_pointer(before, pointer);
  if (old != nullptr && *old == *zone) return {};
  return {{pointer, "zone", "must be the name of a time zone, as Asia/Tokyo"}};
}

}  // namespace yellowsea::machine
