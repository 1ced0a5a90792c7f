#include "engine/service/reason_titles.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/machine/path.hpp"
#include "engine/service/views.hpp"

namespace yellowsea {
namespace {

std::vector<std::string> tagged(const machine::Definition& definition, const std::vector<std::string>& tags) {
  std::vector<std::string> paths;
  for (const machine::State& state : definition.states) {
    const bool has = std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
      return std::find(state.tags.begin(), state.tags.end(), tag) != state.tags.end();
    });
    if (has && !state.path.empty()) paths.push_back(state.path);
  }
  return paths;
}

// The region that a state is in: the child of the parallel state around it, or the root.
machine::StateIndex region_of(const machine::Definition& definition, machine::StateIndex index) {
  while (index != 0) {
    const machine::State& state = definition.state(index);
    if (definition.state(state.parent).type == machine::StateType::parallel) return index;
    index = state.parent;
  }
  return 0;
}

}  // namespace

std::string ReasonTitles::role(const std::string& id) const {
  const Role* role = reader_.pack.role(id);
  const std::string title = role == nullptr ? id : title_in(role->title, reader_.language, id);
  return (reader_.language == "en" ? "the " : "") + inside(title, reader_.language);
}

std::string ReasonTitles::roles(const std::vector<std::string>& ids) const {
  std::vector<std::string> titles;
  titles.reserve(ids.size());
  for (const std::string& id : ids) titles.push_back(role(id));
  return any_of(titles, reader_.language);
}

std::string ReasonTitles::organisation(const std::string& id, const std::string& part) const {
  const auto& all = reader_.pack.organisations();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Organisation& each) { return each.id == id; });
  if (found == all.end()) return id;
  const bool named = part != "names" && found->json.contains(part) && found->json.at(part).is_object();
  return title_in(found->json.value(named ? part : "names", Json::object()), reader_.language, id);
}

std::string ReasonTitles::kind(const std::string& id) const {
  const auto definition = reader_.pack.definition(id);
  return definition == nullptr ? id : title_in(definition->title, reader_.language, id);
}

std::string ReasonTitles::state(const machine::Definition& definition, const std::string& path) const {
  const auto found = definition.state_by_path.find(path);
  if (found == definition.state_by_path.end()) return quote(path, reader_.language);
  std::string text;
  for (machine::StateIndex at = found->second; at > 0; at = definition.state(at).parent) {
    const Json& meta = definition.state(at).meta;
    const std::string title =
        meta.is_object() ? title_in(meta.value("title", Json::object()), reader_.language, "") : "";
    if (title.empty()) continue;
    text = text.empty() ? title
                        : title + (reader_.language == "ja" || reader_.language == "zh" ? "：" : ": ") + text;
  }
  return quote(text.empty() ? path : text, reader_.language);
}

std::string ReasonTitles::states(const machine::Definition& definition,
                                 const std::vector<std::string>& paths) const {
  std::vector<std::string> titles;
  for (const std::string& path : paths) {
    std::string title = path.empty() ? "" : state(definition, path);
    if (!title.empty() && std::find(titles.begin(), titles.end(), title) == titles.end())
      titles.push_back(std::move(title));
  }
  return any_of(titles, reader_.language);
}

std::string ReasonTitles::current(const std::vector<machine::StateIndex>& states) const {
  const machine::Definition& definition = *reader_.item.definition;
  std::vector<machine::StateIndex> regions;
  regions.reserve(states.size());
  for (const machine::StateIndex state : states) regions.push_back(region_of(definition, state));
  std::string text;
  for (const std::string& path : machine::configuration(reader_.item)) {
    const machine::StateIndex active = definition.state_by_path.at(path);
    const bool meant = regions.empty() || std::any_of(regions.begin(), regions.end(), [&](auto region) {
                         return region == 0 || region == active || definition.is_descendant(active, region);
                       });
    if (!meant) continue;
    if (!text.empty()) text += reader_.language == "en" || reader_.language == "ko" ? ", " : "、";
    text += state(definition, path);
  }
  return text;
}

std::string ReasonTitles::states_of(const machine::Definition& definition,
                                    const std::optional<machine::Condition>& condition) const {
  if (!condition) return "";
  std::vector<std::string> paths = condition->states;
  for (std::string& path : tagged(definition, condition->tags)) paths.push_back(std::move(path));
  return states(definition, paths);
}

std::string ReasonTitles::states_out_of(const machine::Definition& definition,
                                        const std::optional<machine::Condition>& condition) const {
  return condition ? states(definition, tagged(definition, condition->not_tags)) : "";
}

const Json* ReasonTitles::schema_of(const std::string& path) const {
  const machine::Definition& definition = *reader_.item.definition;
  const machine::EventDefinition* event = definition.event(reader_.event);
  const std::optional<Json>* schema = nullptr;
  if (path.rfind("/fields/", 0) == 0) schema = &definition.fields;
  if (path.rfind("/data/", 0) == 0 && event != nullptr) schema = &event->data;
  if (schema == nullptr || !*schema || !(*schema)->contains("properties")) return nullptr;
  const Json& properties = (*schema)->at("properties");
  const auto found = properties.find(field_name(path));
  return found == properties.end() || !found->is_object() ? nullptr : &*found;
}

std::string ReasonTitles::field_name(const std::string& path) {
  const std::vector<std::string> parts = split(path, '/');
  return parts.size() > 2 ? parts[2] : "";
}

std::string ReasonTitles::field(const std::string& path) const {
  if (path == "/now") return phrase("now", reader_.language);
  if (path == "/actor/organisation") return phrase("your_organisation", reader_.language);
  if (path == "/actor/role") return phrase("your_role", reader_.language);
  const std::string name = field_name(path);
  const Json* schema = schema_of(path);
  const std::string title =
      schema == nullptr ? name : title_in(schema->value("x-title", Json::object()), reader_.language, name);
  return quote(title.empty() ? path : title, reader_.language);
}

std::string ReasonTitles::value(const std::string& path, const Json& value) const {
  if (value.is_boolean())
    return quote(phrase(value.get<bool>() ? "yes" : "no", reader_.language), reader_.language);
  if (!value.is_string()) return value.dump();
  const auto& text = value.get_ref<const std::string&>();
  const Json* schema = schema_of(path);
  std::string title = text;
  if (schema != nullptr && schema->contains("x-enum-titles"))
    title = title_in(schema->at("x-enum-titles").value(text, Json::object()), reader_.language, text);
  if (schema != nullptr && schema->value("x-widget", std::string()).rfind("organisation", 0) == 0)
    title = organisation(text);
  return quote(title, reader_.language);
}

bool ReasonTitles::has_value(const std::string& path) const {
  machine::Scope scope;
  scope.fields = &reader_.item.fields;
  return path.rfind("/fields/", 0) != 0 || !machine::value_at(scope, path).is_null();
}

bool ReasonTitles::may_see(const std::string& path) const {
  const auto& schema = reader_.item.definition->fields;
  if (path.rfind("/fields/", 0) != 0 || !schema || !schema->contains("properties")) return true;
  return needed_sight(schema->at("properties"), field_name(path)) <= sight_of(reader_.caller, reader_.item);
}

}  // namespace yellowsea
