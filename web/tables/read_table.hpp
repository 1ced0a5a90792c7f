// Tables that people hand in: CSV in UTF-8, or the first sheet of an XLSX workbook. Any thread.
#pragma once

#include <string_view>

#include "engine/base/table_text.hpp"

namespace yellowsea::web {

// Cells of a workbook are texts as a CSV file would have them: whole numbers without a point, dates as
// 2010-11-25, truth values as TRUE and FALSE. Lines are the sheet's rows. Errors are those of read_csv, and:
// "utf16", "xlsx" (not a workbook, or a damaged one), "too_large" (also: unpacks to too much), "error_cell"
// (#REF! and the like).
tl::expected<Table, TableError> read_table(std::string_view bytes, const TableLimits& limits = {});

}  // namespace yellowsea::web
