// Definitions by their SHA-256: the pack's, and every older one that items in the store were opened with.
// Filled at start, read-only afterwards; any thread.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/base/result.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

class Definitions {
 public:
  // Reads the store's definitions and adds the pack's to it (on the writer, inside a transaction). Errors:
  // refused: "released_definition" if the pack changed a definition in place, without a new version;
  // "older_definition" if it would be written to with an older version than the store has seen.
  static Result<Definitions> load(store::Session& session, const Pack& pack, Instant now, bool may_write);
  machine::DefinitionPtr find(const std::string& sha256) const;
  machine::DefinitionPtr find(const std::string& kind, int version) const;

 private:
  void add(const machine::DefinitionPtr& definition);

  std::map<std::string, machine::DefinitionPtr> by_hash_;
  std::map<std::pair<std::string, int>, machine::DefinitionPtr> by_version_;
};

}  // namespace yellowsea
