#include "engine/service/item_index.hpp"

#include <algorithm>
#include <set>

#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/organisation_names.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void add_field(const std::string& name, const Json& value,
               std::vector<std::pair<std::string, std::string>>& fields) {
  if (value.is_null() || value.is_object()) return;
  if (!value.is_array()) {
    fields.emplace_back(name, scalar_text(value));
    return;
  }
  std::set<std::string> seen;
  for (const Json& element : value) {
    if (!element.is_primitive() || element.is_null()) continue;
    std::string text = scalar_text(element);
    if (seen.insert(text).second) fields.emplace_back(name, std::move(text));
  }
}

// What the organisations are called that an item names where everybody who may read it can see: it is found
// under each of their names.
std::string organisations_called(const machine::Item& item, const Pack& pack) {
  std::string text;
  if (!item.definition->fields || !item.definition->fields->contains("properties")) return text;
  const Json& properties = item.definition->fields->at("properties");
  std::set<std::string> ids;
  for (const auto& [name, value] : item.fields.items()) {
    if (!names_organisations(properties, name) || needed_sight(properties, name) != Sight::open) continue;
    for (const Json& id : value.is_array() ? value : Json::array({value})) {
      if (id.is_string()) ids.insert(id.get<std::string>());
    }
  }
  for (const std::string& id : ids) {
    for (const std::string& called : names_of(pack, id)) text += "\n" + called;
  }
  return text;
}

// The texts to be searched in a field: itself, or of every record of a list the member that is named behind
// the slash.
std::string texts_in(const Json& value, const std::string& member) {
  if (value.is_string()) return "\n" + value.get<std::string>();
  std::string text;
  if (member.empty() || !value.is_array()) return text;
  for (const Json& record : value) {
    const Json one = record.is_object() ? record.value(member, Json()) : Json();
    if (one.is_string()) text += "\n" + one.get<std::string>();
  }
  return text;
}

std::string searchable(const machine::Item& item, const Pack& pack) {
  std::string text = item.id;
  for (const std::string& wanted : pack.list(item.kind).search) {
    const std::size_t slash = std::min(wanted.find('/'), wanted.size());
    const std::string name = wanted.substr(0, slash);
    const std::string member = slash < wanted.size() ? wanted.substr(slash + 1) : "";
    const auto value = item.fields.find(name);
    if (value == item.fields.end()) continue;
    // Confidential values must not be found by people who may not see them.
    const bool has_schema = item.definition->fields && item.definition->fields->contains("properties");
    if (has_schema && needed_sight(item.definition->fields->at("properties"), name) != Sight::open) continue;
    text += texts_in(*value, member);
  }
  return search_text(text + organisations_called(item, pack));
}

std::set<std::string> tags_of(const machine::Item& item) {
  std::set<std::string> tags;
  for (const auto state : item.active) {
    const auto& own = item.definition->state(state).tags;
    tags.insert(own.begin(), own.end());
  }
  return tags;
}

}  // namespace

IndexedItem index_item(const machine::Item& item, const Pack& pack) {
  IndexedItem indexed;
  store::ItemRow& row = indexed.row;
  row.order = static_cast<std::int64_t>(item.order);
  row.kind = item.kind;
  row.id = item.id;
  row.version = static_cast<std::int64_t>(item.version);
  row.definition = item.definition->sha256;
  row.snapshot = to_text(machine::snapshot_of(item));
  row.created_at = milliseconds(item.created_at);
  row.updated_at = milliseconds(item.updated_at);
  const auto& surroundings = pack.surroundings();
  const Zone zone = machine::zone_of(item, surroundings.zone_of_organisation, surroundings.zone);
  if (const auto deadline = machine::deadline_of(item, zone))
    row.deadline_passed = milliseconds(deadline->passed);
  const auto tags = tags_of(item);
  row.open = !tags.contains("settled") && !tags.contains("stopped");
  row.tags.assign(tags.begin(), tags.end());
  row.states = machine::active_paths(item);
  row.readers = reader_tokens(item);
  for (const std::string& name : pack.indexed_fields(item.kind)) {
    const auto value = item.fields.find(name);
    if (value != item.fields.end()) add_field(name, *value, row.fields);
  }
  row.search = searchable(item, pack);
  for (const machine::Timer& timer : item.timers) {
    indexed.timers.push_back({row.order, item.kind, item.id, milliseconds(timer.due), timer.state,
                              timer.after, static_cast<std::int64_t>(timer.generation)});
  }
  return indexed;
}

machine::ItemPtr item_of(const store::ItemRow& row, const machine::DefinitionPtr& definition) {
  if (definition == nullptr) return nullptr;
  const Json snapshot = Json::parse(row.snapshot, nullptr, false);
  auto item = std::make_shared<machine::Item>();
  item->kind = row.kind;
  item->id = row.id;
  item->definition = definition;
  item->version = static_cast<std::uint64_t>(row.version);
  item->order = static_cast<std::uint64_t>(row.order);
  item->created_at = instant_of(row.created_at);
  item->updated_at = instant_of(row.updated_at);
  if (!machine::restore_snapshot(*item, snapshot)) return nullptr;
  return item;
}

}  // namespace yellowsea
