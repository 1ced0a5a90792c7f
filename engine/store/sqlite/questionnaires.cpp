// Questionnaires, invitations, responses and which items they support.
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

constexpr const char* kQuestionnaireColumns =
    "SELECT id, within, organisation, state, version, body, created_at, changed_at FROM questionnaire ";
constexpr const char* kInvitationColumns =
    "SELECT id, questionnaire, code_hash, kind, number, printed, at FROM invitation ";
constexpr const char* kResponseColumns =
    "SELECT id, questionnaire, invitation, number, state, version, answers, language, started_at, "
    "changed_at, "
    "submitted_at FROM response ";

QuestionnaireRow questionnaire_row(const Query& query) {
  QuestionnaireRow row;
  row.id = query.integer_at(0);
  row.within = query.text_at(1);
  row.organisation = query.text_at(2);
  row.state = query.text_at(3);
  row.version = query.integer_at(4);
  row.body = query.text_at(5);
  row.created_at = query.integer_at(6);
  row.changed_at = query.integer_at(7);
  return row;
}

ResponseRow response_row(const Query& query) {
  ResponseRow row;
  row.id = query.integer_at(0);
  row.questionnaire = query.integer_at(1);
  row.invitation = query.maybe_integer_at(2).value_or(0);
  row.number = query.integer_at(3);
  row.state = query.text_at(4);
  row.version = query.integer_at(5);
  row.answers = query.text_at(6);
  row.language = query.text_at(7);
  row.started_at = query.integer_at(8);
  row.changed_at = query.integer_at(9);
  row.submitted_at = query.maybe_integer_at(10);
  return row;
}

std::vector<SupportRow> support_rows(Query& query) {
  std::vector<SupportRow> rows;
  while (query.step()) rows.push_back({query.integer_at(0), query.text_at(1), query.integer_at(2)});
  return rows;
}

std::optional<std::int64_t> maybe(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

}  // namespace

std::int64_t SqliteSession::put_questionnaire(const QuestionnaireRow& row) {
  Query query(
      connection_,
      "INSERT INTO questionnaire (id, within, organisation, state, version, body, created_at, changed_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
      "version = excluded.version, body = excluded.body, changed_at = excluded.changed_at");
  query.integer(maybe(row.id)).text(row.within).text(row.organisation).text(row.state).integer(row.version);
  query.text(row.body).integer(row.created_at).integer(row.changed_at).run();
  return row.id == 0 ? connection_.last_insert_id() : row.id;
}

std::optional<QuestionnaireRow> SqliteSession::questionnaire(std::int64_t id) {
  Query query(connection_, std::string(kQuestionnaireColumns) + "WHERE id = ?");
  query.integer(id);
  if (!query.step()) return std::nullopt;
  return questionnaire_row(query);
}

std::vector<QuestionnaireRow> SqliteSession::questionnaires(const std::string& organisation,
                                                            const std::string& within, std::size_t limit) {
  Query query(connection_, std::string(kQuestionnaireColumns) +
                               "WHERE (?1 = '' OR organisation = ?1) AND (?2 = '' OR within = ?2) "
                               "ORDER BY id DESC LIMIT ?3");
  query.text(organisation).text(within).integer(static_cast<std::int64_t>(limit));
  std::vector<QuestionnaireRow> rows;
  while (query.step()) rows.push_back(questionnaire_row(query));
  return rows;
}

std::int64_t SqliteSession::put_invitation(const InvitationRow& row) {
  Query query(connection_,
              "INSERT INTO invitation (id, questionnaire, code_hash, kind, number, printed, at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)");
  query.integer(maybe(row.id)).integer(row.questionnaire).text(row.code_hash).text(row.kind);
  query.integer(row.number).integer(row.printed ? 1 : 0).integer(row.at).run();
  return row.id == 0 ? connection_.last_insert_id() : row.id;
}

std::optional<InvitationRow> SqliteSession::invitation(const std::string& code_hash) {
  Query query(connection_, std::string(kInvitationColumns) + "WHERE code_hash = ?");
  query.text(code_hash);
  if (!query.step()) return std::nullopt;
  InvitationRow row;
  row.id = query.integer_at(0);
  row.questionnaire = query.integer_at(1);
  row.code_hash = query.text_at(2);
  row.kind = query.text_at(3);
  row.number = query.integer_at(4);
  row.printed = query.integer_at(5) != 0;
  row.at = query.integer_at(6);
  return row;
}

std::int64_t SqliteSession::count_invitations(std::int64_t questionnaire, const std::string& kind) {
  Query query(connection_, "SELECT count(*) FROM invitation WHERE questionnaire = ? AND kind = ?");
  query.integer(questionnaire).text(kind);
  return query.step() ? query.integer_at(0) : 0;
}

void SqliteSession::remove_invitations(std::int64_t questionnaire, const std::string& kind) {
  Query(connection_, "DELETE FROM invitation WHERE questionnaire = ? AND kind = ?")
      .integer(questionnaire)
      .text(kind)
      .run();
}

std::int64_t SqliteSession::put_response(const ResponseRow& row) {
  Query query(
      connection_,
      "INSERT INTO response (id, questionnaire, invitation, number, state, version, answers, language, "
      "started_at, changed_at, submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version, "
      "answers = excluded.answers, language = excluded.language, changed_at = excluded.changed_at, "
      "submitted_at = excluded.submitted_at");
  query.integer(maybe(row.id)).integer(row.questionnaire).integer(maybe(row.invitation)).integer(row.number);
  query.text(row.state).integer(row.version).text(row.answers).text(row.language);
  query.integer(row.started_at).integer(row.changed_at).integer(row.submitted_at).run();
  return row.id == 0 ? connection_.last_insert_id() : row.id;
}

std::optional<ResponseRow> SqliteSession::response(std::int64_t id) {
  Query query(connection_, std::string(kResponseColumns) + "WHERE id = ?");
  query.integer(id);
  if (!query.step()) return std::nullopt;
  return response_row(query);
}

std::optional<ResponseRow> SqliteSession::response_behind(std::int64_t invitation) {
  Query query(connection_, std::string(kResponseColumns) + "WHERE invitation = ?");
  query.integer(invitation);
  if (!query.step()) return std::nullopt;
  return response_row(query);
}

std::vector<ResponseRow> SqliteSession::responses(std::int64_t questionnaire, const std::string& state,
                                                  std::int64_t after_number, std::size_t limit) {
  Query query(connection_, std::string(kResponseColumns) +
                               "WHERE questionnaire = ?1 AND number > ?2 AND (?3 = '' OR state = ?3) "
                               "ORDER BY number LIMIT ?4");
  query.integer(questionnaire).integer(after_number).text(state).integer(static_cast<std::int64_t>(limit));
  std::vector<ResponseRow> rows;
  while (query.step()) rows.push_back(response_row(query));
  return rows;
}

std::int64_t SqliteSession::count_responses(std::int64_t questionnaire, const std::string& state) {
  Query query(connection_,
              "SELECT count(*) FROM response WHERE questionnaire = ?1 AND (?2 = '' OR state = ?2)");
  query.integer(questionnaire).text(state);
  return query.step() ? query.integer_at(0) : 0;
}

std::int64_t SqliteSession::last_response_number(std::int64_t questionnaire) {
  Query query(connection_, "SELECT coalesce(max(number), 0) FROM response WHERE questionnaire = ?");
  query.integer(questionnaire);
  return query.step() ? query.integer_at(0) : 0;
}

void SqliteSession::put_support(const SupportRow& row) {
  Query(connection_,
        "INSERT INTO response_support (response, item, at) VALUES (?, ?, ?) ON CONFLICT (response, item) DO "
        "NOTHING")
      .integer(row.response)
      .text(row.item)
      .integer(row.at)
      .run();
}

void SqliteSession::remove_support(std::int64_t response, const std::string& item) {
  Query(connection_, "DELETE FROM response_support WHERE response = ? AND item = ?")
      .integer(response)
      .text(item)
      .run();
}

std::vector<SupportRow> SqliteSession::supports_of(std::int64_t questionnaire) {
  Query query(connection_,
              "SELECT s.response, s.item, s.at FROM response_support s JOIN response r ON r.id = s.response "
              "WHERE r.questionnaire = ? ORDER BY s.response, s.item");
  query.integer(questionnaire);
  return support_rows(query);
}

std::vector<SupportRow> SqliteSession::supported_by(std::int64_t response) {
  Query query(connection_,
              "SELECT response, item, at FROM response_support WHERE response = ? ORDER BY item");
  query.integer(response);
  return support_rows(query);
}

}  // namespace yellowsea::store::sqlite
