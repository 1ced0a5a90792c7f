#include "engine/service/rebuild.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

TEST_CASE("after whole rounds every derived row is what a rebuild makes") {
  for (const char* name : {"main", "carry-over", "disputes-and-appeal", "leap-day"}) {
    INFO(name);
    DataPlace place;
    const auto report = must(place.import(accepted_lines(name), instant("2035-01-01T00:00:00Z")));
    CHECK(report.events > report.lines);
    const auto before = place.rows();
    const auto comparison = must(compare_with_rebuild(place.writer(), *place.pack, place.definitions()));
    CHECK(comparison.equal());
    CHECK(comparison.examples == std::vector<std::string>{});
    CHECK(comparison.rebuilt.events == place.writer().last_seq());
    CHECK(comparison.rebuilt.items > 3);
    CHECK(place.rows() == before);  // comparing changes nothing
  }
}

TEST_CASE("a damaged derived table is found, and a rebuild mends it") {
  DataPlace place;
  must(place.import(accepted_lines("main")));
  const auto right = place.rows();
  auto row = *place.writer().item("round", "action-2010");
  row.states = {"surveying"};
  REQUIRE(in_transaction(place.writer(), [&]() -> Result<void> {
    place.writer().put_item(row, {});
    return {};
  }));
  const auto comparison = must(compare_with_rebuild(place.writer(), *place.pack, place.definitions()));
  CHECK_FALSE(comparison.equal());
  CHECK(comparison.missing > 0);
  CHECK(comparison.surplus > 0);
  REQUIRE(in_transaction(place.writer(), [&]() -> Result<void> {
    must(rebuild(place.writer(), *place.pack, place.definitions()));
    return {};
  }));
  CHECK(place.rows() == right);
}

TEST_CASE("an empty installation can be rebuilt") {
  DataPlace place;
  const auto comparison = must(compare_with_rebuild(place.writer(), *place.pack, place.definitions()));
  CHECK(comparison.equal());
  CHECK(comparison.rebuilt.events == 0);
}

TEST_CASE("after a rebuild the log goes on where it was") {
  DataPlace place;
  must(place.import(accepted_lines("abandon")));
  REQUIRE(in_transaction(place.writer(), [&]() -> Result<void> {
    must(rebuild(place.writer(), *place.pack, place.definitions()));
    return {};
  }));
  const auto before = place.writer().last_seq();
  must(place.import(
      R"({"at": "2020-03-01T00:00:00Z", "kind": "round", "key": "later", "type": "open", "data": {"name": "Later",)"
      R"( "zone": "Asia/Tokyo", "survey_ends": "2030-05-31", "planned_meeting": "2030-11-20", "members": ["busan"]}})"));
  CHECK(place.writer().last_seq() > before);
  CHECK(must(compare_with_rebuild(place.writer(), *place.pack, place.definitions())).equal());
}
