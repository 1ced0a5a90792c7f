#include "engine/service/accounts.hpp"

#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t kTokenBytes = 32;

std::int64_t milliseconds(Instant instant) { return instant.time_since_epoch().count(); }
Json time_json(std::int64_t at) { return format_instant(Instant(std::chrono::milliseconds(at))); }

bool has(const Roles& roles, const Roles::value_type& role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool administers(const Pack& pack, const Roles& roles) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const auto& role) { return role_has_flag(pack, role.first, "administers"); });
}

std::size_t administrators(store::Session& session, const Pack& pack) {
  const auto all = session.people();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const store::PersonRow& row) {
    return !row.disabled && administers(pack, row.roles);
  }));
}

// Whether giving the role takes a second person now.
bool needs_second(store::Session& session, const Pack& pack, const std::string& role) {
  if (!role_has_flag(pack, role, "two_persons")) return false;
  const bool alone = administrators(session, pack) <= 1;
  return !(alone && role_has_flag(pack, role, "administers"));
}

Failure second_person() {
  return fail(ProblemCode::forbidden, "second_person", "Another administrator has to agree.");
}

Failure last_administrator() {
  return fail(ProblemCode::refused, "last_administrator", "This is the last administrator.");
}

Failure unknown(const char* what) { return fail(ProblemCode::not_found, what, "There is none."); }

Json role_json(const Roles::value_type& role) {
  return Json{{"role", role.first}, {"organisation", role.second}};
}

std::optional<store::JoinRow> open_join(store::Session& session, std::int64_t id) {
  for (store::JoinRow& row : session.open_joins()) {
    if (row.id == id) return std::move(row);
  }
  return std::nullopt;
}

std::optional<store::GrantRow> grant_of(store::Session& session, std::int64_t id) {
  for (store::GrantRow& row : session.grants()) {
    if (row.id == id) return std::move(row);
  }
  return std::nullopt;
}

Json user_of(store::Session& reader, std::int64_t person) {
  const auto row = reader.person(person);
  return row ? Json(row->user) : Json();
}

// Check_account asks for a user name too; an invitation has none yet.
Result<void> check_invited(const People& people, const std::string& name, const Roles& roles) {
  if (roles.size() > kMostRoles) {
    return Failure(Problem{ProblemCode::invalid,
                           "max_items",
                           "A person has at most 20 roles.",
                           {{"/roles", "max_items", "A person has at most 20 roles."}},
                           Json::object()});
  }
  return people.check_account("somebody", name, roles);
}

// Who was meant is kept no longer than it is needed.
void end_join(store::Session& session, store::JoinRow& row, std::int64_t at) {
  row.ended_at = at;
  row.name.clear();
  row.subject.clear();
  row.email.clear();
  session.put_join(row);
}

Json sign_on_json(const store::JoinRow& row) {
  if (row.issuer.empty()) return nullptr;
  return Json{{"issuer", row.issuer}, {"subject", row.subject}, {"email", row.email}};
}

}  // namespace

Json roles_json(const Roles& roles) {
  Json list = Json::array();
  for (const auto& role : roles) list.push_back(role_json(role));
  return list;
}

Result<NewInvitation> invite(store::Session& session, const People& people, const AuditBy& by,
                             const std::string& name, const Roles& roles, const InvitedSignOn& sign_on) {
  if (auto checked = check_invited(people, name, roles); !checked) return Failure(checked.error());
  const Instant now = people.now();
  std::size_t open = 0;
  for (store::JoinRow& row : session.open_joins()) {
    if (milliseconds(now) < row.expires_at) {
      ++open;
      continue;
    }
    end_join(session, row, row.expires_at);
  }
  if (open >= kMostOpenInvitations) {
    return fail(ProblemCode::too_many, "invitations", "Too many invitations are open: take some back.");
  }
  NewInvitation made;
  made.token = to_base64url(random_bytes(kTokenBytes));
  made.expires_at = now + kInvitationLife;
  made.waits = std::any_of(roles.begin(), roles.end(), [&](const auto& role) {
    return needs_second(session, people.pack(), role.first);
  });
  store::JoinRow row;
  row.token_hash = to_hex(sha256(made.token));
  row.name = trim(name);
  row.roles = roles;
  row.two_persons = made.waits;
  row.made_by = by.person;
  row.created_at = milliseconds(now);
  row.expires_at = milliseconds(made.expires_at);
  row.issuer = sign_on.issuer;
  row.subject = sign_on.subject;
  row.email = sign_on.email;
  made.id = session.put_join(row);
  Json detail{{"invitation", made.id}, {"roles", roles_json(roles)}, {"waits", made.waits}};
  // Not by which address: who may have to be erased is in no line.
  if (!sign_on.issuer.empty()) detail["provider"] = sign_on.issuer;
  audit(session, now, AuditType::invited, by, 0, detail);
  return made;
}

Result<void> confirm_invitation(store::Session& session, const People& people, const AuditBy& by,
                                std::int64_t id) {
  auto row = open_join(session, id);
  if (!row) return unknown("invitation");
  if (!row->two_persons || row->confirmed_by != 0) {
    return fail(ProblemCode::refused, "no_need", "Nobody has to agree to this invitation.");
  }
  if (row->made_by == by.person) return second_person();
  row->confirmed_by = by.person;
  session.put_join(*row);
  audit(session, people.now(), AuditType::invitation_confirmed, by, 0, Json{{"invitation", id}});
  return {};
}

Result<void> take_back_invitation(store::Session& session, const People& people, const AuditBy& by,
                                  std::int64_t id) {
  auto row = open_join(session, id);
  if (!row) return unknown("invitation");
  end_join(session, *row, milliseconds(people.now()));
  audit(session, people.now(), AuditType::invitation_taken_back, by, 0, Json{{"invitation", id}});
  return {};
}

Result<store::JoinRow> invitation_behind(store::Session& reader, const People& people,
                                         const std::string& token) {
  auto row = reader.join(to_hex(sha256(token)));
  if (!row || row->ended_at || milliseconds(people.now()) >= row->expires_at) {
    return fail(ProblemCode::unauthenticated, "bad_link",
                "This link has been used, was taken back or is too old.");
  }
  if (row->two_persons && row->confirmed_by == 0) {
    return fail(ProblemCode::refused, "waits_for_second", "Another administrator has to agree first.");
  }
  return std::move(*row);
}

Result<std::int64_t> join(store::Session& session, const People& people, const std::string& token,
                          const std::string& user, const std::string& name, const PreparedPassword& password,
                          const AuditBy& by) {
  auto row = invitation_behind(session, people, token);
  if (!row) return Failure(row.error());
  const InvitedSignOn sign_on{row->issuer, row->subject, row->email};
  if (auto free = check_free(session, sign_on); !free) return Failure(free.error());
  const auto person = people.add_person(session, user, name, password, row->roles);
  if (!person) return Failure(person.error());
  link_invited(session, *person, sign_on, people.now());
  end_join(session, *row, milliseconds(people.now()));
  audit(session, people.now(), AuditType::joined, {*person, by.remote}, *person,
        Json{{"invitation", row->id}, {"roles", roles_json(row->roles)}});
  return *person;
}

Result<RolesChange> set_roles(store::Session& session, const People& people, const AuditBy& by,
                              const std::string& user, const Roles& roles) {
  auto person = session.person(user);
  if (!person) return unknown("user");
  if (auto checked = check_invited(people, person->name, roles); !checked) return Failure(checked.error());
  const Pack& pack = people.pack();
  RolesChange change;
  Roles kept;
  for (const auto& role : roles) {
    if (has(kept, role) || has(change.asked, role)) continue;
    if (has(person->roles, role)) {
      kept.push_back(role);
    } else if (needs_second(session, pack, role.first)) {
      change.asked.push_back(role);
    } else {
      change.given.push_back(role);
      kept.push_back(role);
    }
  }
  for (const auto& role : person->roles) {
    if (!has(kept, role)) change.taken.push_back(role);
  }
  const bool loses = administers(pack, person->roles) && !administers(pack, kept);
  if (loses && !person->disabled && administrators(session, pack) <= 1) return last_administrator();
  if (kept.empty()) {
    return fail(ProblemCode::refused, "no_role_left",
                "Somebody needs a role until another administrator has agreed.");
  }
  const Instant now = people.now();
  const bool alone = administrators(session, pack) <= 1;
  person->roles = kept;
  session.put_person(*person);
  for (const auto& role : change.given)
    audit(session, now, AuditType::role_granted, by, person->id,
          Json{{"role", role_json(role)}, {"alone", alone}});
  for (const auto& role : change.taken)
    audit(session, now, AuditType::role_taken, by, person->id, Json{{"role", role_json(role)}});
  const auto waiting = session.grants();
  for (const auto& asked : change.asked) {
    const bool asked_before = std::any_of(waiting.begin(), waiting.end(), [&](const store::GrantRow& one) {
      return one.person == person->id && std::pair(one.role, one.organisation) == asked;
    });
    if (asked_before) continue;
    session.put_grant({0, person->id, asked.first, asked.second, by.person, milliseconds(now)});
    audit(session, now, AuditType::role_asked, by, person->id, Json{{"role", role_json(asked)}});
  }
  return change;
}

Result<void> confirm_grant(store::Session& session, const People& people, const AuditBy& by,
                           std::int64_t id) {
  const auto grant = grant_of(session, id);
  if (!grant) return unknown("grant");
  if (grant->asked_by == by.person || grant->person == by.person) return second_person();
  auto person = session.person(grant->person);
  if (!person) return unknown("grant");
  const std::pair role(grant->role, grant->organisation);
  if (!has(person->roles, role)) person->roles.push_back(role);
  session.put_person(*person);
  session.remove_grant(id);
  audit(session, people.now(), AuditType::role_granted, by, person->id,
        Json{{"role", role_json(role)}, {"asked_by", user_of(session, grant->asked_by)}});
  return {};
}

Result<void> decline_grant(store::Session& session, const People& people, const AuditBy& by,
                           std::int64_t id) {
  const auto grant = grant_of(session, id);
  if (!grant) return unknown("grant");
  session.remove_grant(id);
  audit(session, people.now(), AuditType::role_declined, by, grant->person,
        Json{{"role", role_json({grant->role, grant->organisation})}});
  return {};
}

Result<std::int64_t> close_account(store::Session& session, const People& people, const AuditBy& by,
                                   const std::string& user, bool closed) {
  const auto person = session.person(user);
  if (!person) return unknown("user");
  if (person->disabled == closed) return person->id;
  if (closed && administers(people.pack(), person->roles) && administrators(session, people.pack()) <= 1)
    return last_administrator();
  if (auto done = people.set_disabled(session, user, closed); !done) return Failure(done.error());
  audit(session, people.now(), closed ? AuditType::account_disabled : AuditType::account_enabled, by,
        person->id);
  return person->id;
}

Json accounts_json(store::Session& reader, const People& people) {
  Json items = Json::array();
  for (const store::PersonRow& row : reader.people()) {
    const auto factor = reader.second_factor(row.id);
    const auto sessions = people.living_sessions(reader, row.id);
    std::int64_t seen = 0;
    for (const auto& session : sessions) seen = std::max(seen, session.used_at);
    items.push_back(Json{{"user", row.user},
                         {"name", row.name},
                         {"roles", roles_json(row.roles)},
                         {"disabled", row.disabled},
                         {"second_factor", factor && factor->active},
                         {"sessions", sessions.size()},
                         {"last_seen", seen == 0 ? Json() : time_json(seen)}});
  }
  Json grants = Json::array();
  for (const store::GrantRow& row : reader.grants()) {
    grants.push_back(Json{{"id", row.id},
                          {"user", user_of(reader, row.person)},
                          {"role", role_json({row.role, row.organisation})},
                          {"asked_by", user_of(reader, row.asked_by)},
                          {"asked_at", time_json(row.asked_at)}});
  }
  Json invitations = Json::array();
  for (const store::JoinRow& row : reader.open_joins()) {
    if (milliseconds(people.now()) >= row.expires_at) continue;
    invitations.push_back(Json{{"id", row.id},
                               {"name", row.name},
                               {"roles", roles_json(row.roles)},
                               {"made_by", user_of(reader, row.made_by)},
                               {"expires_at", time_json(row.expires_at)},
                               {"waits", row.two_persons && row.confirmed_by == 0},
                               {"sign_on", sign_on_json(row)}});
  }
  return Json{
      {"items", std::move(items)}, {"grants", std::move(grants)}, {"invitations", std::move(invitations)}};
}

}  // namespace yellowsea
