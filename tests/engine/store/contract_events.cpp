#include <catch2/catch.hpp>

#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

void events(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  CHECK(writer.last_seq() == 0);

  SECTION("an event comes back byte for byte") {
    writer.append_event(sample_event(1));
    EventRow open_event = sample_event(2);
    open_event.secret.clear();
    open_event.secret_salt.clear();
    open_event.type.clear();
    writer.append_event(open_event);
    CHECK(writer.last_seq() == 2);
    const auto rows = writer.history("plan", "plan-1", 0, 10);
    REQUIRE(rows.size() == 2);
    check_same(rows[0], sample_event(1));
    check_same(rows[1], open_event);
  }
  SECTION("events follow each other without gaps or repeats") {
    CHECK_THROWS_AS(writer.append_event(sample_event(2)), StoreFailure);
    writer.append_event(sample_event(1));
    CHECK_THROWS_AS(writer.append_event(sample_event(1)), StoreFailure);
    EventRow same_version = sample_event(2);
    same_version.version = 1;
    CHECK_THROWS_AS(writer.append_event(same_version), StoreFailure);
    CHECK(writer.last_seq() == 1);
  }
  SECTION("walks give every event of their range once, in order, and stop when told") {
    constexpr std::int64_t count = 300;
    REQUIRE(writer.begin());
    for (std::int64_t seq = 1; seq <= count; ++seq) {
      EventRow row = sample_event(seq);
      row.at = seq % 3 == 0 ? 5000 : 10;
      writer.append_event(row);
    }
    REQUIRE(writer.commit());
    const auto walk = [&](std::int64_t after, std::int64_t until, std::size_t stop_at) {
      std::vector<std::int64_t> seen;
      writer.each_event(after, until, [&](const EventRow& row) {
        seen.push_back(row.seq);
        return seen.size() < stop_at;
      });
      return seen;
    };
    const auto all = walk(0, count, 1000);
    REQUIRE(all.size() == count);
    for (std::size_t at = 0; at < all.size(); ++at) CHECK(all[at] == static_cast<std::int64_t>(at) + 1);
    CHECK(walk(10, 12, 1000) == std::vector<std::int64_t>{11, 12});
    CHECK(walk(0, count, 3) == std::vector<std::int64_t>{1, 2, 3});
    CHECK(walk(count, count, 3).empty());
    std::int64_t last = 0;
    std::size_t early = 0;
    writer.each_event_until(10, [&](const EventRow& row) {
      CHECK(row.at <= 10);
      CHECK(row.seq > last);
      last = row.seq;
      ++early;
      return true;
    });
    CHECK(early == 200);
  }
  SECTION("a visitor may write and commit, and may throw") {
    for (std::int64_t seq = 1; seq <= 3; ++seq) writer.append_event(sample_event(seq));
    writer.each_event(0, 3, [&](const EventRow& row) {
      REQUIRE(writer.begin());
      writer.put_item(sample_item(row.seq), {});
      REQUIRE(writer.commit());
      return true;
    });
    CHECK(writer.last_item_order() == 3);
    CHECK_THROWS_AS(writer.each_event(0, 3, [](const EventRow&) -> bool { throw std::logic_error("stop"); }),
                    std::logic_error);
    CHECK(writer.history("plan", "plan-1", 0, 10).size() == 3);
  }
  SECTION("an item's history goes on after a version") {
    for (std::int64_t seq = 1; seq <= 5; ++seq) writer.append_event(sample_event(seq));
    EventRow other = sample_event(6);
    other.id = "plan-2";
    writer.append_event(other);
    const auto rows = writer.history("plan", "plan-1", 2, 2);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].version == 3);
    CHECK(rows[1].version == 4);
    CHECK(writer.history("plan", "plan-1", 5, 2).empty());
    CHECK(writer.history("report", "plan-1", 0, 2).empty());
  }
}

void ledger_and_definitions(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();

  SECTION("leaves are those of the events, nodes are replaced and counted by level") {
    CHECK(writer.leaves(0, 10) == "");
    writer.put_ledger_node(1, 1, std::string("\0b", 2));
    writer.put_ledger_node(1, 0, "a");
    writer.put_ledger_node(2, 0, "c");
    writer.put_ledger_node(1, 0, "A");
    CHECK(writer.ledger_nodes(1, 0, 2) == std::string("A\0b", 3));
    CHECK(writer.ledger_nodes(1, 1, 5) == std::string("\0b", 2));
    CHECK(writer.ledger_nodes(3, 0, 5) == "");
    CHECK(writer.count_ledger_nodes(1) == 2);
    CHECK(writer.count_ledger_nodes(3) == 0);
    writer.clear_derived();
    CHECK(writer.count_ledger_nodes(1) == 0);
  }
  SECTION("content and definitions keep what they were first given") {
    writer.put_content("aa", "one");
    writer.put_content("aa", "two");
    CHECK(writer.content("aa") == "one");
    CHECK_FALSE(writer.content("bb"));
    writer.put_definition("zz", "plan", 1, "{}", 5);
    writer.put_definition("aa", "plan", 2, "[]", 6);
    writer.put_definition("zz", "plan", 1, "other", 7);
    using Rows = std::vector<std::pair<std::string, std::string>>;
    CHECK(writer.definitions() == Rows{{"zz", "{}"}, {"aa", "[]"}});
  }
  SECTION("settings are replaced") {
    CHECK_FALSE(writer.setting("key"));
    writer.put_setting("key", "one");
    writer.put_setting("key", "");
    CHECK(writer.setting("key") == "");
  }
}

}  // namespace yellowsea::store::contract
