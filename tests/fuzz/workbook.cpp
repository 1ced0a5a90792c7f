// XLSX workbooks: a ZIP archive with XML inside.
#include "web/tables/workbook.hpp"

#include "tests/fuzz/fuzz.hpp"

void fuzz_one(std::string_view input) {
  using namespace yellowsea;
  const TableLimits limits{.bytes = 1024 * 1024, .rows = 200, .columns = 20};
  const auto table = web::read_workbook(input, limits);
  if (!table) return require(!table.error().rule.empty(), "an error names its rule");
  require(table->rows.size() <= limits.rows, "rows are bounded");
}
