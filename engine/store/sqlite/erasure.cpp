// Taking out of permanent tables what the law wants erased.
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

void SqliteSession::replace_private_part(std::int64_t seq, const std::string& secret,
                                         const std::string& salt) {
  Query(connection_, "UPDATE private_part SET secret = ?, salt = ? WHERE seq = ?")
      .text(secret)
      .blob(salt)
      .integer(seq)
      .run();
}

std::size_t SqliteSession::remove_receipts(const std::function<bool(const ReceiptRow&)>& gone) {
  std::vector<std::int64_t> rows;
  {
    Query query(connection_,
                "SELECT rowid, caller, route, key, request_hash, status, headers, body, at FROM receipt "
                "WHERE rowid > 0");
    while (query.step()) {
      ReceiptRow row;
      row.caller = query.text_at(1);
      row.route = query.text_at(2);
      row.key = query.text_at(3);
      row.request_hash = query.text_at(4);
      row.status = static_cast<int>(query.integer_at(5));
      row.headers = query.text_at(6);
      row.body = query.text_at(7);
      row.at = query.integer_at(8);
      if (gone(row)) rows.push_back(query.integer_at(0));
    }
  }
  for (const std::int64_t row : rows)
    Query(connection_, "DELETE FROM receipt WHERE rowid = ?").integer(row).run();
  return rows.size();
}

std::size_t SqliteSession::remove_drafts(
    const std::function<bool(const std::string& key, const std::string& body)>& gone) {
  std::vector<std::int64_t> rows;
  {
    Query query(connection_, "SELECT rowid, key, body FROM draft WHERE rowid > 0");
    while (query.step()) {
      if (gone(query.text_at(1), query.text_at(2))) rows.push_back(query.integer_at(0));
    }
  }
  for (const std::int64_t row : rows)
    Query(connection_, "DELETE FROM draft WHERE rowid = ?").integer(row).run();
  return rows.size();
}

void SqliteSession::remove_person(std::int64_t id) {
  connection_.atomically([&] {
    for (const char* table : {"attachment_upload", "draft", "token", "session", "person_role",
                              "recovery_code", "second_factor", "role_grant", "sign_on"}) {
      Query(connection_, std::string("DELETE FROM ") + table + " WHERE person = ?").integer(id).run();
    }
    Query(connection_, "DELETE FROM person WHERE id = ?").integer(id).run();
  });
}

void SqliteSession::put_erasure(const ErasureRow& row) {
  Query query(connection_,
              "INSERT INTO erasure (number, at, by_user, what, subject, reason, parts) "
              "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET by_user = excluded.by_user");
  query.integer(row.number == 0 ? std::nullopt : std::optional(row.number)).integer(row.at).text(row.by);
  query.text(row.what).text(row.subject).text(row.reason).integer(row.parts).run();
}

std::vector<ErasureRow> SqliteSession::erasures() {
  Query query(connection_,
              "SELECT number, at, by_user, what, subject, reason, parts FROM erasure ORDER BY number");
  std::vector<ErasureRow> rows;
  while (query.step()) {
    ErasureRow row;
    row.number = query.integer_at(0);
    row.at = query.integer_at(1);
    row.by = query.text_at(2);
    row.what = query.text_at(3);
    row.subject = query.text_at(4);
    row.reason = query.text_at(5);
    row.parts = query.integer_at(6);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace yellowsea::store::sqlite
