// Signing in and out, and who stands behind a session's token.
#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/text.hpp"
#include "engine/service/people.hpp"
#include "engine/service/second_factor.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenText = 43;  // in base64url
constexpr std::size_t kLongestAgent = 200;
constexpr auto kTouchEvery = std::chrono::minutes(1);

std::int64_t milliseconds(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant_of(store::Milliseconds at) { return Instant(std::chrono::milliseconds(at)); }

bool alive(const store::SessionRow& row, const SessionLimits& limits, Instant now) {
  return now - instant_of(row.used_at) < limits.idle && now - instant_of(row.created_at) < limits.absolute;
}

// A browser may say anything of itself: no control characters, no more than a line.
std::string clean_agent(const std::string& agent) {
  std::string clean = agent.substr(0, kLongestAgent);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) c = '?';
  }
  return clean;
}

bool has_role(const Roles& roles, const std::string& role, const std::string& organisation) {
  return std::find(roles.begin(), roles.end(), std::pair(role, organisation)) != roles.end();
}

Caller caller_from(const store::PersonRow& person, const store::SessionRow& session) {
  Caller caller;
  caller.person = person.id;
  caller.user = person.user;
  caller.name = person.name;
  caller.role = session.role;
  caller.organisation = session.organisation;
  caller.session_hash = session.token_hash;
  caller.csrf = session.csrf;
  caller.confirmed_at = instant_of(session.confirmed_at);
  return caller;
}

Failure bad_credentials() {
  return fail(ProblemCode::unauthenticated, "bad_credentials", "The user name or the password is wrong.");
}

Failure wrong_password(const std::string& pointer) {
  const std::string detail = "The password is not right.";
  return Failure(Problem{
      ProblemCode::invalid, "wrong_password", detail, {{pointer, "wrong_password", detail}}, Json::object()});
}

Failure session_ended() {
  return fail(ProblemCode::unauthenticated, "session_ended", "The session has ended: sign in again.");
}

}  // namespace

SignInAttempt People::look_up(store::Session& reader, const std::string& user) const {
  SignInAttempt attempt;
  attempt.user = normal_user(user);
  const auto row = reader.person(attempt.user);
  if (!row || row->disabled || row->roles.empty()) {
    attempt.cost = decoy_cost(attempt.user);
    return attempt;
  }
  attempt.person = row->id;
  attempt.stored = row->password;
  attempt.cost = cost_of(row->roles);
  return attempt;
}

Result<SignedIn> People::sign_in(store::Session& session, const SignInAttempt& attempt,
                                 const PasswordVerdict& verdict, const SignInPlace& place,
                                 std::vector<std::string>* ended) const {
  if (!verdict.right || attempt.person == 0) return bad_credentials();
  auto person = session.person(attempt.person);
  if (!person || person->disabled || person->roles.empty()) return bad_credentials();
  if (person->password != attempt.stored) return bad_credentials();
  const Instant now = clock_.now();
  if (auto passed = check_second_factor(session, person->id, attempt.code, now); !passed)
    return Failure(passed.error());
  if (verdict.better) {
    person->password = *verdict.better;
    session.put_person(*person);
  }
  store::SessionRow row;
  row.confirmed_at = milliseconds(now);
  return open_session(session, *person, row, place, ended);
}

Result<SignedIn> People::sign_in_vouched(store::Session& session, std::int64_t id, bool second_factor,
                                         const std::string& code, const SignInPlace& place,
                                         std::vector<std::string>* ended) const {
  const auto person = session.person(id);
  if (!person || person->disabled || person->roles.empty()) {
    return fail(ProblemCode::unauthenticated, "sign_on_account",
                "No account here belongs to whom the provider vouches for.");
  }
  if (!second_factor) {
    if (auto passed = check_second_factor(session, id, code, clock_.now()); !passed)
      return Failure(passed.error());
  }
  store::SessionRow row;
  row.second_factor = second_factor;
  return open_session(session, *person, row, place, ended);
}

// `row` says how the person signed in; the rest of it is filled in.
SignedIn People::open_session(store::Session& session, const store::PersonRow& person, store::SessionRow row,
                              const SignInPlace& place, std::vector<std::string>* ended) const {
  const Instant now = clock_.now();
  auto sessions = session.sessions_of(person.id);
  const SessionLimits limits = limits_of(pack_, person.roles);
  const auto living = std::stable_partition(sessions.begin(), sessions.end(),
                                            [&](const auto& one) { return !alive(one, limits, now); });
  auto keep = living;
  while (static_cast<std::size_t>(sessions.end() - keep) >= kSessionsOfAPerson) ++keep;
  for (auto one = sessions.begin(); one != keep; ++one) {
    session.remove_session(one->token_hash);
    if (ended != nullptr) ended->push_back(one->token_hash);
  }

  SignedIn signed_in;
  signed_in.token = to_base64url(random_bytes(kTokenBytes));
  signed_in.roles = person.roles;
  row.token_hash = to_hex(sha256(signed_in.token));
  row.person = person.id;
  row.csrf = to_base64url(random_bytes(kTokenBytes));
  row.role = person.roles.front().first;
  row.organisation = person.roles.front().second;
  row.created_at = milliseconds(now);
  row.used_at = milliseconds(now);
  row.remote = place.remote;
  row.agent = clean_agent(place.agent);
  session.put_session(row);
  signed_in.caller = caller_from(person, row);
  const auto factor = session.second_factor(person.id);
  signed_in.caller.second_factor = row.second_factor || (factor && factor->active);
  return signed_in;
}

Result<SignedIn> People::confirm(store::Session& session, const Caller& caller, const SignInAttempt& attempt,
                                 const PasswordVerdict& verdict) const {
  auto row = session.session(caller.session_hash);
  auto person = session.person(caller.person);
  if (!row || !person || person->disabled || row->person != person->id) return session_ended();
  if (!verdict.right || attempt.person != person->id || person->password != attempt.stored)
    return wrong_password("/password");
  if (verdict.better) {
    person->password = *verdict.better;
    session.put_person(*person);
  }
  session.remove_session(row->token_hash);
  SignedIn renewed;
  renewed.token = to_base64url(random_bytes(kTokenBytes));
  renewed.roles = person->roles;
  row->token_hash = to_hex(sha256(renewed.token));
  row->csrf = to_base64url(random_bytes(kTokenBytes));
  row->used_at = row->confirmed_at = milliseconds(clock_.now());
  session.put_session(*row);
  renewed.caller = caller_from(*person, *row);
  return renewed;
}

bool People::recently_confirmed(const Caller& caller, Instant now) {
  return caller.by_token || now - caller.confirmed_at <= kConfirmedFor;
}

Result<std::vector<std::string>> People::change_password(store::Session& session, const Caller& caller,
                                                         const SignInAttempt& attempt,
                                                         const PasswordVerdict& verdict,
                                                         const PreparedPassword& password) const {
  auto person = session.person(caller.person);
  if (!person || person->disabled) return session_ended();
  if (!verdict.right || attempt.person != person->id || person->password != attempt.stored)
    return wrong_password("/current");
  std::vector<std::string> ended;
  for (const store::SessionRow& row : session.sessions_of(person->id)) ended.push_back(row.token_hash);
  person->password = password.phc();
  session.put_person(*person);
  session.remove_sessions_of(person->id);
  return ended;
}

std::vector<store::SessionRow> People::living_sessions(store::Session& reader, std::int64_t person) const {
  const auto row = reader.person(person);
  if (!row) return {};
  auto sessions = reader.sessions_of(person);
  const SessionLimits limits = limits_of(pack_, row->roles);
  const Instant now = clock_.now();
  std::erase_if(sessions, [&](const auto& one) { return !alive(one, limits, now); });
  return sessions;
}

void People::sign_out(store::Session& session, const Caller& caller) const {
  if (!caller.session_hash.empty()) session.remove_session(caller.session_hash);
}

Result<Caller> People::choose_role(store::Session& session, const Caller& caller, const std::string& role,
                                   const std::string& organisation) const {
  if (caller.by_token) {
    return fail(ProblemCode::forbidden, "role", "A token acts in the role that it was made for.");
  }
  auto row = session.session(caller.session_hash);
  const auto person = session.person(caller.person);
  if (!row || !person || person->disabled || row->person != person->id) return session_ended();
  if (!has_role(person->roles, role, organisation)) {
    return fail(ProblemCode::forbidden, "role", "You do not have this role.");
  }
  row->role = role;
  row->organisation = organisation;
  session.put_session(*row);
  return caller_from(*person, *row);
}

void People::touch(store::Session& session, const Caller& caller) const {
  if (caller.session_hash.empty()) return;
  auto row = session.session(caller.session_hash);
  if (!row || clock_.now() - instant_of(row->used_at) < kTouchEvery) return;
  row->used_at = milliseconds(clock_.now());
  session.put_session(*row);
}

Roles People::roles_of(store::Session& reader, const Caller& caller) const {
  if (caller.by_token) return {{caller.role, caller.organisation}};
  const auto person = reader.person(caller.person);
  return person ? person->roles : Roles{};
}

Result<Caller> People::caller_of_session(store::Session& reader, const Pack& pack, const std::string& token,
                                         Instant now) {
  if (token.size() != kTokenText) return session_ended();
  return caller_of_session_hash(reader, pack, to_hex(sha256(token)), now);
}

bool People::still_counts(store::Session& reader, const Pack& pack, const Caller& caller,
                          const std::string& session_hash, Instant now) {
  if (!caller.signed_in()) return true;
  return caller.by_token ? caller_of_token_hash(reader, caller.token_hash, now).has_value()
                         : caller_of_session_hash(reader, pack, session_hash, now).has_value();
}

Result<Caller> People::caller_of_session_hash(store::Session& reader, const Pack& pack,
                                              const std::string& hash, Instant now) {
  const auto row = reader.session(hash);
  if (!row) return session_ended();
  const auto person = reader.person(row->person);
  if (!person || person->disabled || !has_role(person->roles, row->role, row->organisation)) {
    return session_ended();
  }
  if (!alive(*row, limits_of(pack, person->roles), now)) return session_ended();
  Caller caller = caller_from(*person, *row);
  caller.touch_due = now - instant_of(row->used_at) >= kTouchEvery;
  const auto factor = reader.second_factor(person->id);
  caller.second_factor = row->second_factor || (factor && factor->active);
  return caller;
}

}  // namespace yellowsea
