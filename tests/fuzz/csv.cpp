// CSV tables.
#include "engine/base/table_text.hpp"
#include "tests/fuzz/fuzz.hpp"

void fuzz_one(std::string_view input) {
  using namespace yellowsea;
  const auto table = read_csv(input);
  if (!table) return require(!table.error().rule.empty(), "an error names its rule");
  for (const TableRow& row : table->rows) {
    require(row.line >= 1, "a row has a line");
    const auto again = read_csv(csv_record(table->header) + csv_record(row.cells));
    require(again.has_value(), "what was read can be written and read again");
  }
}
