// The first sheet of an XLSX workbook (ECMA-376) as a table of texts. Any thread.
#pragma once

#include <string_view>

#include "engine/base/table_text.hpp"

namespace yellowsea::web {

// As read_table, which is what others call.
tl::expected<Table, TableError> read_workbook(std::string_view bytes, const TableLimits& limits);

}  // namespace yellowsea::web
