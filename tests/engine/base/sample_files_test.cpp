// The files that the repository ships are read by the code that reads them in earnest.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "engine/base/table_text.hpp"

using namespace yellowsea;

TEST_CASE("the tables in config are rectangular") {
  for (const char* name : {"glossary.csv", "members.csv", "survey-2010-sample.csv"}) {
    INFO(name);
    std::ifstream file(std::string(YELLOWSEA_SOURCE_DIR) + "/config/" + name, std::ios::binary);
    REQUIRE(file);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto table = read_csv(text);
    REQUIRE(table);
    CHECK(table->rows.size() > 5);
    for (const TableRow& row : table->rows) CHECK(row.cells.size() == table->header.size());
  }
}
