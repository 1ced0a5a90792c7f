#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

namespace {

using Ids = std::vector<std::string>;

ListQuery all_plans() {
  ListQuery query;
  query.kind = "plan";
  query.all_readers = true;
  return query;
}

Ids listed(Session& session, const ListQuery& query) {
  const auto page = session.list(query);
  REQUIRE(page);
  if (!query.cursor && page->items.size() < query.limit) {
    CHECK_FALSE(page->next);
    CHECK(session.count(query) == static_cast<std::int64_t>(page->items.size()));
  }
  return ids(page->items);
}

ItemRow with_fields(std::int64_t order, const Json& fields) {
  ItemRow row = sample_item(order);
  row.snapshot = Json{{"fields", fields}}.dump();
  return row;
}

// Every id of the list, page by page; `between` runs after each page.
Ids walk(
    Session& session, ListQuery query, const std::function<void()>& between = [] {}) {
  Ids seen;
  for (;;) {
    const auto page = session.list(query);
    REQUIRE(page);
    CHECK(page->items.size() <= query.limit);
    for (const ItemRow& row : page->items) seen.push_back(row.id);
    if (!page->next) return seen;
    CHECK(page->items.size() == query.limit);
    query.cursor = page->next;
    between();
  }
}

}  // namespace

void filters(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  ItemRow first = sample_item(1);
  first.deadline_passed = 100;
  ItemRow second = sample_item(2);
  second.states = {"approved", "approved.planning"};
  second.tags = {"settled", "met"};
  second.readers = {"city:ulsan", "secretariat"};
  second.fields = {{"round", "2012"}, {"city", "ulsan"}};
  second.deadline_passed = 100;
  second.open = false;
  second.search = search_text("通関 手続き port");
  ItemRow third = sample_item(3);
  third.states = {"approvedish"};
  third.tags = {};
  third.readers = {"public", "city:ulsan"};
  third.deadline_passed = 101;
  third.search = search_text("関通 ports");
  for (const ItemRow& row : {first, second, third, sample_item(4, "report")}) writer.put_item(row, {});
  ListQuery query = all_plans();

  SECTION("none: all of the kind") { CHECK(listed(writer, query) == Ids{"plan-1", "plan-2", "plan-3"}); }
  SECTION("fields must all hold") {
    query.fields = {{"city", "ulsan"}};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-2", "plan-3"});
    query.fields = {{"city", "ulsan"}, {"round", "2012"}};
    CHECK(listed(writer, query) == Ids{"plan-2"});
    query.fields = {{"city", "ulsan"}, {"city", "busan"}};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-3"});
    query.fields = {{"id", "plan-3"}, {"round", "2010"}};
    CHECK(listed(writer, query) == Ids{"plan-3"});
    query.fields = {{"round", "2010"}, {"id", "plan-2"}};
    CHECK(listed(writer, query).empty());
  }
  SECTION("a state or a prefix of one, never a part of a name") {
    query.state = "approved";
    CHECK(listed(writer, query) == Ids{"plan-2"});
    query.state = "approved.planning";
    CHECK(listed(writer, query) == Ids{"plan-2"});
    query.state = "approved.plan";
    CHECK(listed(writer, query).empty());
    query.state = "drafting";
    query.fields = {{"round", "2010"}};
    CHECK(listed(writer, query) == Ids{"plan-1"});
  }
  SECTION("tags") {
    query.any_tag = {"settled", "answered"};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-2"});
    query.without_tag = {"met", "none"};
    CHECK(listed(writer, query) == Ids{"plan-1"});
    query.any_tag.clear();
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-3"});
  }
  SECTION("overdue: open, and the deadline passed by then") {
    query.overdue_at = 99;
    CHECK(listed(writer, query).empty());
    query.overdue_at = 100;
    CHECK(listed(writer, query) == Ids{"plan-1"});
    query.overdue_at = 101;
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-3"});
  }
  SECTION("readers: one of the tokens, and nobody without any") {
    query.all_readers = false;
    CHECK(listed(writer, query).empty());
    query.readers = {"public"};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-3"});
    query.readers = {"city:ulsan", "public"};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-2", "plan-3"});
    query.readers = {"city:busan"};
    CHECK(listed(writer, query).empty());
  }
  SECTION("search: every phrase, whole words, neighbours in order") {
    query.search = {search_text("通関")};
    CHECK(listed(writer, query) == Ids{"plan-2"});
    query.search = {search_text("PORT")};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-2"});
    query.search = {"port", search_text("手続")};
    CHECK(listed(writer, query) == Ids{"plan-2"});
    query.search = {search_text("関")};
    CHECK(listed(writer, query) == Ids{"plan-2", "plan-3"});
  }
  SECTION("what looks like a query language is only text") {
    for (const std::string text :
         {"port OR visa", "port*", "\"", "port\" OR \"visa", "search:port", "NEAR(port fees)", "-port", "(",
          "^port", "port + fees", "'; DROP TABLE item; --"}) {
      query.search = {search_text(text)};
      CHECK(writer.list(query).has_value());
    }
    query.search = {search_text("port OR fees")};
    CHECK(listed(writer, query).empty());
    query.search = {"\"", "!!"};
    CHECK(listed(writer, query).empty());
    query.search = {std::string("port\0", 5)};
    CHECK(listed(writer, query) == Ids{"plan-1", "plan-2"});
    query.search = {std::string("\0", 1)};
    CHECK(listed(writer, query).empty());
  }
  SECTION("all of them together") {
    query.fields = {{"round", "2012"}};
    query.state = "approved";
    query.any_tag = {"met"};
    query.search = {"port"};
    query.all_readers = false;
    query.readers = {"secretariat"};
    query.sort = {{"deadline", true}, {"id", false}};
    CHECK(listed(writer, query) == Ids{"plan-2"});
    query.overdue_at = 1000;
    CHECK(listed(writer, query).empty());
  }
}

void pages(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  writer.put_item(with_fields(1, {{"due", "2012-01-01"}, {"n", 10}}), {});
  writer.put_item(with_fields(2, Json::object()), {});
  writer.put_item(with_fields(3, {{"due", "2011-01-01"}, {"n", 9}}), {});
  writer.put_item(with_fields(4, {{"due", nullptr}, {"n", 9.5}}), {});
  ListQuery query = all_plans();

  SECTION("absent values come last, or first when descending; the order decides at last") {
    query.sort = {{"due", false}};
    CHECK(listed(writer, query) == Ids{"plan-3", "plan-1", "plan-2", "plan-4"});
    query.sort = {{"due", true}};
    CHECK(listed(writer, query) == Ids{"plan-2", "plan-4", "plan-1", "plan-3"});
    query.limit = 1;
    CHECK(walk(writer, query) == Ids{"plan-2", "plan-4", "plan-1", "plan-3"});
    query.sort = {{"due", false}, {"id", true}};
    CHECK(walk(writer, query) == Ids{"plan-3", "plan-1", "plan-4", "plan-2"});
  }
  SECTION("numbers are sorted as numbers") {
    query.sort = {{"n", false}};
    query.limit = 1;
    CHECK(walk(writer, query) == Ids{"plan-3", "plan-4", "plan-1", "plan-2"});
  }
  SECTION("long texts make short cursors") {
    for (std::int64_t order = 1; order <= 3; ++order) {
      writer.put_item(with_fields(order, {{"due", std::string(5000, 'x') + std::to_string(order)}}), {});
    }
    query.sort = {{"due", false}};
    query.limit = 1;
    const auto page = writer.list(query);
    REQUIRE(page);
    REQUIRE(page->next);
    CHECK(page->next->size() < 500);
    CHECK(walk(writer, query) == Ids{"plan-1", "plan-2", "plan-3", "plan-4"});
  }
  SECTION("a cursor of another query, or none at all, is refused") {
    query.limit = 2;
    query.sort = {{"id", false}};
    const auto page = writer.list(query);
    REQUIRE(page);
    REQUIRE(page->next);
    const auto refused = [&](const ListQuery& other) {
      const auto answer = writer.list(other);
      REQUIRE_FALSE(answer);
      CHECK(answer.error().code == ProblemCode::malformed);
      CHECK(answer.error().rule == "cursor");
    };
    for (const std::string text :
         {"", "x", "!!", "bnVsbA", "e30", "eyJxIjoxLCJrIjpbXSwibyI6MX0", "W1tbW1tbW1tbW1td"}) {
      query.cursor = text;
      refused(query);
    }
    query.cursor = page->next;
    ListQuery other = query;
    other.sort = {{"id", true}};
    refused(other);
    other = query;
    other.state = "drafting";
    refused(other);
    other = query;
    other.kind = "report";
    refused(other);
    other = query;
    other.overdue_at = 5;
    refused(other);
    other = query;
    other.limit = 1;
    CHECK(writer.list(other)->items.front().id == "plan-3");
  }
  SECTION("the time that overdue counts from may move between pages") {
    for (std::int64_t order = 1; order <= 3; ++order) {
      ItemRow row = sample_item(order);
      row.deadline_passed = 10;
      writer.put_item(row, {});
    }
    query.limit = 2;
    query.overdue_at = 20;
    const auto page = writer.list(query);
    REQUIRE(page);
    query.cursor = page->next;
    query.overdue_at = 21;
    CHECK(listed(writer, query) == Ids{"plan-3"});
  }
  SECTION("only names can be sorted by") {
    for (const std::string field : {"", "a b", "x'", "a.b", "$", "a\"", "N", "a]"}) {
      query.sort = {{field, false}};
      const auto page = writer.list(query);
      REQUIRE_FALSE(page);
      CHECK(page.error().code == ProblemCode::invalid);
    }
    query.sort.assign(9, {"id", false});
    CHECK_FALSE(writer.list(query));
  }
}

void walk_of_thousand(const StoreFactory& open) {
  constexpr std::int64_t count = 1000;
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  std::mt19937 random(20101125);
  std::map<std::string, ItemRow> rows;
  REQUIRE(writer.begin());
  for (std::int64_t order = 1; order <= count; ++order) {
    Json fields = {{"group", random() % 7}};
    if (random() % 4 != 0) fields["due"] = "2012-0" + std::to_string(1 + random() % 9);
    ItemRow row = with_fields(order, fields);
    row.created_at = static_cast<Milliseconds>(random() % 50);
    if (random() % 3 != 0) row.deadline_passed = static_cast<Milliseconds>(random() % 20);
    writer.put_item(row, {});
    rows.emplace(row.id, row);
  }
  REQUIRE(writer.commit());
  ListQuery query = all_plans();
  query.limit = 37;
  const std::vector<std::vector<SortKey>> orders{
      {},
      {{"deadline", false}, {"created_at", true}},
      {{"deadline", true}, {"due", false}, {"id", true}},
      {{"due", true}, {"group", false}, {"created_at", true}},
      {{"group", true}, {"due", false}},
      {{"order", true}},
      {{"updated_at", true}},
  };

  SECTION("every item once, in mixed directions, in the order of one long page") {
    for (const auto& sort : orders) {
      query.sort = sort;
      const Ids seen = walk(writer, query);
      CHECK(seen.size() == count);
      CHECK(std::set<std::string>(seen.begin(), seen.end()).size() == count);
      ListQuery whole = query;
      whole.limit = count + 1;
      CHECK(seen == listed(writer, whole));
    }
  }
  SECTION("every item once while others are made and all change in what is not sorted by") {
    for (const auto& sort : orders) {
      if (!sort.empty() && sort.front().field == "updated_at") continue;
      query.sort = sort;
      const Ids seen = walk(writer, query, [&] {
        REQUIRE(writer.begin());
        for (int change = 0; change < 20; ++change) {
          ItemRow& row = std::next(rows.begin(), static_cast<std::ptrdiff_t>(random() % rows.size()))->second;
          ++row.version;
          row.updated_at = static_cast<Milliseconds>(random());
          row.search = "changed";
          row.states = {"approved"};
          writer.put_item(row, {});
        }
        ItemRow made = sample_item(writer.last_item_order() + 1);
        made.deadline_passed = static_cast<Milliseconds>(random() % 20);
        writer.put_item(made, {});
        REQUIRE(writer.commit());
      });
      const std::set<std::string> different(seen.begin(), seen.end());
      CHECK(different.size() == seen.size());
      for (const auto& [id, row] : rows) CHECK(different.contains(id));
    }
  }
}

void search_against_oracle(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  std::mt19937 random(20121125);
  const std::vector<std::string> words{"港湾", "通関",  "関",   "查证",     "签证", "비자", "항만",
                                       "port", "ports", "Port", "fee",      "税",   "ﾋﾞｻﾞ", "visa",
                                       "é",    "e",     "2010", "２０１０", "ß",    "ss"};
  const auto text = [&](std::size_t count) {
    std::string out;
    for (std::size_t at = 0; at < count; ++at) {
      out += words[random() % words.size()] + (random() % 3 == 0 ? "" : " ");
    }
    return out;
  };
  std::map<std::string, std::string> searched;
  const auto put = [&](std::int64_t order) {
    ItemRow row = sample_item(order);
    row.search = search_text(text(1 + random() % 8));
    writer.put_item(row, {});
    searched[row.id] = row.search;
  };
  REQUIRE(writer.begin());
  for (std::int64_t order = 1; order <= 200; ++order) put(order);
  for (int change = 0; change < 200; ++change) put(1 + static_cast<std::int64_t>(random() % 200));
  REQUIRE(writer.commit());

  std::size_t found = 0;
  for (int attempt = 0; attempt < 500; ++attempt) {
    ListQuery query = all_plans();
    query.limit = 1000;
    for (std::size_t at = 0; at <= random() % 2; ++at)
      query.search.push_back(search_text(text(1 + random() % 2)));
    std::set<std::string> expected;
    for (const auto& [id, haystack] : searched) {
      // As instr() over the words with a space at both ends: whole words side by side.
      const bool all = std::all_of(query.search.begin(), query.search.end(), [&](const std::string& phrase) {
        return (" " + haystack + " ").find(" " + phrase + " ") != std::string::npos;
      });
      if (all) expected.insert(id);
    }
    const Ids answer = listed(writer, query);
    INFO("searched for " << Json(query.search));
    CHECK(std::set<std::string>(answer.begin(), answer.end()) == expected);
    CHECK(writer.count(query) == static_cast<std::int64_t>(expected.size()));
    found += expected.size();
  }
  CHECK(found > 1000);  // the oracle must not agree on nothing
}

}  // namespace yellowsea::store::contract
