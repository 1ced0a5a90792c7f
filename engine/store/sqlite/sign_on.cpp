// Which accounts identity providers vouch for.
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {
namespace {

constexpr const char* kColumns = "SELECT person, issuer, subject, email, at FROM sign_on ";

SignOnRow sign_on_row(const Query& query) {
  return {query.integer_at(0), query.text_at(1), query.text_at(2), query.text_at(3), query.integer_at(4)};
}

}  // namespace

std::optional<SignOnRow> SqliteSession::sign_on_by_subject(const std::string& issuer,
                                                           const std::string& subject) {
  Query query(connection_, std::string(kColumns) + "WHERE issuer = ? AND subject = ? AND subject <> ''");
  query.text(issuer).text(subject);
  if (!query.step()) return std::nullopt;
  return sign_on_row(query);
}

std::optional<SignOnRow> SqliteSession::sign_on_by_email(const std::string& issuer,
                                                         const std::string& email) {
  Query query(connection_, std::string(kColumns) + "WHERE issuer = ? AND email = ? AND subject = ''");
  query.text(issuer).text(email);
  if (!query.step()) return std::nullopt;
  return sign_on_row(query);
}

std::vector<SignOnRow> SqliteSession::sign_ons_of(std::int64_t person) {
  Query query(connection_, std::string(kColumns) + "WHERE person = ? ORDER BY issuer");
  query.integer(person);
  std::vector<SignOnRow> rows;
  while (query.step()) rows.push_back(sign_on_row(query));
  return rows;
}

void SqliteSession::put_sign_on(const SignOnRow& row) {
  Query query(connection_,
              "INSERT INTO sign_on (person, issuer, subject, email, at) VALUES (?, ?, ?, ?, ?) "
              "ON CONFLICT (person, issuer) DO UPDATE SET subject = excluded.subject, "
              "email = excluded.email, at = excluded.at");
  query.integer(row.person).text(row.issuer).text(row.subject).text(row.email).integer(row.at).run();
}

void SqliteSession::remove_sign_on(std::int64_t person, const std::string& issuer) {
  Query(connection_, "DELETE FROM sign_on WHERE person = ? AND issuer = ?")
      .integer(person)
      .text(issuer)
      .run();
}

}  // namespace yellowsea::store::sqlite
