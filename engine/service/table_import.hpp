// A table of rows into new items, through the one write path: all rows or none, and every wrong row named.
// What the columns mean is the pack's configuration (table_mapping.hpp). On the writer's session and its
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/service/table_mapping.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

class Definitions;

struct TableImport {
  std::string configuration;         // name of the mapping in the pack's config/
  std::string within;                // id of the item that all rows belong to
  std::optional<std::string> actor;  // only rows of this organisation
  bool dry_run = false;              // does everything and takes it back
};

// Nothing is stored if there are errors.
struct TableOutcome {
  std::size_t rows = 0;
  std::vector<std::string> ids;  // of the new items, in the order of the rows
  std::vector<RowError> errors;
};

// Reads UTF-8 CSV. Errors that are not a row's: malformed (the mapping), unsupported (another format),
// not_found (no such item to belong to), unavailable.
Result<TableOutcome> import_table(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                  std::string_view text, const TableImport& import, Instant now);

}  // namespace yellowsea
