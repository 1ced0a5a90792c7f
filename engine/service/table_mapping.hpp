// How rows of a table become fields of new items, as a pack's configuration says: which column is which
// field, which are lists, numbers, organisations, and which must stay confidential. Immutable after it is
// read; any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/table_text.hpp"
#include "engine/service/pack.hpp"

namespace yellowsea {

// One wrong place in a table. `column` is the column's name, "" for the row or the table as a whole.
struct RowError {
  std::size_t line = 1;
  std::string column;
  std::string rule;
  std::string detail;
};

struct TableColumn {
  std::string name;
  std::string field;
  std::string list;          // separator, "" for a single value
  std::string organisation;  // kind of organisation that each value must name, "" for none
  bool required = false;
  bool integer = false;
  bool confidential = false;
  bool member = false;  // each value must be a member of the item that the rows belong to
};

struct TableMapping {
  machine::DefinitionPtr definition;  // of the new items
  std::string within_kind;            // what all rows belong to …
  std::string within_field;           // … the new items' field that names it …
  std::string within_members;         // … and its field with the members
  std::string actor_role;
  std::string actor_field;          // field with the actor's organisation
  std::vector<std::string> events;  // fired after the item is made
  std::vector<std::string> unique;  // fields that no two items of one table share
  std::vector<TableColumn> columns;

  const TableColumn* column_of_field(const std::string& field) const;
};

// Errors: malformed, naming the configuration's place: unknown kinds, fields or members, a confidential
// column whose field would be published.
Result<TableMapping> read_table_mapping(const Pack& pack, const std::string& configuration);

// Place of each column of the mapping in the header; errors say which are missing, unknown or there twice.
std::map<std::string, std::size_t> match_header(const TableMapping& mapping,
                                                const std::vector<std::string>& header,
                                                std::vector<RowError>& errors);

// What rows are checked against besides the mapping.
struct TableScope {
  std::string within;                // id of the item that all rows belong to
  std::vector<std::string> members;  // of that item
  std::optional<std::string> actor;  // only rows of this organisation
};

// The fields of the item that a row makes; every wrong cell goes to `errors`.
Json fields_of_row(const TableMapping& mapping, const Pack& pack, const TableScope& scope,
                   const std::map<std::string, std::size_t>& places, const TableRow& row,
                   std::vector<RowError>& errors);

}  // namespace yellowsea
