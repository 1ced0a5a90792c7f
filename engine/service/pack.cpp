#include "engine/service/pack.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/base/json_read.hpp"
#include "engine/machine/parse.hpp"

namespace yellowsea {
namespace {

Failure wrong_file(const std::string& file, const std::string& detail) {
  return fail(ProblemCode::malformed, "pack", file + ": " + detail);
}

Result<Json> read_file_json(const std::string& name, const std::string& text) {
  JsonLimits limits;
  limits.bytes = 4 * 1024 * 1024;
  limits.elements = 10'000;
  limits.keys = 10'000;
  auto json = read_json(text, limits);
  if (json) return *json;
  const auto& place = json.error().place;
  return fail(ProblemCode::malformed, json.error().rule,
              name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                  ": error: " + json.error().detail);
}

std::string base_name(const std::string& file) {
  const std::string name = file.substr(file.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

std::map<std::string, std::string> text_map(const Json& json, const char* name) {
  std::map<std::string, std::string> result;
  const Json members = json.value(name, Json::object());
  for (const auto& [key, value] : members.items()) {
    if (value.is_string()) result[key] = value.get<std::string>();
  }
  return result;
}

std::vector<std::string> texts(const Json& json, const char* name) {
  std::vector<std::string> result;
  const Json list = json.value(name, Json::array());
  for (const Json& value : list) {
    if (value.is_string()) result.push_back(value.get<std::string>());
  }
  return result;
}

// Every selection of a definition, wherever it stands.
void visit_selections(const machine::Guard& guard,
                      const std::function<void(const machine::Selection&)>& visit) {
  if (!guard.selection.kind.empty()) visit(guard.selection);
  for (const auto& inner : guard.of) visit_selections(inner, visit);
  for (const auto* condition : {&guard.selection.having, &guard.must}) {
    if (*condition && (*condition)->where != nullptr) visit_selections(*(*condition)->where, visit);
  }
}

void visit_selections(const std::vector<machine::Action>& actions,
                      const std::function<void(const machine::Selection&)>& visit) {
  for (const auto& action : actions) {
    if (action.selection) visit(*action.selection);
    if (action.unless) visit(*action.unless);
  }
}

void visit_selections(const machine::Definition& definition,
                      const std::function<void(const machine::Selection&)>& visit) {
  for (const auto& state : definition.states) {
    visit_selections(state.entry, visit);
    visit_selections(state.exit, visit);
  }
  for (const auto& transition : definition.transitions) {
    if (transition.guard) visit_selections(*transition.guard, visit);
    visit_selections(transition.actions, visit);
  }
  for (const auto& event : definition.events) {
    if (event.guard) visit_selections(*event.guard, visit);
  }
}

}  // namespace

Result<PackFiles> Pack::read_folder(const std::filesystem::path& folder) {
  PackFiles files;
  std::error_code error;
  if (!std::filesystem::is_directory(folder / "workflows", error)) {
    return fail(ProblemCode::malformed, "pack",
                folder.string() + ": a pack needs a folder 'workflows' with definitions");
  }
  for (const char* part : {"workflows", "config"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / part, error)) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".json" || name.find(".schema.") != std::string::npos) continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << stream.rdbuf();
      if (!stream) return wrong_file(entry.path().string(), "cannot be read");
      files[std::string(part) + "/" + name] = text.str();
    }
  }
  return files;
}

Result<std::shared_ptr<const Pack>> Pack::from_files(const PackFiles& files) {
  auto pack = std::make_shared<Pack>();
  if (auto read = pack->read_definitions(files); !read) return Failure(read.error());
  if (auto read = pack->read_configuration(files); !read) return Failure(read.error());
  pack->find_indexed_fields();
  return std::shared_ptr<const Pack>(std::move(pack));
}

Result<void> Pack::read_definitions(const PackFiles& files) {
  std::set<std::string> paths;
  for (const auto& [name, text] : files) {
    if (name.rfind("workflows/", 0) != 0) continue;
    const auto parsed = machine::parse_definition(text);
    if (parsed.definition == nullptr) {
      std::string all;
      for (const auto& diagnostic : parsed.diagnostics) {
        if (diagnostic.severity != machine::Severity::error) continue;
        all += (all.empty() ? "" : "\n") + machine::to_text(name, diagnostic);
      }
      return fail(ProblemCode::malformed, "definition", all);
    }
    const auto& definition = parsed.definition;
    if (!surroundings_.definitions.emplace(definition->kind, definition).second) {
      return wrong_file(name, "the kind '" + definition->kind + "' is defined twice");
    }
    if (!paths.insert(definition->path).second)
      return wrong_file(name, "the path '" + definition->path + "' is used twice");
    definitions_.push_back(definition);
    texts_[definition->sha256] = text;
  }
  if (definitions_.empty()) return fail(ProblemCode::malformed, "pack", "workflows/: there is no definition");
  return {};
}

Result<void> Pack::read_configuration(const PackFiles& files) {
  for (const auto& [name, text] : files) {
    if (name.rfind("config/", 0) != 0) continue;
    auto json = read_file_json(name, text);
    if (!json) return Failure(json.error());
    configuration_[base_name(name)] = std::move(*json);
  }
  for (const Json& role : configuration("roles").is_array() ? configuration("roles") : Json::array()) {
    if (!role.is_object() || !role.contains("id"))
      return wrong_file("config/roles.json", "every role needs an 'id'");
    roles_.push_back({role.at("id").get<std::string>(), role.value("title", Json::object()),
                      role.value("organisations", std::string()), role.value("writes", true)});
  }
  for (const Json& organisation :
       configuration("organisations").is_array() ? configuration("organisations") : Json::array()) {
    if (!organisation.is_object() || !organisation.contains("id")) {
      return wrong_file("config/organisations.json", "every organisation needs an 'id'");
    }
    const std::string id = organisation.at("id").get<std::string>();
    const std::string zone = organisation.value("zone", std::string("UTC"));
    if (!Zone::find(zone))
      return wrong_file("config/organisations.json", "'" + zone + "' is no time zone of " + id);
    organisations_.push_back({id, organisation.value("kind", std::string()), zone, organisation});
    surroundings_.zone_of_organisation[id] = zone;
  }
  const Json& lists = configuration("lists");
  // items() keeps a reference only: what it goes over needs a name, or it is gone before the first turn.
  const Json lists_by_kind = lists.is_object() ? lists : Json::object();
  for (const auto& [kind, json] : lists_by_kind.items()) {
    lists_[kind] = {text_map(json, "filters"), texts(json, "columns"), texts(json, "search"),
                    json.value("sort", std::string("-updated_at"))};
  }
  // Sections keep the order of the file, which a sorted object has lost: read them again with their order.
  const auto dashboard = files.find("config/dashboard.json");
  if (dashboard != files.end()) {
    const auto ordered = read_ordered_json(dashboard->second);
    const OrderedJson sections = ordered->value("sections", OrderedJson::object());
    for (const auto& [name, section] : sections.items()) {
      const Json json(section);
      dashboard_.push_back({name, json.value("kind", std::string()), json.value("state", std::string()),
                            json.value("overdue", false), json.value("sort", std::string("-updated_at")),
                            text_map(json, "filters")});
    }
  }
  return {};
}

void Pack::find_indexed_fields() {
  std::map<std::string, std::set<std::string>> fields;
  for (const auto& definition : definitions_) {
    visit_selections(*definition, [&](const machine::Selection& selection) {
      for (const auto& [field, path] : selection.match) {
        if (field != "id") fields[selection.kind].insert(field);
      }
    });
  }
  for (const auto& [kind, list] : lists_) {
    for (const auto& [parameter, field] : list.filters) fields[kind].insert(field);
  }
  for (const auto& section : dashboard_) {
    for (const auto& [parameter, field] : section.filters) fields[section.kind].insert(field);
  }
  for (const auto& [kind, names] : fields) indexed_[kind].assign(names.begin(), names.end());
}

machine::DefinitionPtr Pack::definition_at_path(const std::string& path) const {
  const auto found =
      std::find_if(definitions_.begin(), definitions_.end(), [&](const auto& d) { return d->path == path; });
  return found == definitions_.end() ? nullptr : *found;
}

const std::string& Pack::definition_text(const std::string& sha256) const { return texts_.at(sha256); }

const Role* Pack::role(const std::string& id) const {
  const auto found =
      std::find_if(roles_.begin(), roles_.end(), [&](const Role& role) { return role.id == id; });
  return found == roles_.end() ? nullptr : &*found;
}

const ListConfiguration& Pack::list(const std::string& kind) const {
  static const ListConfiguration none;
  const auto found = lists_.find(kind);
  return found == lists_.end() ? none : found->second;
}

const Json& Pack::configuration(const std::string& name) const {
  static const Json none;
  const auto found = configuration_.find(name);
  return found == configuration_.end() ? none : found->second;
}

const std::vector<std::string>& Pack::indexed_fields(const std::string& kind) const {
  static const std::vector<std::string> none;
  const auto found = indexed_.find(kind);
  return found == indexed_.end() ? none : found->second;
}

}  // namespace yellowsea
