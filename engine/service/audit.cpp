#include "engine/service/audit.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "engine/service/erase.hpp"

namespace yellowsea {
namespace {

Json user_of(store::Session& reader, std::int64_t person) {
  if (person == 0) return nullptr;
  const auto row = reader.person(person);
  return row ? Json(row->user) : Json(erased_user);
}

}  // namespace

std::string_view audit_name(AuditType type) {
  switch (type) {
    case AuditType::signed_in:
      return "signed_in";
    case AuditType::sign_in_failed:
      return "sign_in_failed";
    case AuditType::signed_out:
      return "signed_out";
    case AuditType::password_confirmed:
      return "password_confirmed";
    case AuditType::confirmation_failed:
      return "confirmation_failed";
    case AuditType::password_changed:
      return "password_changed";
    case AuditType::session_ended:
      return "session_ended";
    case AuditType::invited:
      return "invited";
    case AuditType::invitation_confirmed:
      return "invitation_confirmed";
    case AuditType::invitation_taken_back:
      return "invitation_taken_back";
    case AuditType::joined:
      return "joined";
    case AuditType::first_administrator:
      return "first_administrator";
    case AuditType::account_added:
      return "account_added";
    case AuditType::account_disabled:
      return "account_disabled";
    case AuditType::account_enabled:
      return "account_enabled";
    case AuditType::role_asked:
      return "role_asked";
    case AuditType::role_granted:
      return "role_granted";
    case AuditType::role_declined:
      return "role_declined";
    case AuditType::role_taken:
      return "role_taken";
    case AuditType::token_made:
      return "token_made";
    case AuditType::token_revoked:
      return "token_revoked";
    case AuditType::second_factor_on:
      return "second_factor_on";
    case AuditType::second_factor_off:
      return "second_factor_off";
    case AuditType::sign_on_linked:
      return "sign_on_linked";
    case AuditType::sign_on_unlinked:
      return "sign_on_unlinked";
  }
  return "";
}

void audit(store::Session& session, Instant now, AuditType type, const AuditBy& by, std::int64_t subject,
           const Json& detail) {
  store::AuditRow row;
  row.at = now.time_since_epoch().count();
  row.type = audit_name(type);
  row.person = by.person;
  row.subject = subject;
  row.remote = by.remote;
  row.detail = to_text(detail);
  session.append_audit(row);
}

bool role_has_flag(const Pack& pack, const std::string& role, const char* flag) {
  const Json& roles = pack.configuration("roles");
  if (!roles.is_array()) return false;
  return std::any_of(roles.begin(), roles.end(), [&](const Json& one) {
    return one.is_object() && one.value("id", Json()) == role && one.value(flag, Json()) == true;
  });
}

bool acts_in_role_with(const Pack& pack, const Caller& caller, const char* flag) {
  return caller.signed_in() && !caller.by_token && role_has_flag(pack, caller.role, flag);
}

bool may_read_audit(const Pack& pack, const Caller& caller) {
  return acts_in_role_with(pack, caller, "administers") || acts_in_role_with(pack, caller, "reads_audit");
}

Json audit_page(store::Session& reader, std::int64_t before, std::size_t limit) {
  const auto rows = reader.audit(before, limit);
  Json items = Json::array();
  for (const store::AuditRow& row : rows) {
    Json detail = Json::parse(row.detail, nullptr, false);
    items.push_back(Json{{"id", row.id},
                         {"at", format_instant(Instant(std::chrono::milliseconds(row.at)))},
                         {"type", row.type},
                         {"user", user_of(reader, row.person)},
                         {"subject", user_of(reader, row.subject)},
                         {"remote", row.remote},
                         {"detail", detail.is_discarded() ? Json::object() : std::move(detail)}});
  }
  return Json{{"items", std::move(items)},
              {"next", rows.size() == limit ? Json(rows.back().id) : Json(nullptr)}};
}

}  // namespace yellowsea
