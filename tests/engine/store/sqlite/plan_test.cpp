// No statement of the interface may read a whole table where an index can answer.
#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "engine/store/sqlite/session.hpp"
#include "tests/engine/store/sqlite/place.hpp"

namespace yellowsea::store {

namespace {

// Everything a session can be asked, in every shape that makes a statement of its own.
void ask_everything(Session& session) {
  const auto nothing = [](const EventRow&) { return true; };
  session.item("plan", "plan-1");
  session.items_by_field("plan", "round", {"2010"});
  session.items_by_field("plan", "id", {"plan-1"});
  session.items_of("plan");
  session.last_item_order();
  session.due_timers(10, 10);
  session.next_due();
  session.last_seq();
  session.each_event(0, 10, nothing);
  session.history("plan", "plan-1", 0, 10);
  session.content("aa");
  session.notices("chamber", "ulsan", 0, 10);
  session.receipt("a", "b", "c");
  session.draft(1, "a");
  session.person("a");
  session.person(std::int64_t{1});
  session.session("a");
  session.sessions_of(1);
  session.token("a");
  session.setting("a");
  for (int shape = 0; shape < 1 << 6; ++shape) {
    ListQuery query;
    query.kind = "plan";
    query.all_readers = (shape & 1) != 0;
    query.readers = {"public"};
    if (shape & 2) query.fields = {{"round", "2010"}, {"city", "ulsan"}, {"id", "plan-1"}};
    if (shape & 4) query.state = "drafting";
    if (shape & 8) query.overdue_at = 10;
    if (shape & 16) query.search = {"port"};
    if (shape & 32) {
      query.any_tag = {"a"};
      query.without_tag = {"b"};
      query.sort = {{"deadline", true}, {"title", false}};
    }
    query.limit = 1;
    session.count(query);
    const auto page = session.list(query);
    REQUIRE(page);
    if (page->next) {
      query.cursor = page->next;
      REQUIRE(session.list(query));
    }
  }
}

void write_everything(Session& session) {
  const auto person = session.put_person(PersonRow{0, "a", "A", "", false, {{"chamber", "ulsan"}}});
  session.append_event(contract::sample_event(1));
  for (std::int64_t order = 1; order <= 3; ++order) {
    ItemRow row = contract::sample_item(order);
    row.deadline_passed = 5;
    row.tags = {"a"};
    session.put_item(row, {TimerRow{order, "plan", row.id, 1, 0, 0, 1}});
    row.states = {"drafting"};
    row.tags = {"a", "c"};
    row.readers = {"public", "x"};
    row.fields = {{"round", "2010"}, {"city", "ulsan"}, {"id", "x"}};
    row.search = "port";
    session.put_item(row, {});
  }
  session.put_content("aa", "a");
  session.put_definition("a", "plan", 1, "{}", 1);
  session.put_notice(NoticeRow{0, 1, "chamber", "ulsan", "plan", "plan-1", "m", 1});
  session.put_receipt(ReceiptRow{"a", "b", "c", "d", 200, "{}", "", 1});
  session.put_draft(person, "a", "b", 1);
  session.remove_draft(person, "a");
  session.put_session(SessionRow{"a", person, "c", "chamber", "ulsan", 1, 1});
  session.remove_session("a");
  session.remove_sessions_of(person);
  session.put_token(TokenRow{0, "a", "n", person, "chamber", "ulsan", 1, {}, false});
  session.put_setting("a", "b");
}

}  // namespace

TEST_CASE("every query of the interface is a look-up in an index") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  write_everything(writer);
  ask_everything(writer);
  auto& connection = dynamic_cast<sqlite::SqliteSession&>(writer).connection();
  SQLite::Database database(std::static_pointer_cast<Place>(opened.place)->file());
  std::size_t plans = 0;
  for (const std::string& sql : connection.prepared()) {
    if (sql.starts_with("PRAGMA") || sql.starts_with("BEGIN") || sql.starts_with("COMMIT")) continue;
    if (sql == "SELECT count(*) FROM sqlite_schema") continue;  // once, when a file is opened
    SQLite::Statement plan(database, "EXPLAIN QUERY PLAN " + sql);
    while (plan.executeStep()) {
      const std::string step = plan.getColumn(3).getString();
      if (!step.starts_with("SCAN")) continue;
      const bool index_lookup =
          step.starts_with("SCAN json_each") || step.starts_with("SCAN item_search VIRTUAL TABLE INDEX");
      INFO(sql << "\n" << step);
      CHECK(index_lookup);
    }
    ++plans;
  }
  CHECK(plans > 80);
}

TEST_CASE("statements are prepared once, and one that is in use is not disturbed") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  auto& connection = dynamic_cast<sqlite::SqliteSession&>(writer).connection();
  writer.put_setting("a", "1");
  writer.put_setting("b", "2");
  writer.setting("a");
  const std::size_t before = connection.prepared().size();
  for (int time = 0; time < 10; ++time) CHECK(writer.setting("b") == "2");
  CHECK(connection.prepared().size() == before);

  const std::string sql = "SELECT key FROM setting ORDER BY key";
  sqlite::Query outer(connection, sql);
  REQUIRE(outer.step());
  sqlite::Query inner(connection, sql);
  REQUIRE(inner.step());
  CHECK(inner.text_at(0) == "a");
  REQUIRE(outer.step());
  CHECK(outer.text_at(0) == "b");
}

TEST_CASE("however lists differ, the number of kept statements stays bounded") {
  const auto opened = open_in_new_place();
  Session& writer = opened.store->writer();
  writer.put_item(contract::sample_item(1), {});
  ListQuery query;
  query.kind = "plan";
  query.all_readers = true;
  for (int shape = 0; shape < 400; ++shape) {
    query.sort.clear();
    for (int at = 0; at < 5; ++at) query.sort.push_back({at % 2 ? "id" : "rank", ((shape >> at) & 1) != 0});
    query.fields.assign(static_cast<std::size_t>(shape / 32), {"round", "2010"});
    const auto page = writer.list(query);
    REQUIRE(page);
    CHECK(page->items.size() == 1);
  }
  CHECK(dynamic_cast<sqlite::SqliteSession&>(writer).connection().prepared().size() <= 256);
  CHECK(writer.item("plan", "plan-1"));
}

}  // namespace yellowsea::store
