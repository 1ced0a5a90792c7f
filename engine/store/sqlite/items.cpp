// Items as they stand, their index rows and their timers.
#include <algorithm>
#include <map>
#include <set>

#include "engine/base/json.hpp"
#include "engine/base/json_read.hpp"
#include "engine/store/sqlite/schema.hpp"
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

struct Facets {
  std::vector<std::string> states;
  std::vector<std::string> tags;
  std::vector<std::string> readers;
  std::vector<std::pair<std::string, std::string>> fields;
};

std::string text_of(const ItemRow& row) {
  return to_text(
      Json{{"states", row.states}, {"tags", row.tags}, {"readers", row.readers}, {"fields", row.fields}});
}

StoreFailure damaged_index() {
  return StoreFailure(Problem{
      ProblemCode::unavailable, "corrupt", "An item's index entries are damaged", {}, Json::object()});
}

Facets facets_of(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw damaged_index();
  Facets facets;
  json.at("states").get_to(facets.states);
  json.at("tags").get_to(facets.tags);
  json.at("readers").get_to(facets.readers);
  json.at("fields").get_to(facets.fields);
  return facets;
}

// Runs `remove` for what is only in `before` and `add` for what is only in `after`.
template <class Entry, class Remove, class Add>
void update_entries(const std::vector<Entry>& before, const std::vector<Entry>& after, Remove&& remove,
                    Add&& add) {
  const std::set<Entry> had(before.begin(), before.end());
  const std::set<Entry> has(after.begin(), after.end());
  for (const Entry& entry : had) {
    if (!has.contains(entry)) remove(entry);
  }
  for (const Entry& entry : has) {
    if (!had.contains(entry)) add(entry);
  }
}

void update_names(Connection& connection, const std::string& table, const std::string& column,
                  const ItemRow& row, const std::vector<std::string>& before,
                  const std::vector<std::string>& after) {
  const auto run = [&](const std::string& sql, const std::string& name) {
    Query(connection, sql).text(row.kind).text(name).integer(row.order).run();
  };
  const std::string remove =
      "DELETE FROM " + table + " WHERE kind = ? AND " + column + " = ? AND item_order = ?";
  const std::string add = "INSERT INTO " + table + " (kind, " + column + ", item_order) VALUES (?, ?, ?)";
  update_entries(
      before, after, [&](const std::string& name) { run(remove, name); },
      [&](const std::string& name) { run(add, name); });
}

void update_index(Connection& connection, const ItemRow& row, const Facets& before) {
  update_names(connection, "item_state", "state", row, before.states, row.states);
  update_names(connection, "item_tag", "tag", row, before.tags, row.tags);
  update_names(connection, "item_reader", "reader", row, before.readers, row.readers);
  const auto run = [&](const char* sql, const std::pair<std::string, std::string>& field) {
    Query(connection, sql).text(row.kind).text(field.first).text(field.second).integer(row.order).run();
  };
  update_entries(
      before.fields, row.fields,
      [&](const auto& field) {
        run("DELETE FROM item_field WHERE kind = ? AND name = ? AND value = ? AND item_order = ?", field);
      },
      [&](const auto& field) {
        run("INSERT INTO item_field (kind, name, value, item_order) VALUES (?, ?, ?, ?)", field);
      });
}

// An index without text of its own has to be told what it holds when that goes.
void update_search(Connection& connection, std::int64_t order, const std::optional<std::string>& before,
                   const std::string& after) {
  if (before && *before == after) return;
  if (before) {
    Query(connection, "INSERT INTO item_search (item_search, rowid, search) VALUES ('delete', ?, ?)")
        .integer(order)
        .text(*before)
        .run();
  }
  Query(connection, "INSERT INTO item_search (rowid, search) VALUES (?, ?)").integer(order).text(after).run();
}

void write_row(Connection& connection, const ItemRow& row) {
  Query query(
      connection,
      "INSERT INTO item (item_order, kind, id, version, definition, snapshot, created_at, updated_at, "
      "deadline_passed, is_open, facets, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (item_order) DO UPDATE SET version = excluded.version, definition = excluded.definition, "
      "snapshot = excluded.snapshot, created_at = excluded.created_at, updated_at = excluded.updated_at, "
      "deadline_passed = excluded.deadline_passed, is_open = excluded.is_open, facets = excluded.facets, "
      "search = excluded.search");
  query.integer(row.order).text(row.kind).text(row.id).integer(row.version).text(row.definition);
  query.text(row.snapshot).integer(row.created_at).integer(row.updated_at).integer(row.deadline_passed);
  query.integer(row.open ? 1 : 0).text(text_of(row)).text(row.search).run();
}

}  // namespace

ItemRow item_row(const Query& query) {
  ItemRow row;
  row.order = query.integer_at(0);
  row.kind = query.text_at(1);
  row.id = query.text_at(2);
  row.version = query.integer_at(3);
  row.definition = query.text_at(4);
  row.snapshot = query.text_at(5);
  row.created_at = query.integer_at(6);
  row.updated_at = query.integer_at(7);
  row.deadline_passed = query.maybe_integer_at(8);
  // Lists ask for exactly 1: another value would be read one way and listed the other.
  const std::int64_t open = query.integer_at(9);
  if (open != 0 && open != 1) throw damaged_index();
  row.open = open == 1;
  Facets facets = facets_of(query.text_at(10));
  row.states = std::move(facets.states);
  row.tags = std::move(facets.tags);
  row.readers = std::move(facets.readers);
  row.fields = std::move(facets.fields);
  row.search = query.text_at(11);
  return row;
}

std::optional<ItemRow> SqliteSession::item(const std::string& kind, const std::string& id) {
  Query query(connection_,
              std::string("SELECT ") + kItemColumns + " FROM item i WHERE i.kind = ? AND i.id = ?");
  query.text(kind).text(id);
  if (!query.step()) return std::nullopt;
  return item_row(query);
}

std::vector<ItemRow> SqliteSession::items_by_field(const std::string& kind, const std::string& field,
                                                   const std::vector<std::string>& values) {
  std::map<std::int64_t, ItemRow> found;  // an item may hold several of the values
  for (const std::string& value : std::set<std::string>(values.begin(), values.end())) {
    if (field == "id") {
      if (auto row = item(kind, value)) found.emplace(row->order, std::move(*row));
      continue;
    }
    Query query(connection_, std::string("SELECT ") + kItemColumns +
                                 " FROM item_field f CROSS JOIN item i ON i.item_order = f.item_order "
                                 "WHERE f.kind = ? AND f.name = ? AND f.value = ?");
    query.text(kind).text(field).text(value);
    while (query.step()) {
      ItemRow row = item_row(query);
      found.emplace(row.order, std::move(row));
    }
  }
  std::vector<ItemRow> rows;
  rows.reserve(found.size());
  for (auto& [order, row] : found) rows.push_back(std::move(row));
  return rows;
}

std::vector<ItemRow> SqliteSession::items_of(const std::string& kind) {
  Query query(connection_,
              std::string("SELECT ") + kItemColumns + " FROM item i WHERE i.kind = ? ORDER BY i.item_order");
  query.text(kind);
  std::vector<ItemRow> rows;
  while (query.step()) rows.push_back(item_row(query));
  return rows;
}

std::int64_t SqliteSession::last_item_order() {
  Query query(connection_, "SELECT max(item_order) FROM item");
  return query.step() ? query.maybe_integer_at(0).value_or(0) : 0;
}

void SqliteSession::put_item(const ItemRow& row, const std::vector<TimerRow>& timers) {
  connection_.atomically([&] {
    Facets before;
    std::optional<std::string> searched;
    {
      Query query(connection_, "SELECT kind, id, facets, search FROM item WHERE item_order = ?");
      query.integer(row.order);
      if (query.step()) {
        if (query.text_at(0) != row.kind || query.text_at(1) != row.id) {
          connection_.fail_transaction(Problem{ProblemCode::internal,
                                               "item_identity",
                                               "An item's order belongs to another item",
                                               {},
                                               Json::object()});
        }
        before = facets_of(query.text_at(2));
        searched = query.text_at(3);
      }
    }
    write_row(connection_, row);
    update_index(connection_, row, before);
    update_search(connection_, row.order, searched, row.search);
    Query(connection_, "DELETE FROM timer WHERE item_order = ?").integer(row.order).run();
    for (const TimerRow& timer : timers) {
      Query(
          connection_,
          "INSERT INTO timer (item_order, state_place, after_place, due, generation) VALUES (?, ?, ?, ?, ?)")
          .integer(row.order)
          .integer(timer.state)
          .integer(timer.after)
          .integer(timer.due)
          .integer(timer.generation)
          .run();
    }
  });
}

std::vector<TimerRow> SqliteSession::due_timers(Milliseconds limit, std::size_t at_most) {
  Query query(connection_,
              "SELECT t.item_order, i.kind, i.id, t.due, t.state_place, t.after_place, t.generation "
              "FROM timer t INDEXED BY timer_by_due CROSS JOIN item i ON i.item_order = t.item_order "
              "WHERE t.due <= ? ORDER BY t.due, t.item_order, t.state_place, t.after_place LIMIT ?");
  query.integer(limit).integer(static_cast<std::int64_t>(at_most));
  std::vector<TimerRow> rows;
  while (query.step()) {
    TimerRow row;
    row.item_order = query.integer_at(0);
    row.kind = query.text_at(1);
    row.id = query.text_at(2);
    row.due = query.integer_at(3);
    row.state = static_cast<std::int32_t>(query.integer_at(4));
    row.after = static_cast<std::int32_t>(query.integer_at(5));
    row.generation = query.integer_at(6);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<Milliseconds> SqliteSession::next_due() {
  Query query(connection_, "SELECT min(due) FROM timer");
  return query.step() ? query.maybe_integer_at(0) : std::nullopt;
}

void SqliteSession::clear_derived() {
  connection_.atomically([&] {
    for (const Table& table : derived_tables()) Query(connection_, table.clear).run();
  });
}

void SqliteSession::each_derived_row(
    const std::function<void(const std::string& table, const std::string& row)>& visit) {
  for (const Table& table : derived_tables()) {
    Query query(connection_, table.contents);
    while (query.step()) {
      Json row = Json::array();
      for (int column = 0; column < query.columns(); ++column) {
        std::visit(
            [&](const auto& value) {
              if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
                row.push_back(nullptr);
              } else {
                row.push_back(value);
              }
            },
            query.value_at(column));
      }
      visit(table.name, to_text(row));
    }
  }
}

}  // namespace yellowsea::store::sqlite
