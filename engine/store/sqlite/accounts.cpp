// Invitations to join, grants, second factors and the log of access.
#include "engine/base/json.hpp"
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

std::string roles_text(const std::vector<std::pair<std::string, std::string>>& roles) {
  Json list = Json::array();
  for (const auto& [role, organisation] : roles) list.push_back(Json::array({role, organisation}));
  return list.dump();
}

std::vector<std::pair<std::string, std::string>> roles_from(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> roles;
  const Json list = Json::parse(text, nullptr, false);
  if (!list.is_array()) return roles;
  for (const Json& one : list) {
    if (one.is_array() && one.size() == 2) roles.emplace_back(one[0], one[1]);
  }
  return roles;
}

constexpr const char* kJoinColumns =
    "SELECT id, token_hash, name, roles, two_persons, made_by, confirmed_by, created_at, expires_at, "
    "ended_at, issuer, subject, email FROM account_invitation ";

JoinRow join_row(const Query& query) {
  JoinRow row;
  row.id = query.integer_at(0);
  row.token_hash = query.text_at(1);
  row.name = query.text_at(2);
  row.roles = roles_from(query.text_at(3));
  row.two_persons = query.integer_at(4) != 0;
  row.made_by = query.integer_at(5);
  row.confirmed_by = query.integer_at(6);
  row.created_at = query.integer_at(7);
  row.expires_at = query.integer_at(8);
  row.ended_at = query.maybe_integer_at(9);
  row.issuer = query.text_at(10);
  row.subject = query.text_at(11);
  row.email = query.text_at(12);
  return row;
}

std::optional<std::int64_t> new_or(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

}  // namespace

void SqliteSession::append_audit(const AuditRow& row) {
  Query query(connection_,
              "INSERT INTO audit (at, type, person, subject, remote, detail) VALUES (?, ?, ?, ?, ?, ?)");
  query.integer(row.at).text(row.type).integer(row.person).integer(row.subject);
  query.text(row.remote).text(row.detail).run();
}

std::vector<AuditRow> SqliteSession::audit(std::int64_t before_id, std::size_t limit) {
  Query query(connection_,
              "SELECT id, at, type, person, subject, remote, detail FROM audit WHERE id < ? "
              "ORDER BY id DESC LIMIT ?");
  query.integer(before_id > 0 ? before_id : INT64_MAX).integer(static_cast<std::int64_t>(limit));
  std::vector<AuditRow> rows;
  while (query.step()) {
    AuditRow row;
    row.id = query.integer_at(0);
    row.at = query.integer_at(1);
    row.type = query.text_at(2);
    row.person = query.integer_at(3);
    row.subject = query.integer_at(4);
    row.remote = query.text_at(5);
    row.detail = query.text_at(6);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::size_t SqliteSession::remove_audit(std::int64_t before, std::size_t limit) {
  // Lines are in the order of time but for steps of the clock, so only the first ones have to be looked at.
  Query query(
      connection_,
      "DELETE FROM audit WHERE id IN (SELECT id FROM audit ORDER BY id LIMIT ?) AND at < ? RETURNING 1");
  query.integer(static_cast<std::int64_t>(limit)).integer(before);
  std::size_t removed = 0;
  while (query.step()) ++removed;
  return removed;
}

std::int64_t SqliteSession::put_join(const JoinRow& row) {
  Query query(
      connection_,
      "INSERT INTO account_invitation (id, token_hash, name, roles, two_persons, made_by, confirmed_by, "
      "created_at, expires_at, ended_at, issuer, subject, email) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?) "
      "ON CONFLICT (id) DO UPDATE SET name = excluded.name, confirmed_by = excluded.confirmed_by, "
      "ended_at = excluded.ended_at, subject = excluded.subject, email = excluded.email");
  query.integer(new_or(row.id)).text(row.token_hash).text(row.name).text(roles_text(row.roles));
  query.integer(row.two_persons ? 1 : 0).integer(row.made_by).integer(row.confirmed_by);
  query.integer(row.created_at).integer(row.expires_at).integer(row.ended_at);
  query.text(row.issuer).text(row.subject).text(row.email).run();
  return row.id == 0 ? connection_.last_insert_id() : row.id;
}

std::optional<JoinRow> SqliteSession::join(const std::string& token_hash) {
  Query query(connection_, std::string(kJoinColumns) + "WHERE token_hash = ?");
  query.text(token_hash);
  if (!query.step()) return std::nullopt;
  return join_row(query);
}

std::vector<JoinRow> SqliteSession::open_joins() {
  Query query(connection_, std::string(kJoinColumns) + "WHERE ended_at IS NULL ORDER BY id");
  std::vector<JoinRow> rows;
  while (query.step()) rows.push_back(join_row(query));
  return rows;
}

std::int64_t SqliteSession::put_grant(const GrantRow& row) {
  Query query(connection_,
              "INSERT INTO role_grant (id, person, role, organisation, asked_by, asked_at) "
              "VALUES (?, ?, ?, ?, ?, ?)");
  query.integer(new_or(row.id)).integer(row.person).text(row.role).text(row.organisation);
  query.integer(row.asked_by).integer(row.asked_at).run();
  return connection_.last_insert_id();
}

std::vector<GrantRow> SqliteSession::grants() {
  Query query(connection_,
              "SELECT id, person, role, organisation, asked_by, asked_at FROM role_grant ORDER BY id");
  std::vector<GrantRow> rows;
  while (query.step()) {
    rows.push_back({query.integer_at(0), query.integer_at(1), query.text_at(2), query.text_at(3),
                    query.integer_at(4), query.integer_at(5)});
  }
  return rows;
}

void SqliteSession::remove_grant(std::int64_t id) {
  Query(connection_, "DELETE FROM role_grant WHERE id = ?").integer(id).run();
}

std::optional<SecondFactorRow> SqliteSession::second_factor(std::int64_t person) {
  Query query(connection_, "SELECT person, secret, active, last_step FROM second_factor WHERE person = ?");
  query.integer(person);
  if (!query.step()) return std::nullopt;
  return SecondFactorRow{query.integer_at(0), query.text_at(1), query.integer_at(2) != 0,
                         query.integer_at(3)};
}

void SqliteSession::put_second_factor(const SecondFactorRow& row) {
  Query query(connection_,
              "INSERT INTO second_factor (person, secret, active, last_step) VALUES (?, ?, ?, ?) "
              "ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, active = excluded.active, "
              "last_step = excluded.last_step");
  query.integer(row.person).blob(row.secret).integer(row.active ? 1 : 0).integer(row.last_step).run();
}

void SqliteSession::remove_second_factor(std::int64_t person) {
  connection_.atomically([&] {
    for (const char* table : {"recovery_code", "second_factor"})
      Query(connection_, std::string("DELETE FROM ") + table + " WHERE person = ?").integer(person).run();
  });
}

void SqliteSession::put_recovery_codes(std::int64_t person, const std::vector<std::string>& hashes) {
  connection_.atomically([&] {
    Query(connection_, "DELETE FROM recovery_code WHERE person = ?").integer(person).run();
    for (const std::string& hash : hashes) {
      Query(connection_, "INSERT INTO recovery_code (person, code_hash) VALUES (?, ?)")
          .integer(person)
          .text(hash)
          .run();
    }
  });
}

std::size_t SqliteSession::recovery_codes(std::int64_t person) {
  Query query(connection_, "SELECT count(*) FROM recovery_code WHERE person = ?");
  query.integer(person);
  return query.step() ? static_cast<std::size_t>(query.integer_at(0)) : 0;
}

bool SqliteSession::use_recovery_code(std::int64_t person, const std::string& hash) {
  Query query(connection_, "DELETE FROM recovery_code WHERE person = ? AND code_hash = ? RETURNING 1");
  query.integer(person).text(hash);
  return query.step();
}

}  // namespace yellowsea::store::sqlite
