// A Session over one SQLite connection; its functions are grouped by what they are about into items.cpp,
// list.cpp, events.cpp, people.cpp, attachments.cpp, erasure.cpp, ledger.cpp and questionnaires.cpp. Owned by
// the store (writer) or by whoever asked for it (reader); one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/sqlite/connection.hpp"
#include "engine/store/store.hpp"

namespace yellowsea::store::sqlite {

// The columns that item_row() reads, for a table `item` named i.
inline constexpr const char* kItemColumns =
    "i.item_order, i.kind, i.id, i.version, i.definition, i.snapshot, i.created_at, i.updated_at, "
    "i.deadline_passed, i.is_open, i.facets, i.search";
inline constexpr int kItemColumnCount = 12;
ItemRow item_row(const Query& query);

class SqliteSession final : public Session {
 public:
  SqliteSession(const std::string& file, Access access) : connection_(file, access) {}

  Connection& connection() { return connection_; }

  Result<void> begin() override { return connection_.begin(); }
  Result<void> commit() override { return connection_.commit(); }
  void rollback() override { connection_.rollback(); }

  // items.cpp
  std::optional<ItemRow> item(const std::string& kind, const std::string& id) override;
  std::vector<ItemRow> items_by_field(const std::string& kind, const std::string& field,
                                      const std::vector<std::string>& values) override;
  std::vector<ItemRow> items_of(const std::string& kind) override;
  std::int64_t last_item_order() override;
  void put_item(const ItemRow& row, const std::vector<TimerRow>& timers) override;
  std::vector<TimerRow> due_timers(Milliseconds limit, std::size_t at_most) override;
  std::optional<Milliseconds> next_due() override;
  void clear_derived() override;
  void each_derived_row(
      const std::function<void(const std::string& table, const std::string& row)>& visit) override;

  // list.cpp
  Result<ListPage> list(const ListQuery& query) override;
  std::int64_t count(const ListQuery& query) override;

  // events.cpp
  std::int64_t last_seq() override;
  void append_event(const EventRow& row) override;
  void each_event(std::int64_t after_seq, std::int64_t until_seq,
                  const std::function<bool(const EventRow&)>& visit) override;
  void each_event_until(Milliseconds at, const std::function<bool(const EventRow&)>& visit) override;
  std::vector<EventRow> history(const std::string& kind, const std::string& id, std::int64_t after_version,
                                std::size_t limit) override;
  void put_content(const std::string& sha256_hex, const std::string& text) override;
  std::optional<std::string> content(const std::string& sha256_hex) override;
  void put_definition(const std::string& sha256, const std::string& kind, int version,
                      const std::string& text, Milliseconds at) override;
  std::vector<std::pair<std::string, std::string>> definitions() override;

  // people.cpp
  void put_notice(const NoticeRow& row) override;
  std::vector<NoticeRow> notices(const std::string& role, const std::string& organisation,
                                 std::int64_t before_id, std::size_t limit) override;
  std::optional<ReceiptRow> receipt(const std::string& caller, const std::string& route,
                                    const std::string& key) override;
  void put_receipt(const ReceiptRow& row) override;
  std::optional<std::string> draft(std::int64_t person, const std::string& key) override;
  void put_draft(std::int64_t person, const std::string& key, const std::string& body,
                 Milliseconds at) override;
  void remove_draft(std::int64_t person, const std::string& key) override;
  std::vector<PersonRow> people() override;
  std::optional<PersonRow> person(const std::string& user) override;
  std::optional<PersonRow> person(std::int64_t id) override;
  std::int64_t put_person(const PersonRow& row) override;
  std::optional<SessionRow> session(const std::string& token_hash) override;
  std::vector<SessionRow> sessions_of(std::int64_t person) override;
  void put_session(const SessionRow& row) override;
  void remove_session(const std::string& token_hash) override;
  void remove_sessions_of(std::int64_t person) override;
  std::size_t remove_sessions(Milliseconds began_before, std::size_t limit) override;
  std::optional<TokenRow> token(const std::string& token_hash) override;
  std::vector<TokenRow> tokens() override;
  std::int64_t put_token(const TokenRow& row) override;
  std::optional<std::string> setting(const std::string& key) override;
  void put_setting(const std::string& key, const std::string& value) override;

  // attachments.cpp
  std::optional<AttachmentRow> attachment(const std::string& sha256) override;
  std::vector<AttachmentRow> attachments(const std::string& after_sha256, std::size_t limit) override;
  void put_attachment(const AttachmentRow& row) override;
  void put_attachment_chunk(const std::string& sha256, std::int64_t place, const std::string& bytes) override;
  std::optional<std::string> attachment_chunk(const std::string& sha256, std::int64_t place) override;
  void remove_attachment_bytes(const std::string& sha256) override;
  void put_attachment_upload(const AttachmentUploadRow& row) override;
  std::optional<AttachmentUploadRow> attachment_upload(const std::string& sha256,
                                                       std::int64_t person) override;
  std::int64_t unused_attachment_bytes(std::int64_t person) override;
  std::size_t remove_unused_attachments(std::int64_t before, std::size_t limit) override;
  void put_attachment_use(const AttachmentUseRow& row) override;
  std::optional<AttachmentUseRow> attachment_use(const std::string& sha256, const std::string& kind,
                                                 const std::string& id) override;
  std::vector<AttachmentUseRow> attachment_uses(const std::string& sha256) override;

  // erasure.cpp
  void replace_private_part(std::int64_t seq, const std::string& secret, const std::string& salt) override;
  std::size_t remove_receipts(const std::function<bool(const ReceiptRow&)>& gone) override;
  std::size_t remove_drafts(
      const std::function<bool(const std::string& key, const std::string& body)>& gone) override;
  void remove_person(std::int64_t id) override;
  void put_erasure(const ErasureRow& row) override;
  std::vector<ErasureRow> erasures() override;

  // ledger.cpp
  std::string leaves(std::int64_t first, std::int64_t count) override;
  void put_ledger_node(int level, std::int64_t place, const std::string& hash) override;
  std::string ledger_nodes(int level, std::int64_t first, std::int64_t count) override;
  std::int64_t count_ledger_nodes(int level) override;

  // accounts.cpp
  void append_audit(const AuditRow& row) override;
  std::vector<AuditRow> audit(std::int64_t before_id, std::size_t limit) override;
  std::size_t remove_audit(std::int64_t before, std::size_t limit) override;
  std::int64_t put_join(const JoinRow& row) override;
  std::optional<JoinRow> join(const std::string& token_hash) override;
  std::vector<JoinRow> open_joins() override;
  std::int64_t put_grant(const GrantRow& row) override;
  std::vector<GrantRow> grants() override;
  void remove_grant(std::int64_t id) override;
  // sign_on.cpp
  std::optional<SignOnRow> sign_on_by_subject(const std::string& issuer, const std::string& subject) override;
  std::optional<SignOnRow> sign_on_by_email(const std::string& issuer, const std::string& email) override;
  std::vector<SignOnRow> sign_ons_of(std::int64_t person) override;
  void put_sign_on(const SignOnRow& row) override;
  void remove_sign_on(std::int64_t person, const std::string& issuer) override;

  // accounts.cpp
  std::optional<SecondFactorRow> second_factor(std::int64_t person) override;
  void put_second_factor(const SecondFactorRow& row) override;
  void remove_second_factor(std::int64_t person) override;
  void put_recovery_codes(std::int64_t person, const std::vector<std::string>& hashes) override;
  std::size_t recovery_codes(std::int64_t person) override;
  bool use_recovery_code(std::int64_t person, const std::string& hash) override;

  // questionnaires.cpp
  std::int64_t put_questionnaire(const QuestionnaireRow& row) override;
  std::optional<QuestionnaireRow> questionnaire(std::int64_t id) override;
  std::vector<QuestionnaireRow> questionnaires(const std::string& organisation, const std::string& within,
                                               std::size_t limit) override;
  std::int64_t put_invitation(const InvitationRow& row) override;
  std::optional<InvitationRow> invitation(const std::string& code_hash) override;
  std::int64_t count_invitations(std::int64_t questionnaire, const std::string& kind) override;
  void remove_invitations(std::int64_t questionnaire, const std::string& kind) override;
  std::int64_t put_response(const ResponseRow& row) override;
  std::optional<ResponseRow> response(std::int64_t id) override;
  std::optional<ResponseRow> response_behind(std::int64_t invitation) override;
  std::vector<ResponseRow> responses(std::int64_t questionnaire, const std::string& state,
                                     std::int64_t after_number, std::size_t limit) override;
  std::int64_t count_responses(std::int64_t questionnaire, const std::string& state) override;
  std::int64_t last_response_number(std::int64_t questionnaire) override;
  void put_support(const SupportRow& row) override;
  void remove_support(std::int64_t response, const std::string& item) override;
  std::vector<SupportRow> supports_of(std::int64_t questionnaire) override;
  std::vector<SupportRow> supported_by(std::int64_t response) override;

 private:
  PersonRow person_row(const Query& query);

  Connection connection_;
};

}  // namespace yellowsea::store::sqlite
