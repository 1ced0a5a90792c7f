// What is inside a workbook: the parts of the input, between zero bytes, are its sheet, its shared strings
// and its styles. Changed as bytes of an archive they would only break its checksums.
#include <string>

#include "tests/fuzz/fuzz.hpp"
#include "tests/web/tables/zip_file.hpp"
#include "web/tables/workbook.hpp"

void fuzz_one(std::string_view input) {
  using namespace yellowsea;
  ZipMembers members{
      {"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/one.xml\"/></Relationships>"}};
  for (const char* name : {"xl/worksheets/one.xml", "xl/sharedStrings.xml", "xl/styles.xml"}) {
    const std::size_t end = input.find('\0');
    members.emplace_back(name, input.substr(0, end));
    if (end == std::string_view::npos) break;
    input.remove_prefix(end + 1);
  }
  const TableLimits limits{.bytes = 1024 * 1024, .rows = 200, .columns = 20};
  const auto table = web::read_workbook(zip_of(members), limits);
  if (!table) return require(!table.error().rule.empty(), "an error names its rule");
  require(table->rows.size() <= limits.rows, "rows are bounded");
  require(table->header.size() <= limits.columns, "columns are bounded");
}
