// A table of rows into new items, through the one write path: all rows or none, and every wrong row named.
// What the columns mean is the pack's configuration (table_mapping.hpp). On the writer's session and its
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/service/recorder.hpp"
#include "engine/service/table_mapping.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

class Definitions;

struct TableImport {
  std::string configuration;         // name of the mapping in the pack's config/
  std::string within;                // id of the item that all rows belong to
  std::optional<std::string> actor;  // only rows of this organisation
  bool dry_run = false;              // decides everything and stores nothing
  std::string user{};                // who does it; "" for an administrator at a command line
};

// Nothing is stored if there are errors.
struct TableOutcome {
  std::size_t rows = 0;
  std::vector<std::string> ids;  // of the new items, in the order of the rows
  std::vector<RowError> errors;
  std::vector<Recorded> recorded;  // what was stored
};

// Rows of a table that has been read, in the transaction that the caller has begun; timers that are due have
// fired. Decides everything before it stores anything, so a refusal leaves no trace. Errors that are not a
// row's: malformed (the mapping), not_found (no such item to belong to).
Result<TableOutcome> import_rows(Recorder& recorder, const Table& table, const TableImport& import,
                                 Instant now);

// The same for a command line: in a transaction of its own, after the timers that are due, and the entries
// say that they were imported. Errors: also unavailable.
Result<TableOutcome> import_table(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                  const Table& table, const TableImport& import, Instant now);
// Of UTF-8 CSV; a text that is no table is an error of a row. Errors: also unsupported (UTF-16).
Result<TableOutcome> import_table(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                  std::string_view text, const TableImport& import, Instant now);

}  // namespace yellowsea
