// The log of access: who signed in, failed to, was given or lost what. Lines are never changed, and go after
// a time only (engine/service/retention.hpp); persons are in it by number, so that an erased person is
// "erased" in old lines too. Which roles read it is the pack's to say: "reads_audit" in config/roles.json,
// besides those that administer. Any thread.
#pragma once

#include <string>

#include "engine/calendar/civil.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

enum class AuditType {
  signed_in,
  sign_in_failed,
  signed_out,
  password_confirmed,
  confirmation_failed,
  password_changed,
  session_ended,
  invited,
  invitation_confirmed,
  invitation_taken_back,
  joined,
  first_administrator,
  account_added,
  account_disabled,
  account_enabled,
  role_asked,
  role_granted,
  role_declined,
  role_taken,
  token_made,
  token_revoked,
  second_factor_on,
  second_factor_off,
  sign_on_linked,
  sign_on_unlinked,
};
std::string_view audit_name(AuditType type);

struct AuditBy {
  std::int64_t person = 0;  // 0: nobody known, or the command line
  std::string remote{};     // address, "" for the command line
};

// Writer, within the caller's transaction.
void audit(store::Session& session, Instant now, AuditType type, const AuditBy& by, std::int64_t subject = 0,
           const Json& detail = Json::object());

// Whether the caller acts in a role with that flag in config/roles.json; never by a token.
bool acts_in_role_with(const Pack& pack, const Caller& caller, const char* flag);
bool role_has_flag(const Pack& pack, const std::string& role, const char* flag);
// Roles that administer, and those with "reads_audit".
bool may_read_audit(const Pack& pack, const Caller& caller);

// `{"items": [{"id", "at", "type", "user", "subject", "remote", "detail"}], "next": ID or null}`, newest
// first. `user` and `subject` are user names, null for nobody, "~erased" for somebody who was erased.
Json audit_page(store::Session& reader, std::int64_t before, std::size_t limit);

}  // namespace yellowsea
