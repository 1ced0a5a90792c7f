// Moving the items of a kind from one version of its definition to another, by a map that was checked: all of
// them or none. On the writer's session and its thread, with no server beside it; a plan needs a reader only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/migration.hpp"
#include "engine/service/recorder.hpp"

namespace yellowsea {

// Reads a map and checks it against the definitions that it names. `file` is what messages call it. Errors:
// malformed, one line for each thing that is wrong, with its place; refused ("unknown_version") if a
// definition is not there.
Result<machine::MigrationPtr> load_migration(const std::string& file, std::string_view text,
                                             const Definitions& definitions);

struct MigrationReport {
  std::vector<machine::MigrationStep> steps;  // without their events and items; by the items' order
  std::size_t migrating = 0;
  std::size_t staying = 0;
  std::size_t refused = 0;
  bool written = false;
};

// What would happen to every item of the map's kind and version, timers due by `now` counted as fired.
// Nothing is stored. Errors: refused (endless timers). Throws store::StoreFailure.
Result<MigrationReport> plan_migration(store::Session& session, const Pack& pack,
                                       const Definitions& definitions, const machine::Migration& migration,
                                       Instant now);
// Fires what is due, then moves every item and keeps the map's text, in one transaction; if one item is
// refused, nothing at all is stored, and the report says which. Errors: as above, unavailable.
Result<MigrationReport> migrate(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                const machine::Migration& migration, std::string_view map_text, Instant now);

}  // namespace yellowsea
