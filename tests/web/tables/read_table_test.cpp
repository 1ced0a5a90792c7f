// Reading workbooks: what a good one says, and what a bad one may not do.
#include "web/tables/read_table.hpp"

#include <catch2/catch.hpp>

#include "tests/web/tables/zip_file.hpp"
#include "web/tables/archive.hpp"
#include "web/tables/markup.hpp"
#include "web/tables/xlsx.hpp"

using namespace yellowsea;
using namespace yellowsea::web;

namespace {

ZipMembers members(const std::string& sheet,
                   const std::string& texts = "<sst><si><t>A</t></si><si><t>B</t></si></sst>") {
  return {
      {"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/one.xml\"/></Relationships>"},
      {"xl/sharedStrings.xml", texts},
      {"xl/styles.xml",
       "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
      {"xl/worksheets/one.xml", "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"}};
}

const std::string header = R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>)";

std::string error_of(const std::string& bytes, const TableLimits& limits = {}) {
  const auto table = read_table(bytes, limits);
  if (table) return "";
  return std::to_string(table.error().line) + " " + std::to_string(table.error().column) + " " +
         table.error().rule;
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("a workbook that we write is read as it was", "[xlsx]") {
  const auto bytes =
      xlsx_of({PublicTable{"one", {"id", "n", "text"}, {{"a", 7, "漢字 & <b>"}, {"b", true, ""}}}});
  REQUIRE(bytes);
  const auto table = read_table(*bytes);
  REQUIRE(table);
  CHECK(table->header == Cells{"id", "n", "text"});
  REQUIRE(table->rows.size() == 2);
  CHECK(table->rows[0].cells.at(1) == "7");
  CHECK(table->rows[0].cells.at(2) == "漢字 & <b>");
  CHECK(table->rows[1].cells.at(0) == "b");
}

TEST_CASE("cells are texts as a table of commas would have them", "[xlsx]") {
  const auto table = read_table(zip_of(members(
      header + R"(<row r="3"><c r="A3"><v>12</v></c><c r="B3" s="1"><v>40507</v></c></row>)" +
      R"(<row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="inlineStr"><is><t>in</t><t>line</t></is></c></row>)")));
  REQUIRE(table);
  REQUIRE(table->rows.size() == 2);
  CHECK(table->rows[0].line == 3);
  CHECK(table->rows[0].cells == Cells{"12", "2010-11-25"});
  CHECK(table->rows[1].cells == Cells{"TRUE", "inline"});
}

// Found by the fuzzer: the end of the outer cell wrote before the first one of the row inside of it.
TEST_CASE("a row or a cell inside of a cell is refused", "[xlsx]") {
  CHECK(error_of(zip_of(members(header + R"(<row r="2"><c r="B2"><v>1</v><row r="3"/></c></row>)"))) ==
        "2 2 xlsx");
  CHECK(error_of(zip_of(members(header + R"(<row r="2"><c r="A2"><v>1</v><c r="B2"/></c></row>)"))) ==
        "2 1 xlsx");
}

TEST_CASE("what is wrong in a workbook is named by row and column", "[xlsx]") {
  CHECK(error_of(zip_of(members(header + R"(<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>)"))) ==
        "2 2 error_cell");
  CHECK(error_of(zip_of(members(header + R"(<row r="2"><c r="A2" t="s"><v>9</v></c></row>)"))) == "2 1 xlsx");
  CHECK(error_of("PK\x03\x04 no archive") == "1 1 xlsx");
  auto no_sheet = members(header);
  no_sheet.pop_back();
  CHECK(error_of(zip_of(no_sheet)) == "1 1 xlsx");
  std::string damaged = zip_of(members(header));
  damaged[damaged.find("<sheetData>") + 1] = 'X';
  CHECK(error_of(damaged) == "1 1 xlsx");
}

TEST_CASE("entities are not expanded, whatever they are", "[xlsx]") {
  const std::string laughs =
      "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
  auto bomb = members(header);
  bomb.back().second = laughs +
                       "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
                       "t=\"inlineStr\"><is><t>&c;</t></is></c></row></sheetData></worksheet>";
  CHECK(error_of(zip_of(bomb)) == "1 1 xlsx");
  bomb.back().second =
      "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData/></worksheet>";
  CHECK(error_of(zip_of(bomb)) == "1 1 xlsx");
  CHECK(walk_markup("<a>&lt;&amp;&#x8AB2;</a>", [](const MarkupNode&) { return true; }));
  CHECK_FALSE(walk_markup("<a>&none;</a>", [](const MarkupNode&) { return true; }));
}

TEST_CASE("rows and columns end at their limits", "[xlsx]") {
  const auto rows = [](int count) {
    std::string sheet = header;
    for (int row = 2; row < count + 2; ++row) {
      const std::string place = std::to_string(row);
      sheet += "<row r=\"" + place + "\"><c r=\"A" + place + "\"><v>1</v></c></row>";
    }
    return zip_of(members(sheet));
  };
  const TableLimits limits{1024 * 1024, 4, 2};
  CHECK(error_of(rows(3), limits).empty());
  CHECK(error_of(rows(4), limits).empty());
  CHECK(error_of(rows(5), limits) == "6 1 too_many_rows");
  const std::string third = R"(<row r="2"><c r="C2"><v>1</v></c></row>)";
  CHECK(error_of(zip_of(members(header + third)), {1024 * 1024, 4, 3}).empty());
  CHECK(error_of(zip_of(members(header + third)), limits) == "2 3 too_many_columns");
}

TEST_CASE("an archive unpacks to its limit and no further", "[archive]") {
  const auto unpacked = [](std::size_t size) {
    const std::string bytes = zip_of({{"big", std::string(size, 'x')}});
    auto archive = Archive::open(bytes);
    REQUIRE(archive);
    const auto text = archive->read("big");
    return text ? std::to_string(text->size()) : text.error().rule;
  };
  CHECK(unpacked(Archive::max_unpacked_bytes - 1) == std::to_string(Archive::max_unpacked_bytes - 1));
  CHECK(unpacked(Archive::max_unpacked_bytes) == std::to_string(Archive::max_unpacked_bytes));
  CHECK(unpacked(Archive::max_unpacked_bytes + 1) == "unpacked");
}

TEST_CASE("the limit is of all that is read from an archive together", "[archive]") {
  const std::string half(Archive::max_unpacked_bytes / 2, 'x');
  const std::string bytes = zip_of({{"a", half}, {"b", half}, {"c", "x"}});
  auto archive = Archive::open(bytes);
  REQUIRE(archive);
  CHECK(archive->read("a"));
  CHECK(archive->read("b"));
  CHECK(archive->read("c").error().rule == "unpacked");
}

TEST_CASE("an archive has at most so many members", "[archive]") {
  const auto opens = [](std::size_t count) {
    ZipMembers all;
    for (std::size_t n = 0; n < count; ++n) all.emplace_back(std::to_string(n), "");
    const std::string bytes = zip_of(all);
    return Archive::open(bytes).has_value();
  };
  CHECK(opens(Archive::max_members - 1));
  CHECK(opens(Archive::max_members));
  CHECK_FALSE(opens(Archive::max_members + 1));
}
