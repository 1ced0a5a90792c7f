#include "engine/service/identity.hpp"

#include <optional>

#include "engine/machine/path.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t max_id_bytes = 100;
// Leaves room for a suffix here, and for the ids that definitions make by adding to this one.
constexpr std::size_t max_made_bytes = 60;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_id_character(char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; }

std::optional<std::string> from_fields(const machine::Definition& definition, const Json& fields) {
  if (!definition.identity.is_object()) return std::nullopt;
  const std::string join = definition.identity.value("join", std::string("-"));
  machine::Scope scope;
  scope.fields = &fields;
  scope.data = &fields;
  std::string id;
  for (const Json& path : definition.identity.value("from", Json::array())) {
    const Json value =
        path.is_string() ? machine::value_at(scope, path.get_ref<const std::string&>()) : Json();
    std::string part;
    if (value.is_string()) part = id_part(value.get_ref<const std::string&>());
    if (value.is_number_integer()) part = value.dump();
    if (part.empty()) return std::nullopt;
    id += (id.empty() ? "" : join) + part;
  }
  if (id.size() > max_made_bytes) id.resize(max_made_bytes);
  return is_item_id(id) ? std::optional<std::string>(id) : std::nullopt;
}

}  // namespace

bool is_item_id(std::string_view text) {
  if (text.empty() || text.size() > max_id_bytes || !is_alphanumeric(text.front())) return false;
  for (const char c : text) {
    if (!is_id_character(c) && c != '~') return false;
  }
  return true;
}

std::string id_part(std::string_view text) {
  std::string part;
  for (const char c : text) {
    if (is_id_character(c)) {
      part += c;
    } else if (!part.empty() && part.back() != '-') {
      part += '-';
    }
  }
  while (!part.empty() && !is_alphanumeric(part.back())) part.pop_back();
  std::size_t start = 0;
  while (start < part.size() && !is_alphanumeric(part[start])) ++start;
  return part.substr(start);
}

std::string item_id_for(const machine::Definition& definition, const Json& fields,
                        machine::Repository& repository) {
  const auto made = from_fields(definition, fields);
  const std::string base =
      made ? *made : id_part(definition.kind) + "-" + std::to_string(repository.next_order());
  std::string id = base;
  for (int number = 2; repository.find(definition.kind, id) != nullptr; ++number) {
    id = base + "-" + std::to_string(number);
  }
  return id;
}

}  // namespace yellowsea
