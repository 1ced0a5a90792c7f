// Questionnaires, who may answer them, and what was answered: rows in and out. They have no workflow and are
// outside the ledger, so that an answer can be erased without a trace of its content. Texts are JSON that the
// service reads; codes are kept as hashes only. Part of a Session, with its threads, transactions and
// failures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yellowsea::store {

struct QuestionnaireRow {
  std::int64_t id = 0;
  std::string within;        // id of the item that it is asked for
  std::string organisation;  // whose it is
  std::string state;         // "draft", "open", "closed"
  std::int64_t version = 1;
  std::string body;  // JSON: titles, introduction, questions
  std::int64_t created_at = 0;
  std::int64_t changed_at = 0;
  bool operator==(const QuestionnaireRow&) const = default;
};

struct InvitationRow {
  std::int64_t id = 0;
  std::int64_t questionnaire = 0;
  std::string code_hash;    // SHA-256, hex
  std::string kind;         // "shared": makes single ones; "single": one response behind it
  std::int64_t number = 0;  // within its questionnaire, from 1
  bool printed = false;     // made by the organisation, to be handed out
  std::int64_t at = 0;
  bool operator==(const InvitationRow&) const = default;
};

struct ResponseRow {
  std::int64_t id = 0;
  std::int64_t questionnaire = 0;
  std::int64_t invitation = 0;  // 0: brought in by the organisation itself
  std::int64_t number = 0;      // within its questionnaire, from 1
  std::string state;            // "draft", "submitted", "erased"
  std::int64_t version = 1;
  std::string answers;   // JSON object, "{}" once erased
  std::string language;  // that it was answered in
  std::int64_t started_at = 0;
  std::int64_t changed_at = 0;
  std::optional<std::int64_t> submitted_at;
  bool operator==(const ResponseRow&) const = default;
};

// That a response supports an item.
struct SupportRow {
  std::int64_t response = 0;
  std::string item;
  std::int64_t at = 0;
  bool operator==(const SupportRow&) const = default;
};

class QuestionnaireStore {
 public:
  virtual ~QuestionnaireStore() = default;

  virtual std::int64_t put_questionnaire(const QuestionnaireRow& row) = 0;  // id 0 inserts
  virtual std::optional<QuestionnaireRow> questionnaire(std::int64_t id) = 0;
  // Newest first; "" asks for any.
  virtual std::vector<QuestionnaireRow> questionnaires(const std::string& organisation,
                                                       const std::string& within, std::size_t limit) = 0;

  virtual std::int64_t put_invitation(const InvitationRow& row) = 0;  // id 0 inserts
  virtual std::optional<InvitationRow> invitation(const std::string& code_hash) = 0;
  virtual std::int64_t count_invitations(std::int64_t questionnaire, const std::string& kind) = 0;
  virtual void remove_invitations(std::int64_t questionnaire, const std::string& kind) = 0;

  virtual std::int64_t put_response(const ResponseRow& row) = 0;  // id 0 inserts
  virtual std::optional<ResponseRow> response(std::int64_t id) = 0;
  virtual std::optional<ResponseRow> response_behind(std::int64_t invitation) = 0;
  // By number, those after `after_number`; "" asks for any state.
  virtual std::vector<ResponseRow> responses(std::int64_t questionnaire, const std::string& state,
                                             std::int64_t after_number, std::size_t limit) = 0;
  virtual std::int64_t count_responses(std::int64_t questionnaire, const std::string& state) = 0;
  virtual std::int64_t last_response_number(std::int64_t questionnaire) = 0;

  virtual void put_support(const SupportRow& row) = 0;  // again: nothing changes
  virtual void remove_support(std::int64_t response, const std::string& item) = 0;
  virtual std::vector<SupportRow> supports_of(std::int64_t questionnaire) = 0;  // by response, item
  virtual std::vector<SupportRow> supported_by(std::int64_t response) = 0;      // by item
};

}  // namespace yellowsea::store
