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
  // "older_definition" if it would be written to with an older version than the store has seen;
  // "kind_missing" if it has items of a kind that the pack does not have, so that this is another pack's
  // data.
  static Result<Definitions> load(store::Session& session, const Pack& pack, Instant now, bool may_write);
  machine::DefinitionPtr find(const std::string& sha256) const;
  machine::DefinitionPtr find(const std::string& kind, int version) const;
  // Whether any version of that kind has a state with this path: items keep the version they were opened
  // with.
  bool has_state(const std::string& kind, const std::string& path) const;

 private:
  void add(const machine::DefinitionPtr& definition);

  std::map<std::string, machine::DefinitionPtr> by_hash_;
  std::map<std::pair<std::string, int>, machine::DefinitionPtr> by_version_;
};

}  // namespace yellowsea
