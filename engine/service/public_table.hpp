// What is public, as tables and as open data: which kinds and columns is the pack's configuration. Reads
// through a Moment; the thread that owns it.
#pragma once

#include <string>
#include <vector>

#include "engine/service/past.hpp"

namespace yellowsea {

// The public items of one kind. Each row has as many cells as there are columns; a cell is a scalar.
struct PublicTable {
  std::string kind;
  std::vector<std::string> columns;  // "id" is the first
  std::vector<std::vector<Json>> rows;
};

// `configuration` names a file of the pack: {"kinds": [{"kind", "columns": [{"name", "value": pointer into
// the item's view}]}]}. Errors: malformed (the configuration).
Result<std::vector<PublicTable>> public_tables(Moment& moment, const Pack& pack,
                                               const std::string& configuration);
// The public views of the same items: {"items": […]}.
Result<Json> public_items(Moment& moment, const Pack& pack, const std::string& configuration);

// All tables as one, the kind in the first column, with every column that one of them has. RFC 4180.
std::string csv_of(const std::vector<PublicTable>& tables);

}  // namespace yellowsea
