// Definitions by their SHA-256: the pack's, and every older one that items in the store were opened with.
// Filled at start, read-only afterwards; any thread.
#pragma once

#include <map>
#include <string>

#include "engine/base/result.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

class Definitions {
 public:
  // Reads the store's definitions and adds the pack's to it (on the writer, inside a transaction). Errors:
  // refused
  // ("released_definition") if the pack changed a definition in place, without a new version.
  static Result<Definitions> load(store::Session& session, const Pack& pack, Instant now, bool may_write);
  machine::DefinitionPtr find(const std::string& sha256) const;

 private:
  std::map<std::string, machine::DefinitionPtr> by_hash_;
};

}  // namespace yellowsea
