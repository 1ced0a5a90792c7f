// Where a list goes on, as the client gives it back.
#include "engine/store/sqlite/cursor.hpp"

#include "tests/fuzz/fuzz.hpp"

void fuzz_one(std::string_view input) {
  using namespace yellowsea::store;
  ListQuery query;
  query.kind = "commitment";
  const auto cursor = sqlite::read_cursor(std::string(input), query);
  if (!cursor) return;
  const auto again = sqlite::read_cursor(sqlite::cursor_text(*cursor, query), query);
  require(again.has_value() && again->order == cursor->order, "a cursor can be written and read again");
}
