#include "engine/service/public_table.hpp"

#include <catch2/catch.hpp>

#include "engine/base/table_text.hpp"
#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

TEST_CASE("the public register has what is public, and only that") {
  DataPlace place;
  must(place.import(accepted_lines("main")));
  const auto moment =
      must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant("2012-12-01T00:00:00Z")));
  const auto tables = must(public_tables(*moment, *place.pack, "register"));
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].kind == "memorandum");
  CHECK(tables[1].rows.size() == moment->items("commitment").size());
  CHECK(tables[1].columns.front() == "id");

  const auto table = read_csv(csv_of(tables));
  REQUIRE(table);
  CHECK(table->header[0] == "kind");
  CHECK(table->rows.size() == tables[0].rows.size() + tables[1].rows.size());
  for (const TableRow& row : table->rows) CHECK(row.cells.size() == table->header.size());

  const Json items = must(public_items(*moment, *place.pack, "register"));
  CHECK(items.at("items").size() == table->rows.size());
  CHECK(items.dump().find("carried_cities") == std::string::npos);
}

TEST_CASE("a memorandum in preparation is not public") {
  DataPlace place;
  must(place.import(accepted_lines("main")));
  // Before anything was opened for signature.
  const auto moment =
      must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant("2010-06-15T00:00:00Z")));
  for (const auto& table : must(public_tables(*moment, *place.pack, "register"))) CHECK(table.rows.empty());
}

TEST_CASE("a pack that does not say what is exported says so") {
  DataPlace place;
  const auto moment =
      must(moment_of_past(place.writer(), *place.pack, place.definitions(), instant("2010-06-15T00:00:00Z")));
  CHECK(public_tables(*moment, *place.pack, "nothing").error().code == ProblemCode::malformed);
  CHECK(public_items(*moment, *place.pack, "nothing").error().code == ProblemCode::malformed);
}
