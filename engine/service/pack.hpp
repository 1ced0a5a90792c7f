// A pack: the definitions and what belongs to them (roles, organisations, list filters, dashboard). Read
// once, immutable afterwards, shared; any thread. Nothing here knows ACTION.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/machine/cascade.hpp"
#include "engine/machine/diagnostic.hpp"

namespace yellowsea {

struct Role {
  std::string id;
  Json title = Json::object();
  std::string organisations;  // kind of organisation it belongs to
  bool writes = true;         // may fire events at all
};

struct Organisation {
  std::string id;
  std::string kind;
  std::string zone;
  Json json;  // as in the pack, for the pages
};

// How items of one kind are listed.
struct ListConfiguration {
  std::map<std::string, std::string> filters;  // parameter → field
  std::vector<std::string> columns;
  std::vector<std::string> search;
  std::string sort = "-updated_at";
};

struct DashboardSection {
  std::string name;
  std::string kind;
  std::string state;
  bool overdue = false;
  std::string sort = "-updated_at";
  std::map<std::string, std::string> filters;  // parameter → field
};

// A file of a pack: "workflows/round.json" and its text.
using PackFiles = std::map<std::string, std::string>;

class Pack {
 public:
  // Errors: malformed, naming file, line and column. Warnings of definitions are dropped.
  static Result<std::shared_ptr<const Pack>> from_files(const PackFiles& files);
  // Reads DIR/workflows/*.json and DIR/config/*.json.
  static Result<PackFiles> read_folder(const std::filesystem::path& folder);

  const machine::Surroundings& surroundings() const { return surroundings_; }
  machine::DefinitionPtr definition(const std::string& kind) const { return surroundings_.definition(kind); }
  machine::DefinitionPtr definition_at_path(const std::string& path) const;
  const std::vector<machine::DefinitionPtr>& definitions() const { return definitions_; }
  const std::string& definition_text(const std::string& sha256) const;
  const std::vector<Role>& roles() const { return roles_; }
  const Role* role(const std::string& id) const;
  const std::vector<Organisation>& organisations() const { return organisations_; }
  const ListConfiguration& list(const std::string& kind) const;
  const std::vector<DashboardSection>& dashboard() const { return dashboard_; }
  // Other configuration files by name without ending ("coverage"); null if there is none.
  const Json& configuration(const std::string& name) const;
  // Fields of a kind that other definitions' selections or list filters look up: these are indexed.
  const std::vector<std::string>& indexed_fields(const std::string& kind) const;

 private:
  Result<void> read_definitions(const PackFiles& files);
  Result<void> read_configuration(const PackFiles& files);
  void find_indexed_fields();

  machine::Surroundings surroundings_;
  std::vector<machine::DefinitionPtr> definitions_;
  std::map<std::string, std::string> texts_;
  std::vector<Role> roles_;
  std::vector<Organisation> organisations_;
  std::map<std::string, ListConfiguration> lists_;
  std::vector<DashboardSection> dashboard_;
  std::map<std::string, Json> configuration_;
  std::map<std::string, std::vector<std::string>> indexed_;
};

}  // namespace yellowsea
