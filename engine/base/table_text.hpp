// Reads comma-separated tables as spreadsheets write them: RFC 4180, CRLF or LF, quoted fields with line
// breaks, an UTF-8 byte order mark. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea {

struct TableRow {
  std::size_t line = 1;            // of the file, where the row begins
  std::vector<std::string> cells;  // as many as the file has there
};

struct Table {
  std::vector<std::string> header;
  std::vector<TableRow> rows;  // rows without any text are left out
};

struct TableLimits {
  std::size_t bytes = 10 * 1024 * 1024;
  std::size_t rows = 20'000;
  std::size_t columns = 100;
};

struct TableError {
  std::size_t line = 1;
  std::size_t column = 1;  // of cells, from 1
  std::string rule;        // "utf8", "quote", "too_many_rows", "too_many_columns", "too_large", "empty"
  std::string detail;
};

tl::expected<Table, TableError> read_csv(std::string_view text, const TableLimits& limits = {});

// One RFC 4180 record with CRLF; cells that a spreadsheet would take for a formula get a leading apostrophe.
std::string csv_record(const std::vector<std::string>& cells);

}  // namespace yellowsea
