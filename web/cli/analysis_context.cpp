#include "web/cli/analysis_context.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "web/cli/builtin_pack.hpp"

namespace yellowsea::web {
namespace {

PackFiles files_of(const CommandContext& context, const std::filesystem::path& file) {
  if (!context.pack_folder.empty()) {
    if (auto files = Pack::read_folder(context.pack_folder)) return std::move(*files);
    return {};
  }
  std::error_code error;
  const auto folder = std::filesystem::absolute(file, error).parent_path();
  if (folder.filename() == "workflows" &&
      std::filesystem::is_directory(folder.parent_path() / "config", error)) {
    if (auto files = Pack::read_folder(folder.parent_path())) return std::move(*files);
  }
  return builtin_pack();
}

std::optional<std::map<std::string, bool>> roles_of(const PackFiles& files) {
  const auto found = files.find("config/roles.json");
  if (found == files.end()) return std::nullopt;
  const auto json = read_json(found->second);
  if (!json || !json->is_array()) return std::nullopt;
  std::map<std::string, bool> roles;
  for (const Json& role : *json) {
    if (role.is_object() && role.contains("id"))
      roles[role.value("id", std::string())] = role.value("writes", true);
  }
  return roles;
}

}  // namespace

machine::AnalysisContext analysis_context(const CommandContext& context, const std::filesystem::path& file,
                                          const std::vector<machine::DefinitionPtr>& given) {
  machine::AnalysisContext result;
  result.pack = given;
  result.pack_is_whole = true;
  const PackFiles files = files_of(context, file);
  result.roles = roles_of(files);
  for (const auto& [name, text] : files) {
    if (name.rfind("workflows/", 0) != 0) continue;
    const auto parsed = machine::parse_definition(text);
    if (parsed.definition == nullptr) continue;
    const bool replaced = std::any_of(given.begin(), given.end(), [&](const machine::DefinitionPtr& one) {
      return one->kind == parsed.definition->kind;
    });
    if (!replaced) result.pack.push_back(parsed.definition);
  }
  return result;
}

}  // namespace yellowsea::web
