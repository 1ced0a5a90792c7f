// Events, the texts they speak of, and what the ledger remembers.
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

constexpr int kEventsAtOnce = 128;

constexpr const char* kEventColumns =
    "SELECT e.seq, e.kind, e.id, e.item_order, e.version, e.type, e.at, e.recorded_at, e.body, e.body_salt, "
    "coalesce(p.secret, ''), coalesce(p.salt, ''), e.entry, e.leaf "
    "FROM event e LEFT JOIN private_part p ON p.seq = e.seq ";

EventRow event_row(const Query& query) {
  EventRow row;
  row.seq = query.integer_at(0);
  row.kind = query.text_at(1);
  row.id = query.text_at(2);
  row.item_order = query.integer_at(3);
  row.version = query.integer_at(4);
  row.type = query.text_at(5);
  row.at = query.integer_at(6);
  row.recorded_at = query.integer_at(7);
  row.body = query.text_at(8);
  row.body_salt = query.text_at(9);
  row.secret = query.text_at(10);
  row.secret_salt = query.text_at(11);
  row.entry = query.text_at(12);
  row.leaf = query.text_at(13);
  return row;
}

// Reads in portions, so that no statement stays open while the visitor works: it may read, write and commit,
// and a long walk outside a transaction does not keep the write-ahead log from being checkpointed.
void visit_portions(Connection& connection, const std::string& sql, std::int64_t after_seq,
                    std::int64_t limit, const std::function<bool(const EventRow&)>& visit) {
  std::vector<EventRow> rows;
  do {
    rows.clear();
    {
      Query query(connection, sql);
      query.integer(after_seq).integer(limit).integer(kEventsAtOnce);
      while (query.step()) rows.push_back(event_row(query));
    }
    for (const EventRow& row : rows) {
      if (!visit(row)) return;
      after_seq = row.seq;
    }
  } while (rows.size() == kEventsAtOnce);
}

}  // namespace

std::int64_t SqliteSession::last_seq() {
  Query query(connection_, "SELECT max(seq) FROM event");
  return query.step() ? query.maybe_integer_at(0).value_or(0) : 0;
}

void SqliteSession::append_event(const EventRow& row) {
  connection_.atomically([&] {
    const std::int64_t next = last_seq() + 1;
    if (row.seq != next) {
      connection_.fail_transaction(
          Problem{ProblemCode::internal,
                  "event_sequence",
                  "Event " + std::to_string(row.seq) + " came where " + std::to_string(next) + " is next",
                  {},
                  Json{{"seq", row.seq}, {"next", next}}});
    }
    Query query(connection_,
                "INSERT INTO event (seq, kind, id, item_order, version, type, at, recorded_at, body, "
                "body_salt, entry, "
                "leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query.integer(row.seq).text(row.kind).text(row.id).integer(row.item_order).integer(row.version);
    query.text(row.type).integer(row.at).integer(row.recorded_at).text(row.body).blob(row.body_salt);
    query.text(row.entry).blob(row.leaf).run();
    if (!row.secret.empty() || !row.secret_salt.empty()) {
      Query(connection_, "INSERT INTO private_part (seq, secret, salt) VALUES (?, ?, ?)")
          .integer(row.seq)
          .text(row.secret)
          .blob(row.secret_salt)
          .run();
    }
  });
}

void SqliteSession::each_event(std::int64_t after_seq, std::int64_t until_seq,
                               const std::function<bool(const EventRow&)>& visit) {
  static const std::string sql =
      std::string(kEventColumns) + "WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?";
  visit_portions(connection_, sql, after_seq, until_seq, visit);
}

void SqliteSession::each_event_until(Milliseconds at, const std::function<bool(const EventRow&)>& visit) {
  static const std::string sql =
      std::string(kEventColumns) + "WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?";
  // Times need not grow with the numbers, but behind the last one in time there is nothing to look for.
  std::int64_t last = 0;
  {
    Query query(connection_, "SELECT max(seq) FROM event INDEXED BY event_by_at WHERE at <= ?");
    query.integer(at);
    if (query.step()) last = query.maybe_integer_at(0).value_or(0);
  }
  visit_portions(connection_, sql, 0, last, [&](const EventRow& row) { return row.at > at || visit(row); });
}

std::vector<EventRow> SqliteSession::history(const std::string& kind, const std::string& id,
                                             std::int64_t after_version, std::size_t limit) {
  Query query(connection_, std::string(kEventColumns) +
                               "WHERE e.kind = ? AND e.id = ? AND e.version > ? ORDER BY e.version LIMIT ?");
  query.text(kind).text(id).integer(after_version).integer(static_cast<std::int64_t>(limit));
  std::vector<EventRow> rows;
  while (query.step()) rows.push_back(event_row(query));
  return rows;
}

void SqliteSession::put_content(const std::string& sha256_hex, const std::string& text) {
  Query(connection_, "INSERT INTO content (sha256, text) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING")
      .text(sha256_hex)
      .text(text)
      .run();
}

std::optional<std::string> SqliteSession::content(const std::string& sha256_hex) {
  Query query(connection_, "SELECT text FROM content WHERE sha256 = ?");
  query.text(sha256_hex);
  if (!query.step()) return std::nullopt;
  return query.text_at(0);
}

void SqliteSession::put_definition(const std::string& sha256, const std::string& kind, int version,
                                   const std::string& text, Milliseconds at) {
  Query(connection_,
        "INSERT INTO definition (sha256, kind, version, text, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (sha256) DO NOTHING")
      .text(sha256)
      .text(kind)
      .integer(version)
      .text(text)
      .integer(at)
      .run();
}

std::vector<std::pair<std::string, std::string>> SqliteSession::definitions() {
  Query query(connection_, "SELECT sha256, text FROM definition ORDER BY number");
  std::vector<std::pair<std::string, std::string>> rows;
  while (query.step()) rows.emplace_back(query.text_at(0), query.text_at(1));
  return rows;
}

}  // namespace yellowsea::store::sqlite
