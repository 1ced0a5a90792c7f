#include "engine/base/table_text.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;

namespace {

using Cells = std::vector<std::string>;

Table table(std::string_view text, const TableLimits& limits = {}) {
  const auto read = read_csv(text, limits);
  if (!read) FAIL(read.error().rule << " " << read.error().line << ":" << read.error().column);
  return *read;
}

std::string refused(std::string_view text, const TableLimits& limits = {}) {
  const auto read = read_csv(text, limits);
  REQUIRE_FALSE(read);
  CHECK_FALSE(read.error().detail.empty());
  return read.error().rule + " " + std::to_string(read.error().line) + ":" +
         std::to_string(read.error().column);
}

}  // namespace

TEST_CASE("tables as spreadsheets write them") {
  const Table read = table(
      "\xEF\xBB\xBFname,\"note, long\"\r\n通関,\"two\r\nlines and "
      "\"\"quotes\"\"\"\r\n\r\n,\r\nlast,\"\"\r\n");
  CHECK(read.header == Cells{"name", "note, long"});
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].cells == Cells{"通関", "two\r\nlines and \"quotes\""});
  CHECK(read.rows[0].line == 2);
  CHECK(read.rows[1].cells == Cells{"last", ""});
  CHECK(read.rows[1].line == 6);
}

TEST_CASE("lines end with CRLF, LF, CR or the file") {
  for (const char* text :
       {"a,b\r\n1,2\r\n", "a,b\n1,2\n", "a,b\r1,2\r", "a,b\n1,2", "\n\na,b\n1,2\n\n  ,\xE3\x80\x80\n"}) {
    const Table read = table(text);
    CHECK(read.header == Cells{"a", "b"});
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0].cells == Cells{"1", "2"});
  }
  CHECK(table("a,b\n1,").rows[0].cells == Cells{"1", ""});
  CHECK(table("a,b\n1").rows[0].cells == Cells{"1"});
  CHECK(table("a,b\n1,2,3").rows[0].cells == Cells{"1", "2", "3"});
  CHECK(table("a\n\"x\"").rows[0].cells == Cells{"x"});
  CHECK(table("a\n").rows.empty());
  CHECK(table("a\n x ").rows[0].cells == Cells{" x "});
}

TEST_CASE("quotation marks in the wrong place are refused, with the place") {
  CHECK(refused("a,b\n1,\"x\n\n") == "quote 2:2");
  CHECK(refused("a,b\n1,\"x\" y\n") == "quote 2:2");
  CHECK(refused("a,b\n1,x\"y\n") == "quote 2:2");
  CHECK(refused("a,b\n\"x\ny\",\"\n") == "quote 3:2");
  CHECK(refused("\"") == "quote 1:1");
}

TEST_CASE("text that is not UTF-8 is refused, with the place") {
  CHECK(refused("a,b\n1,2\n\"x\ny\",\x92\xCA\x8A\xD6\n") == "utf8 4:2");
  CHECK(refused("\xFF\xFE"
                "a\n") == "utf8 1:1");
}

TEST_CASE("tables have limits") {
  CHECK(table("a\n1\n2\n", {.rows = 3}).rows.size() == 2);
  CHECK(table("a\n1\n2\n3\n\n", {.rows = 3}).rows.size() == 3);
  CHECK(refused("a\n1\n2\n3\n\n4\n", {.rows = 3}) == "too_many_rows 6:1");
  CHECK(table("a\n1,2\n", {.columns = 3}).rows.size() == 1);
  CHECK(table("a\n1,2,3\n", {.columns = 3}).rows.size() == 1);
  CHECK(refused("a\n1,2,3,4\n", {.columns = 3}) == "too_many_columns 2:4");
  CHECK(table("a\n12\n", {.bytes = 6}).rows.size() == 1);
  CHECK(table("a\n123\n", {.bytes = 6}).rows.size() == 1);
  CHECK(refused("a\n1234\n", {.bytes = 6}) == "too_large 1:1");
}

TEST_CASE("a table without a header is empty") {
  for (const char* text : {"", "\xEF\xBB\xBF", "\r\n\r\n", " , \n"}) CHECK(refused(text) == "empty 1:1");
}

TEST_CASE("records are quoted where they must be") {
  CHECK(csv_record({"a", "", "b c"}) == "a,,b c\r\n");
  CHECK(csv_record({"a,b", "say \"x\"", "two\nlines", " x"}) ==
        "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" x\"\r\n");
  CHECK(csv_record({}) == "\r\n");
  CHECK(csv_record({""}) == "\"\"\r\n");
}

TEST_CASE("cells that a spreadsheet would take for a formula are text") {
  CHECK(csv_record({"=1+1", "+cmd", "-cmd", "@SUM(A1)", "＝1"}) == "'=1+1,'+cmd,'-cmd,'@SUM(A1),'＝1\r\n");
  CHECK(csv_record({"\t=1", " =1"}) == "'\t=1,' =1\r\n");
  CHECK(csv_record({"-5", "+8190", "-1.5", "a=b"}) == "-5,+8190,-1.5,a=b\r\n");
  CHECK(csv_record({"-", "-1-1", "-1.5.2", "-."}) == "'-,'-1-1,'-1.5.2,'-.\r\n");
}

TEST_CASE("what is written is read again") {
  const Cells cells{"通関", "a,\"b\"\r\nc\rd\ne", " x ", "", "'", "\""};
  const Table read = table("h\r\n" + csv_record(cells) + csv_record({"next"}));
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].cells == cells);
  CHECK(read.rows[1].line == 6);
}
