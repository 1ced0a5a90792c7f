// People, their sessions, tokens and drafts; notices, receipts and settings.
#include "engine/base/text.hpp"
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

TokenRow token_row(const Query& query) {
  TokenRow row;
  row.id = query.integer_at(0);
  row.token_hash = query.text_at(1);
  row.name = query.text_at(2);
  row.person = query.integer_at(3);
  row.role = query.text_at(4);
  row.organisation = query.text_at(5);
  row.created_at = query.integer_at(6);
  row.expires_at = query.maybe_integer_at(7);
  row.revoked = query.integer_at(8) != 0;
  row.read_only = query.integer_at(9) != 0;
  if (const std::string kinds = query.text_at(10); !kinds.empty()) row.kinds = split(kinds, ' ');
  return row;
}

SessionRow session_row(const Query& query) {
  SessionRow row;
  row.token_hash = query.text_at(0);
  row.person = query.integer_at(1);
  row.csrf = query.text_at(2);
  row.role = query.text_at(3);
  row.organisation = query.text_at(4);
  row.created_at = query.integer_at(5);
  row.used_at = query.integer_at(6);
  row.confirmed_at = query.integer_at(7);
  row.remote = query.text_at(8);
  row.agent = query.text_at(9);
  row.second_factor = query.integer_at(10) != 0;
  return row;
}

constexpr const char* kSessionColumns =
    "SELECT token_hash, person, csrf, role, organisation, created_at, used_at, confirmed_at, remote, agent, "
    "second_factor FROM session ";
constexpr const char* kTokenColumns =
    "SELECT id, token_hash, name, person, role, organisation, created_at, expires_at, revoked, read_only, "
    "kinds "
    "FROM token ";
constexpr const char* kPersonColumns = "SELECT id, user, name, password, disabled FROM person ";

}  // namespace

void SqliteSession::put_notice(const NoticeRow& row) {
  Query query(connection_,
              "INSERT INTO notice (id, event_seq, role, organisation, kind, item, message, at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  query.integer(row.id == 0 ? std::nullopt : std::optional(row.id)).integer(row.event_seq).text(row.role);
  query.text(row.organisation).text(row.kind).text(row.item).text(row.message).integer(row.at).run();
}

std::vector<NoticeRow> SqliteSession::notices(const std::string& role, const std::string& organisation,
                                              std::int64_t before_id, std::size_t limit) {
  // Two walks of the index, merged: an organisation's own notices and those to all.
  const std::string columns =
      "SELECT id, event_seq, role, organisation, kind, item, message, at FROM notice WHERE role = ?1 AND id "
      "< ?3 ";
  Query query(connection_, columns + "AND organisation = ?2 UNION " + columns +
                               "AND organisation = '' ORDER BY id DESC LIMIT ?4");
  query.text(role).text(organisation);
  query.integer(before_id > 0 ? before_id : INT64_MAX).integer(static_cast<std::int64_t>(limit));
  std::vector<NoticeRow> rows;
  while (query.step()) {
    NoticeRow row;
    row.id = query.integer_at(0);
    row.event_seq = query.integer_at(1);
    row.role = query.text_at(2);
    row.organisation = query.text_at(3);
    row.kind = query.text_at(4);
    row.item = query.text_at(5);
    row.message = query.text_at(6);
    row.at = query.integer_at(7);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<ReceiptRow> SqliteSession::receipt(const std::string& caller, const std::string& route,
                                                 const std::string& key) {
  Query query(connection_,
              "SELECT caller, route, key, request_hash, status, headers, body, at FROM receipt "
              "WHERE caller = ? AND route = ? AND key = ?");
  query.text(caller).text(route).text(key);
  if (!query.step()) return std::nullopt;
  ReceiptRow row;
  row.caller = query.text_at(0);
  row.route = query.text_at(1);
  row.key = query.text_at(2);
  row.request_hash = query.text_at(3);
  row.status = static_cast<int>(query.integer_at(4));
  row.headers = query.text_at(5);
  row.body = query.text_at(6);
  row.at = query.integer_at(7);
  return row;
}

// A second receipt for the same request would replace an answer that was given: the primary key refuses it.
void SqliteSession::put_receipt(const ReceiptRow& row) {
  Query query(connection_,
              "INSERT INTO receipt (caller, route, key, request_hash, status, headers, body, at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  query.text(row.caller).text(row.route).text(row.key).text(row.request_hash).integer(row.status);
  query.text(row.headers).text(row.body).integer(row.at).run();
}

std::optional<std::string> SqliteSession::draft(std::int64_t person, const std::string& key) {
  Query query(connection_, "SELECT body FROM draft WHERE person = ? AND key = ?");
  query.integer(person).text(key);
  if (!query.step()) return std::nullopt;
  return query.text_at(0);
}

void SqliteSession::put_draft(std::int64_t person, const std::string& key, const std::string& body,
                              Milliseconds at) {
  Query(connection_,
        "INSERT INTO draft (person, key, body, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (person, key) DO UPDATE SET body = excluded.body, at = excluded.at")
      .integer(person)
      .text(key)
      .text(body)
      .integer(at)
      .run();
}

void SqliteSession::remove_draft(std::int64_t person, const std::string& key) {
  Query(connection_, "DELETE FROM draft WHERE person = ? AND key = ?").integer(person).text(key).run();
}

PersonRow SqliteSession::person_row(const Query& query) {
  PersonRow row;
  row.id = query.integer_at(0);
  row.user = query.text_at(1);
  row.name = query.text_at(2);
  row.password = query.text_at(3);
  row.disabled = query.integer_at(4) != 0;
  Query roles(connection_, "SELECT role, organisation FROM person_role WHERE person = ? ORDER BY place");
  roles.integer(row.id);
  while (roles.step()) row.roles.emplace_back(roles.text_at(0), roles.text_at(1));
  return row;
}

std::vector<PersonRow> SqliteSession::people() {
  Query query(connection_, std::string(kPersonColumns) + "ORDER BY id");
  std::vector<PersonRow> rows;
  while (query.step()) rows.push_back(person_row(query));
  return rows;
}

std::optional<PersonRow> SqliteSession::person(const std::string& user) {
  Query query(connection_, std::string(kPersonColumns) + "WHERE user = ?");
  query.text(user);
  if (!query.step()) return std::nullopt;
  return person_row(query);
}

std::optional<PersonRow> SqliteSession::person(std::int64_t id) {
  Query query(connection_, std::string(kPersonColumns) + "WHERE id = ?");
  query.integer(id);
  if (!query.step()) return std::nullopt;
  return person_row(query);
}

std::int64_t SqliteSession::put_person(const PersonRow& row) {
  std::int64_t id = row.id;
  connection_.atomically([&] {
    Query query(connection_,
                "INSERT INTO person (id, user, name, password, disabled) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET user = excluded.user, name = excluded.name, "
                "password = excluded.password, disabled = excluded.disabled");
    query.integer(id == 0 ? std::nullopt : std::optional(id)).text(row.user).text(row.name);
    query.text(row.password).integer(row.disabled ? 1 : 0).run();
    if (id == 0) id = connection_.last_insert_id();
    Query(connection_, "DELETE FROM person_role WHERE person = ?").integer(id).run();
    std::int64_t place = 0;
    for (const auto& [role, organisation] : row.roles) {
      Query(connection_, "INSERT INTO person_role (person, place, role, organisation) VALUES (?, ?, ?, ?)")
          .integer(id)
          .integer(place++)
          .text(role)
          .text(organisation)
          .run();
    }
  });
  return id;
}

std::optional<SessionRow> SqliteSession::session(const std::string& token_hash) {
  Query query(connection_, std::string(kSessionColumns) + "WHERE token_hash = ?");
  query.text(token_hash);
  if (!query.step()) return std::nullopt;
  return session_row(query);
}

std::vector<SessionRow> SqliteSession::sessions_of(std::int64_t person) {
  Query query(connection_, std::string(kSessionColumns) + "WHERE person = ? ORDER BY created_at, token_hash");
  query.integer(person);
  std::vector<SessionRow> rows;
  while (query.step()) rows.push_back(session_row(query));
  return rows;
}

void SqliteSession::put_session(const SessionRow& row) {
  Query query(connection_,
              "INSERT INTO session (token_hash, person, csrf, role, organisation, created_at, used_at, "
              "confirmed_at, remote, agent, second_factor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON "
              "CONFLICT (token_hash) "
              "DO UPDATE SET person = excluded.person, "
              "csrf = excluded.csrf, role = excluded.role, organisation = excluded.organisation, "
              "created_at = excluded.created_at, used_at = excluded.used_at, "
              "confirmed_at = excluded.confirmed_at");
  query.text(row.token_hash).integer(row.person).text(row.csrf).text(row.role).text(row.organisation);
  query.integer(row.created_at).integer(row.used_at).integer(row.confirmed_at);
  query.text(row.remote).text(row.agent).integer(row.second_factor ? 1 : 0).run();
}

void SqliteSession::remove_session(const std::string& token_hash) {
  Query(connection_, "DELETE FROM session WHERE token_hash = ?").text(token_hash).run();
}

void SqliteSession::remove_sessions_of(std::int64_t person) {
  Query(connection_, "DELETE FROM session WHERE person = ?").integer(person).run();
}

std::size_t SqliteSession::remove_sessions(Milliseconds began_before, std::size_t limit) {
  Query query(connection_,
              "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE created_at < ? "
              "ORDER BY created_at LIMIT ?) RETURNING 1");
  query.integer(began_before).integer(static_cast<std::int64_t>(limit));
  std::size_t removed = 0;
  while (query.step()) ++removed;
  return removed;
}

std::optional<TokenRow> SqliteSession::token(const std::string& token_hash) {
  Query query(connection_, std::string(kTokenColumns) + "WHERE token_hash = ?");
  query.text(token_hash);
  if (!query.step()) return std::nullopt;
  return token_row(query);
}

std::vector<TokenRow> SqliteSession::tokens() {
  Query query(connection_, std::string(kTokenColumns) + "ORDER BY id");
  std::vector<TokenRow> rows;
  while (query.step()) rows.push_back(token_row(query));
  return rows;
}

std::int64_t SqliteSession::put_token(const TokenRow& row) {
  Query query(
      connection_,
      "INSERT INTO token (id, token_hash, name, person, role, organisation, created_at, expires_at, revoked, "
      "read_only, kinds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET token_hash "
      "= excluded.token_hash, "
      "name = excluded.name, person = excluded.person, role = excluded.role, "
      "organisation = excluded.organisation, created_at = excluded.created_at, "
      "expires_at = excluded.expires_at, revoked = excluded.revoked");
  query.integer(row.id == 0 ? std::nullopt : std::optional(row.id)).text(row.token_hash).text(row.name);
  query.integer(row.person).text(row.role).text(row.organisation).integer(row.created_at);
  query.integer(row.expires_at).integer(row.revoked ? 1 : 0).integer(row.read_only ? 1 : 0);
  std::string kinds;
  for (const std::string& kind : row.kinds) kinds += (kinds.empty() ? "" : " ") + kind;
  query.text(kinds).run();
  return row.id == 0 ? connection_.last_insert_id() : row.id;
}

std::optional<std::string> SqliteSession::setting(const std::string& key) {
  Query query(connection_, "SELECT value FROM setting WHERE key = ?");
  query.text(key);
  if (!query.step()) return std::nullopt;
  return query.text_at(0);
}

void SqliteSession::put_setting(const std::string& key, const std::string& value) {
  Query(
      connection_,
      "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .text(key)
      .text(value)
      .run();
}

}  // namespace yellowsea::store::sqlite
