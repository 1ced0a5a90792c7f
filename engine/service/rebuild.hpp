// Derived tables made anew from the permanent ones: what `doctor --rebuild` does after a damage, and what
// tests compare with, row by row. On the writer's session and its thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/service/definitions.hpp"

namespace yellowsea {

struct RebuildReport {
  std::int64_t events = 0;
  std::int64_t items = 0;
  std::int64_t timers = 0;
};

// Empties the derived tables and fills them again, inside the transaction that the caller has begun. Errors:
// malformed (the log itself is damaged). Throws store::StoreFailure.
Result<RebuildReport> rebuild(store::Session& writer, const Pack& pack, const Definitions& definitions);

struct RebuildComparison {
  RebuildReport rebuilt;
  std::size_t missing = 0;            // rows that a rebuild makes and the tables lack
  std::size_t surplus = 0;            // rows that the tables have and a rebuild does not make
  std::vector<std::string> examples;  // "TABLE: missing ROW", a few of each

  bool equal() const { return missing == 0 && surplus == 0; }
};

// Rebuilds in a transaction of its own, compares every row and rolls back. Errors: as rebuild's, unavailable.
Result<RebuildComparison> compare_with_rebuild(store::Session& writer, const Pack& pack,
                                               const Definitions& definitions);

}  // namespace yellowsea
