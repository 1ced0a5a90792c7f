// What administrators do with accounts: inviting people by a link that counts once, giving and taking roles,
// closing accounts. Every function writes into the log of access (engine/service/audit.hpp). Works like
// People on a Session of the store; what writes is called on the writer's thread, within the caller's
// transaction. Any thread. Whether the caller administers is asked before, by whoever calls.
//
// Roles with "two_persons" in config/roles.json are given by two administrators: one asks, another agrees.
// While there is one administrator only, that one alone may name a second; all else waits for the second one.
// The last administrator can neither be closed nor lose the role.
#pragma once

#include <string>
#include <vector>

#include "engine/service/audit.hpp"
#include "engine/service/people.hpp"
#include "engine/service/sign_on_links.hpp"

namespace yellowsea {

inline constexpr auto kInvitationLife = std::chrono::hours(7 * 24);
inline constexpr std::size_t kMostOpenInvitations = 500;
inline constexpr std::size_t kMostRoles = 20;

struct NewInvitation {
  std::int64_t id = 0;
  std::string token;  // stored nowhere; goes into the link
  Instant expires_at{};
  bool waits = false;  // for a second administrator
};

// Errors: invalid (/name, /roles/N), too_many (invitations).
Result<NewInvitation> invite(store::Session& session, const People& people, const AuditBy& by,
                             const std::string& name, const Roles& roles, const InvitedSignOn& sign_on = {});
// Errors: not_found, forbidden (second_person: not by who invited), refused (no_need).
Result<void> confirm_invitation(store::Session& session, const People& people, const AuditBy& by,
                                std::int64_t id);
Result<void> take_back_invitation(store::Session& session, const People& people, const AuditBy& by,
                                  std::int64_t id);
// The invitation behind a link. Errors: unauthenticated (bad_link), refused (waits_for_second).
Result<store::JoinRow> invitation_behind(store::Session& reader, const People& people,
                                         const std::string& token);
// Errors: those, People::add_person's, and refused (sign_on_taken). `by.person` is not used: it is the new
// person.
Result<std::int64_t> join(store::Session& session, const People& people, const std::string& token,
                          const std::string& user, const std::string& name, const PreparedPassword& password,
                          const AuditBy& by);

struct RolesChange {
  Roles given;
  Roles asked;  // wait for a second administrator
  Roles taken;
};
// The roles that the person shall have; what is not there is taken. Errors: not_found (user), invalid
// (/roles/N), refused (last_administrator, no_role_left: before the second administrator agrees somebody
// would have none).
Result<RolesChange> set_roles(store::Session& session, const People& people, const AuditBy& by,
                              const std::string& user, const Roles& roles);
// Errors: not_found, forbidden (second_person: who asked, or who would get it).
Result<void> confirm_grant(store::Session& session, const People& people, const AuditBy& by, std::int64_t id);
Result<void> decline_grant(store::Session& session, const People& people, const AuditBy& by, std::int64_t id);

// Errors: not_found (user), refused (last_administrator). Gives the person's number.
Result<std::int64_t> close_account(store::Session& session, const People& people, const AuditBy& by,
                                   const std::string& user, bool closed);

// `{"items": [{"user", "name", "roles", "disabled", "second_factor", "last_seen"}], "grants": […],
// "invitations": […]}`; each role is {"role", "organisation"}.
Json accounts_json(store::Session& reader, const People& people);
Json roles_json(const Roles& roles);

}  // namespace yellowsea
