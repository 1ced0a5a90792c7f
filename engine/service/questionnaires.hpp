// Questionnaires of organisations: designing and publishing them, answering them with a code, and which items
// the answers support. What they are for, and who may have one, is the pack's configuration. Reads on any
// session; what writes needs the writer's, in a transaction, and writes only when nothing can be refused any
// more.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/service/caller.hpp"
#include "engine/service/questionnaire.hpp"
#include "engine/service/recorder.hpp"

namespace yellowsea {

// From the member "questionnaire" of a configuration that also maps tables to items (table_mapping.hpp): whom
// it belongs to, in which states of the item that it is asked for it may be prepared and answered, and which
// field of the items made from answers counts them.
struct QuestionnaireRules {
  std::string item_kind;
  std::string within_kind;
  std::string within_field;
  std::string within_members;
  std::string organisation_field;
  std::string design_role;                // writes and reads those of its organisation
  std::string count_role;                 // sees how many answered, of all
  std::vector<std::string> preparing_in;  // states of the item it is asked for
  std::vector<std::string> answering_in;
  std::string count_field;
  std::string count_event;  // changes that field later
  Json suggested;           // a body: texts, questions; a question's "options_from" is filled in
};

// nullopt if the pack has none. Errors: malformed, naming the place.
Result<std::optional<QuestionnaireRules>> read_questionnaire_rules(const Pack& pack,
                                                                   const std::string& configuration);

// The suggested body in the language: options from the item's members and from the fields' schemas.
Json suggested_questionnaire(const Pack& pack, const QuestionnaireRules& rules, const machine::Item& within,
                             const std::string& language);

enum class Answering { not_yet, open, closed };

class Questionnaires {
 public:
  static constexpr std::size_t max_of_organisation = 200;
  static constexpr std::int64_t max_codes = 5'000;  // printed, of one questionnaire
  static constexpr std::int64_t max_codes_at_once = 500;
  static constexpr std::int64_t max_responses = 20'000;  // of one questionnaire, drafts among them

  Questionnaires(store::Session& session, StoreRepository& repository, const Pack& pack,
                 const QuestionnaireRules& rules)
      : session_(session), repository_(repository), pack_(pack), rules_(rules) {}

  bool designs(const Caller& caller) const;
  bool counts(const Caller& caller) const;
  Answering answering(const store::QuestionnaireRow& row);
  // Errors: not_found, also for those of others.
  Result<store::QuestionnaireRow> own(const Caller& caller, std::int64_t id);

  // ---- Designing: errors forbidden (by), not_found, stale, refused, invalid (pointers into the body)
  // ----------
  Result<store::QuestionnaireRow> create(const Caller& caller, const std::string& within, const Json& body,
                                         Instant now);
  Result<store::QuestionnaireRow> edit(const Caller& caller, std::int64_t id, std::int64_t version,
                                       const Json& body, Instant now);
  // Gives the code of the link that everybody may have; again after closing, the same one.
  Result<store::QuestionnaireRow> publish(const Caller& caller, std::int64_t id, Instant now);
  Result<store::QuestionnaireRow> close(const Caller& caller, std::int64_t id, Instant now);
  // Codes for one answer each, which are known only now. Errors: also invalid (/count).
  Result<std::vector<std::string>> invite(const Caller& caller, std::int64_t id, std::int64_t count,
                                          Instant now);

  // ---- Answering, with a code; errors not_found (unknown_code), refused (closed, not_yet_open, answered)
  // ------
  struct Opened {
    store::QuestionnaireRow questionnaire;
    store::InvitationRow invitation;
    std::optional<store::ResponseRow> response;
  };
  Result<Opened> open(std::string_view code);
  // A code of one's own from the link that everybody has.
  Result<std::string> start(std::string_view shared_code, Instant now);
  // Keeps a draft, or submits it: then it must be complete and stays as it is. `version` is that of the draft
  // that was seen, 0 for none. Errors: also stale, invalid (pointers into the answers).
  Result<store::ResponseRow> answer(std::string_view code, const Json& answers, const std::string& language,
                                    std::int64_t version, bool submit, Instant now);
  // What came to the organisation on another way; all have been checked. Errors: refused (too many).
  Result<void> bring_in(const Caller& caller, std::int64_t id, const std::vector<Json>& answers,
                        const std::string& language, Instant now);

  // ---- Making something of the answers
  // --------------------------------------------------------------------------- A new item of the
  // organisation, or one that is there (`item` not empty), is supported by these responses, and its count
  // says so. Errors: as Recorder::execute's, not_found, invalid (/responses).
  Result<std::string> support(Recorder& recorder, const Caller& caller, std::int64_t id,
                              const std::vector<std::int64_t>& responses, const std::string& item,
                              const Json& fields, Instant now, std::vector<Recorded>& published);
  // Takes one away again.
  Result<void> withdraw_support(Recorder& recorder, const Caller& caller, std::int64_t id,
                                std::int64_t response, const std::string& item, Instant now,
                                std::vector<Recorded>& published);

 private:
  Result<machine::ItemPtr> within_of(const Caller& caller, const std::string& within);
  Result<void> check_body(const Json& body) const;
  // The next version of it, changed now and stored.
  store::QuestionnaireRow keep_changed(store::QuestionnaireRow row, Instant now);
  bool in_state(const std::string& within, const std::vector<std::string>& states);
  Result<std::vector<store::ResponseRow>> chosen(std::int64_t questionnaire,
                                                 const std::vector<std::int64_t>& responses);
  Result<std::vector<Recorded>> recount(Recorder& recorder, const Caller& caller, const machine::Item& item,
                                        std::int64_t difference, Instant now);

  store::Session& session_;
  StoreRepository& repository_;
  const Pack& pack_;
  const QuestionnaireRules& rules_;
};

// A stored body or answers; an empty object if it is none (a damaged row).
Json stored_json(const std::string& text);

// By "QUESTIONNAIRE/NUMBER", or by the code that it was given with; nullopt if there is none.
std::optional<store::ResponseRow> find_response(store::Session& session, std::string_view which);
// Removes what somebody answered, for the law: the row stays, so that what is counted stays right. Errors:
// not_found. Writer's session, in a transaction.
Result<void> erase_response(store::Session& session, std::int64_t questionnaire, std::int64_t number,
                            Instant now);

}  // namespace yellowsea
