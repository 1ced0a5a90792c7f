#include <catch2/catch.hpp>

#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

void transactions(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();

  SECTION("what is rolled back was never there") {
    REQUIRE(writer.begin());
    writer.append_event(sample_event(1));
    writer.put_item(sample_item(1), {});
    writer.put_setting("a", "1");
    writer.rollback();
    CHECK(writer.last_seq() == 0);
    CHECK_FALSE(writer.item("plan", "plan-1"));
    CHECK(writer.items_by_field("plan", "round", {"2010"}).empty());
    CHECK_FALSE(writer.setting("a"));
  }
  SECTION("a reader sees only what is committed") {
    auto reader = opened.store->reader();
    REQUIRE(reader);
    REQUIRE(writer.begin());
    writer.put_item(sample_item(1), {});
    CHECK_FALSE((*reader)->item("plan", "plan-1"));
    REQUIRE(writer.commit());
    CHECK((*reader)->item("plan", "plan-1"));
  }
  SECTION("a reader's transaction shows one moment, from its begin on") {
    auto reader = opened.store->reader();
    REQUIRE(reader);
    REQUIRE((*reader)->begin());
    writer.put_item(sample_item(1), {});
    CHECK_FALSE((*reader)->item("plan", "plan-1"));
    CHECK((*reader)->last_item_order() == 0);
    REQUIRE((*reader)->commit());
    CHECK((*reader)->item("plan", "plan-1"));
    REQUIRE((*reader)->begin());
    writer.put_item(sample_item(2), {});
    CHECK_FALSE((*reader)->item("plan", "plan-2"));
    (*reader)->rollback();
    CHECK((*reader)->item("plan", "plan-2"));
  }
  SECTION("a reader cannot write") {
    auto reader = opened.store->reader();
    REQUIRE(reader);
    CHECK_THROWS_AS((*reader)->put_setting("a", "1"), StoreFailure);
    CHECK_THROWS_AS((*reader)->put_item(sample_item(1), {}), StoreFailure);
    CHECK_FALSE(writer.setting("a"));
    CHECK(writer.last_item_order() == 0);
  }
  SECTION("after a failure nothing of the transaction can be committed") {
    REQUIRE(writer.begin());
    writer.put_item(sample_item(1), {});
    CHECK_THROWS_AS(writer.append_event(sample_event(7)), StoreFailure);
    const auto committed = writer.commit();
    REQUIRE_FALSE(committed);
    CHECK(committed.error().rule == "event_sequence");
    CHECK_FALSE(writer.item("plan", "plan-1"));
    REQUIRE(writer.begin());
    writer.put_item(sample_item(1), {});
    REQUIRE(writer.commit());
    CHECK(writer.item("plan", "plan-1"));
  }
  SECTION("begin twice and commit without begin are refused") {
    CHECK_FALSE(writer.commit());
    REQUIRE(writer.begin());
    CHECK_FALSE(writer.begin());
    REQUIRE(writer.commit());
    writer.rollback();  // nothing to roll back is no failure
  }
}

void items(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  CHECK(writer.last_item_order() == 0);

  ItemRow row = sample_item(3);
  row.deadline_passed = 4711;
  row.open = false;
  row.search = "通 関 port";
  row.snapshot = R"({"fields":{"title":"税関 \u0000 \"x\""}})";
  writer.put_item(row, {});
  writer.put_item(sample_item(5), {});
  writer.put_item(sample_item(4, "report"), {});

  SECTION("an item comes back as it was put") {
    const auto found = writer.item("plan", "plan-3");
    REQUIRE(found);
    check_same(*found, row);
    CHECK_FALSE(writer.item("report", "plan-3"));
    CHECK_FALSE(writer.item("plan", "plan-4"));
    CHECK(writer.last_item_order() == 5);
  }
  SECTION("items of a kind come in the order in which they were made") {
    CHECK(ids(writer.items_of("plan")) == std::vector<std::string>{"plan-3", "plan-5"});
    CHECK(writer.items_of("nothing").empty());
  }
  SECTION("items are found by the values of an indexed field, each once") {
    using Ids = std::vector<std::string>;
    CHECK(ids(writer.items_by_field("plan", "city", {"busan", "ulsan", "busan"})) == Ids{"plan-3", "plan-5"});
    CHECK(ids(writer.items_by_field("plan", "id", {"plan-5", "plan-3", "report-4"})) ==
          Ids{"plan-3", "plan-5"});
    CHECK(writer.items_by_field("plan", "city", {}).empty());
    CHECK(writer.items_by_field("plan", "round", {"busan"}).empty());
    CHECK(writer.items_by_field("plan", "city", {std::string("busan\0x", 7)}).empty());
  }
  SECTION("a put replaces the item and everything found by it") {
    ItemRow changed = row;
    changed.version = 2;
    changed.snapshot = "{}";
    changed.created_at = 1;
    changed.updated_at = 9;
    changed.deadline_passed.reset();
    changed.open = true;
    changed.states = {"approved"};
    changed.tags = {};
    changed.readers = {"city:ulsan"};
    changed.fields = {{"round", "2012"}, {"city", "busan"}, {"city", "busan"}};
    changed.search = "visa";
    writer.put_item(changed, {});
    const auto found = writer.item("plan", "plan-3");
    REQUIRE(found);
    check_same(*found, changed);
    CHECK(ids(writer.items_by_field("plan", "round", {"2010"})) == std::vector<std::string>{"plan-5"});
    CHECK(ids(writer.items_by_field("plan", "round", {"2012"})) == std::vector<std::string>{"plan-3"});
    CHECK(ids(writer.items_by_field("plan", "city", {"ulsan"})) == std::vector<std::string>{"plan-5"});
    ListQuery query;
    query.kind = "plan";
    query.all_readers = true;
    query.search = {"port"};
    CHECK(writer.count(query) == 1);
    query.search = {"visa"};
    CHECK(writer.count(query) == 1);
  }
  SECTION("an order and an id belong to one item") {
    ItemRow other = sample_item(3);
    other.id = "plan-99";
    CHECK_THROWS_AS(writer.put_item(other, {}), StoreFailure);
    ItemRow twin = sample_item(6);
    twin.id = "plan-5";
    CHECK_THROWS_AS(writer.put_item(twin, {}), StoreFailure);
    CHECK(ids(writer.items_of("plan")) == std::vector<std::string>{"plan-3", "plan-5"});
  }
}

void timers(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  CHECK_FALSE(writer.next_due());
  const auto timer = [](std::int64_t order, Milliseconds due, std::int32_t state, std::int32_t after) {
    return TimerRow{order, "plan", "plan-" + std::to_string(order), due, state, after, 7};
  };
  writer.put_item(sample_item(2), {timer(2, 50, 1, 0), timer(2, 40, 9, 0)});
  writer.put_item(sample_item(1), {timer(1, 50, 3, 1), timer(1, 50, 3, 0), timer(1, 50, 2, 5)});

  SECTION("timers come by due time, then item, state and place") {
    const std::vector<TimerRow> expected{timer(2, 40, 9, 0), timer(1, 50, 2, 5), timer(1, 50, 3, 0),
                                         timer(1, 50, 3, 1), timer(2, 50, 1, 0)};
    CHECK(writer.due_timers(50, 100) == expected);
    CHECK(writer.due_timers(50, 2) == std::vector<TimerRow>(expected.begin(), expected.begin() + 2));
    CHECK(writer.due_timers(49, 100).size() == 1);
    CHECK(writer.due_timers(39, 100).empty());
    CHECK(writer.next_due() == 40);
  }
  SECTION("a put replaces the item's timers and no others") {
    writer.put_item(sample_item(2), {timer(2, 60, 1, 0)});
    CHECK(writer.next_due() == 50);
    writer.put_item(sample_item(1), {});
    CHECK(writer.next_due() == 60);
    writer.put_item(sample_item(2), {});
    CHECK_FALSE(writer.next_due());
  }
}

void derived_rows(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  const auto rows = [&] {
    std::vector<std::pair<std::string, std::string>> all;
    writer.each_derived_row(
        [&](const std::string& table, const std::string& row) { all.emplace_back(table, row); });
    return all;
  };
  const auto fill = [&](std::int64_t first, std::int64_t second) {
    for (const std::int64_t order : {first, second}) {
      ItemRow item = sample_item(order);
      item.search = order == 1 ? "tax office" : "port fees";
      writer.put_item(item, {TimerRow{order, "plan", item.id, 10, 1, 0, 1}});
    }
    writer.put_ledger_node(1, 0, std::string("\0\x01", 2));
  };
  writer.append_event(sample_event(1));
  writer.put_content("ab", "text");
  fill(1, 2);
  const auto before = rows();
  CHECK(before.size() > 20);

  SECTION("cleared, there is nothing derived, and what is permanent stays") {
    writer.clear_derived();
    CHECK(rows().empty());
    CHECK(writer.count_ledger_nodes(1) == 0);
    CHECK_FALSE(writer.next_due());
    CHECK(writer.last_seq() == 1);
    CHECK(writer.content("ab") == "text");
  }
  SECTION("rebuilt in another order, every row is the same") {
    writer.clear_derived();
    fill(2, 1);
    CHECK(rows() == before);
  }
  SECTION("a difference in the search text alone shows") {
    ItemRow item = sample_item(1);
    item.search = "tax offices";
    writer.put_item(item, {TimerRow{1, "plan", item.id, 10, 1, 0, 1}});
    CHECK(rows() != before);
  }
}

}  // namespace yellowsea::store::contract
