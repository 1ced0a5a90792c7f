#include "engine/service/definitions.hpp"

#include "engine/machine/parse.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {

Result<Definitions> Definitions::load(store::Session& session, const Pack& pack, Instant now,
                                      bool may_write) {
  Definitions definitions;
  std::map<std::pair<std::string, int>, std::string> stored;
  for (const auto& [sha256, text] : session.definitions()) {
    const auto parsed = machine::parse_definition(text);
    if (parsed.definition == nullptr || parsed.definition->sha256 != sha256) {
      return fail(ProblemCode::malformed, "stored_definition",
                  "the stored definition " + sha256 + " cannot be read");
    }
    stored[{parsed.definition->kind, parsed.definition->version}] = sha256;
    definitions.by_hash_[sha256] = parsed.definition;
  }
  for (const machine::DefinitionPtr& definition : pack.definitions()) {
    const auto known = stored.find({definition->kind, definition->version});
    if (known != stored.end() && known->second != definition->sha256) {
      return fail(
          ProblemCode::refused, "released_definition",
          "workflow '" + definition->kind + "' version " + std::to_string(definition->version) +
              " has been changed in place; give it a new version, items were opened with the old one");
    }
    if (known == stored.end() && may_write) {
      session.put_definition(definition->sha256, definition->kind, definition->version,
                             pack.definition_text(definition->sha256), milliseconds(now));
    }
    definitions.by_hash_[definition->sha256] = definition;
  }
  return definitions;
}

machine::DefinitionPtr Definitions::find(const std::string& sha256) const {
  const auto found = by_hash_.find(sha256);
  return found == by_hash_.end() ? nullptr : found->second;
}

}  // namespace yellowsea
