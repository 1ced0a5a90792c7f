// Lists of items: filters, order and pages.
#include "engine/store/sqlite/list_sql.hpp"
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

// A search without a single term finds nothing rather than everything.
bool finds_nothing(const ListQuery& query) {
  return (!query.search.empty() && match_of(query.search).empty()) ||
         (!query.all_readers && query.readers.empty());
}

void bind(Query& statement, const std::vector<Value>& parameters) {
  for (const Value& value : parameters) statement.value(value);
}

}  // namespace

Result<ListPage> SqliteSession::list(const ListQuery& query) {
  if (auto checked = ListSql::check(query); !checked) return Failure(checked.error());
  std::optional<Cursor> after;
  if (query.cursor) {
    auto cursor = read_cursor(*query.cursor, query);
    if (!cursor) return Failure(cursor.error());
    after = std::move(*cursor);
  }
  ListPage page;
  if (finds_nothing(query)) return page;
  const std::size_t limit = std::max<std::size_t>(query.limit, 1);
  try {
    ListSql sql(query);
    Query statement(connection_, sql.page(after));
    bind(statement, sql.parameters());
    Cursor last;
    while (statement.step()) {
      if (page.items.size() == limit) {
        page.next = cursor_text(last, query);
        break;
      }
      page.items.push_back(item_row(statement));
      last.keys.clear();
      for (int column = kItemColumnCount; column < statement.columns(); ++column) {
        last.keys.push_back(statement.value_at(column));
      }
      last.order = page.items.back().order;
    }
  } catch (const StoreFailure& failure) {
    return Failure(failure.problem());
  }
  return page;
}

std::int64_t SqliteSession::count(const ListQuery& query) {
  if (auto checked = ListSql::check(query); !checked) throw StoreFailure(checked.error());
  if (finds_nothing(query)) return 0;
  const ListSql sql(query);
  Query statement(connection_, sql.count());
  bind(statement, sql.parameters());
  return statement.step() ? statement.integer_at(0) : 0;
}

}  // namespace yellowsea::store::sqlite
