#include "engine/service/definitions.hpp"

#include <algorithm>

#include "engine/machine/parse.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

std::string named(const machine::Definition& definition) {
  return "workflow '" + definition.kind + "' version " + std::to_string(definition.version);
}

bool has_items(store::Session& session, const std::string& kind) {
  store::ListQuery query;
  query.kind = kind;
  query.all_readers = true;
  return session.count(query) > 0;
}

}  // namespace

Result<Definitions> Definitions::load(store::Session& session, const Pack& pack, Instant now,
                                      bool may_write) {
  Definitions definitions;
  std::map<std::string, int> newest;
  for (const auto& [sha256, text] : session.definitions()) {
    const auto parsed = machine::parse_definition(text);
    if (parsed.definition == nullptr || parsed.definition->sha256 != sha256) {
      return fail(ProblemCode::malformed, "stored_definition",
                  "the stored definition " + sha256 + " cannot be read");
    }
    int& version = newest[parsed.definition->kind];
    version = std::max(version, parsed.definition->version);
    definitions.add(parsed.definition);
  }
  for (const auto& [kind, version] : newest) {
    if (may_write && pack.definition(kind) == nullptr && has_items(session, kind)) {
      return fail(ProblemCode::refused, "kind_missing",
                  "these data have items of the kind '" + kind +
                      "', which the pack does not have; name the pack that they were made with (--pack)");
    }
  }
  for (const machine::DefinitionPtr& definition : pack.definitions()) {
    const auto known = definitions.find(definition->kind, definition->version);
    if (known != nullptr && known->sha256 != definition->sha256) {
      return fail(
          ProblemCode::refused, "released_definition",
          named(*definition) +
              " has been changed in place; give it a new version, items were opened with the old one");
    }
    if (may_write && newest[definition->kind] > definition->version) {
      return fail(ProblemCode::refused, "older_definition",
                  "the pack has " + named(*definition) + ", but these data have been used with version " +
                      std::to_string(newest[definition->kind]) +
                      "; use a pack with that version or a later one");
    }
    if (known == nullptr && may_write) {
      session.put_definition(definition->sha256, definition->kind, definition->version,
                             pack.definition_text(definition->sha256), milliseconds(now));
    }
    definitions.add(definition);
  }
  return definitions;
}

bool Definitions::has_state(const std::string& kind, const std::string& path) const {
  return std::any_of(by_version_.begin(), by_version_.end(), [&](const auto& entry) {
    return entry.first.first == kind && entry.second->state_by_path.contains(path);
  });
}

void Definitions::add(const machine::DefinitionPtr& definition) {
  by_hash_[definition->sha256] = definition;
  by_version_[{definition->kind, definition->version}] = definition;
}

machine::DefinitionPtr Definitions::find(const std::string& sha256) const {
  const auto found = by_hash_.find(sha256);
  return found == by_hash_.end() ? nullptr : found->second;
}

machine::DefinitionPtr Definitions::find(const std::string& kind, int version) const {
  const auto found = by_version_.find({kind, version});
  return found == by_version_.end() ? nullptr : found->second;
}

}  // namespace yellowsea
