// The ledger's tree: leaves and the full subtrees above them.
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

std::string SqliteSession::leaves(std::int64_t first, std::int64_t count) {
  Query query(connection_, "SELECT leaf FROM event WHERE seq > ? AND seq <= ? ORDER BY seq");
  query.integer(first).integer(first + count);
  std::string bytes;
  while (query.step()) bytes += query.text_at(0);
  return bytes;
}

void SqliteSession::put_ledger_node(int level, std::int64_t place, const std::string& hash) {
  Query(connection_,
        "INSERT INTO ledger_node (level, place, hash) VALUES (?, ?, ?) "
        "ON CONFLICT (level, place) DO UPDATE SET hash = excluded.hash")
      .integer(level)
      .integer(place)
      .blob(hash)
      .run();
}

std::string SqliteSession::ledger_nodes(int level, std::int64_t first, std::int64_t count) {
  Query query(connection_,
              "SELECT hash FROM ledger_node WHERE level = ? AND place >= ? AND place < ? ORDER BY place");
  query.integer(level).integer(first).integer(first + count);
  std::string bytes;
  while (query.step()) bytes += query.text_at(0);
  return bytes;
}

std::int64_t SqliteSession::count_ledger_nodes(int level) {
  Query query(connection_, "SELECT count(*) FROM ledger_node WHERE level = ?");
  query.integer(level);
  return query.step() ? query.integer_at(0) : 0;
}

}  // namespace yellowsea::store::sqlite
