// Where a list goes on: the sort values and the order of the last row given, as text that a caller keeps. It
// holds nothing that its reader has not seen, and cannot widen what a list shows: it is a position, every
// filter still counts. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/store/sqlite/connection.hpp"
#include "engine/store/store.hpp"

namespace yellowsea::store::sqlite {

struct Cursor {
  std::vector<Value> keys;  // one for each sort key
  std::int64_t order = 0;
};

// Of what must not change between two pages. The time of `overdue_at`, the readers and the limit may.
std::string query_hash(const ListQuery& query);

std::string cursor_text(const Cursor& cursor, const ListQuery& query);
// Errors: invalid (not a cursor, or of another query).
Result<Cursor> read_cursor(const std::string& text, const ListQuery& query);

}  // namespace yellowsea::store::sqlite
