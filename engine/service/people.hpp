// People, their sessions and tokens: who may sign in and as what. Works on a Session of the store: what
// writes (marked "writer") is called on the writer's thread, within the caller's transaction; what only reads
// takes any session of the calling thread. Keeps nothing itself but the pack and the clock, which outlive it;
// any thread.
//
// Which roles exist and which of them are strict (costlier hash, shorter sessions) or administer the
// installation is the pack's to say: "strict" and "administers" in config/roles.json.
//
// Invariants: passwords, session and API tokens are stored hashed only; a disabled person has no session and
// no token; a role acts only while its person has it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/calendar/clock.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/pack.hpp"
#include "engine/service/password.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

using Roles =
    std::vector<std::pair<std::string, std::string>>;  // role, organisation; the first is the default

// Where somebody signs in from, as far as it can be shown to them again.
struct SignInPlace {
  std::string remote{};  // address
  std::string agent{};   // what the browser calls itself, cut to 200 bytes
};

struct SessionLimits {
  std::chrono::milliseconds idle;
  std::chrono::milliseconds absolute;
};

// What is known before the password is checked.
struct SignInAttempt {
  std::string user;                   // as LoginThrottle counts it
  std::int64_t person = 0;            // 0: nobody who could sign in
  std::optional<std::string> stored;  // for PasswordWorker::verify
  PasswordCost cost = PasswordCost::standard;
  std::string code{};  // of the second factor, if one was given
};

struct SignedIn {
  std::string token;  // for the cookie; stored nowhere
  Caller caller;
  Roles roles;
};

struct NewToken {
  std::string user;
  std::string name;  // what it is for
  std::string role;  // with the organisation: one of the person's; "" for the person's first
  std::string organisation;
  std::optional<Instant> expires_at;
  bool read_only{};                  // it changes nothing
  std::vector<std::string> kinds{};  // it writes to items of these kinds only; all, if empty
};

class People {
 public:
  static constexpr std::size_t kSessionsOfAPerson = 5;
  // However often it is used, and whatever the role.
  static constexpr auto kLongestSession = std::chrono::hours(12);
  // How long a password that was given counts for what asks for it again.
  static constexpr auto kConfirmedFor = std::chrono::minutes(5);

  People(const Pack& pack, const Clock& clock) : pack_(pack), clock_(clock) {}

  // ---- Accounts -------------------------------------------------------------------------------------------

  // Hashes here: for command lines and tests. Elsewhere prepare first, on PasswordWorker.
  // Errors: invalid (/user, /name, /roles/N, /password), refused (user_taken). Writer.
  Result<std::int64_t> add_person(store::Session& session, const std::string& user, const std::string& name,
                                  const std::string& password, const Roles& roles) const;
  Result<std::int64_t> add_person(store::Session& session, const std::string& user, const std::string& name,
                                  const PreparedPassword& password, const Roles& roles) const;
  Result<PreparedPassword> prepare(const std::string& user, const std::string& password,
                                   const Roles& roles) const;
  // Ends the person's sessions. Errors: not_found (user). Writer.
  Result<void> set_password(store::Session& session, const std::string& user,
                            const PreparedPassword& password) const;
  // Ends the person's sessions; tokens do not count while disabled. Errors: not_found (user). Writer.
  Result<void> set_disabled(store::Session& session, const std::string& user, bool disabled) const;
  Result<store::PersonRow> person(store::Session& session, const std::string& user) const;
  PasswordCost cost_of(const Roles& roles) const;
  // Errors: invalid (/user, /name, /roles/N).
  Result<void> check_account(const std::string& user, const std::string& name, const Roles& roles) const;
  const Pack& pack() const { return pack_; }
  Instant now() const { return clock_.now(); }

  // ---- Signing in: look_up (reader) → LoginThrottle::admit → PasswordWorker::verify → sign_in (writer)
  // ------

  SignInAttempt look_up(store::Session& reader, const std::string& user) const;
  // Errors: unauthenticated (bad_credentials), also when the account changed since look_up; with the right
  // password, unauthenticated (second_factor_needed, second_factor_wrong). Ends the oldest sessions above
  // kSessionsOfAPerson; `ended` (may be null) gets their hashes. Writer.
  Result<SignedIn> sign_in(store::Session& session, const SignInAttempt& attempt,
                           const PasswordVerdict& verdict, const SignInPlace& place = {},
                           std::vector<std::string>* ended = nullptr) const;
  // Whom an identity provider vouches for (engine/service/sign_on_links.hpp); counts as no password given.
  // Errors: unauthenticated (sign_on_account: nobody's, or disabled; second_factor_needed,
  // second_factor_wrong unless the provider is believed for it). Writer.
  Result<SignedIn> sign_in_vouched(store::Session& session, std::int64_t person, bool second_factor,
                                   const std::string& code, const SignInPlace& place = {},
                                   std::vector<std::string>* ended = nullptr) const;
  // The password once more: the session goes on under a new token, in the same role, no longer than before.
  // Errors: invalid (wrong_password at /password), unauthenticated (session_ended). Writer.
  Result<SignedIn> confirm(store::Session& session, const Caller& caller, const SignInAttempt& attempt,
                           const PasswordVerdict& verdict) const;
  // Programs, which have no password to give, always count as confirmed.
  static bool recently_confirmed(const Caller& caller, Instant now);
  // An own password; ends all of the person's sessions, whose hashes it gives. The verdict is about the
  // current password. Errors: invalid (wrong_password at /current), unauthenticated. Writer.
  Result<std::vector<std::string>> change_password(store::Session& session, const Caller& caller,
                                                   const SignInAttempt& attempt,
                                                   const PasswordVerdict& verdict,
                                                   const PreparedPassword& password) const;
  // Sessions of a person that have not run out, oldest first.
  std::vector<store::SessionRow> living_sessions(store::Session& reader, std::int64_t person) const;
  void sign_out(store::Session& session, const Caller& caller) const;  // writer
  // Errors: unauthenticated (session_ended), forbidden (role: not one of the person's). Writer.
  Result<Caller> choose_role(store::Session& session, const Caller& caller, const std::string& role,
                             const std::string& organisation) const;
  // Writes the time of the last use, at most once a minute; a session that ended meanwhile stays so. Writer.
  void touch(store::Session& session, const Caller& caller) const;
  Roles roles_of(store::Session& reader, const Caller& caller) const;

  // Who stands behind a cookie's or a header's text. Errors: unauthenticated (session_ended, bad_token).
  static Result<Caller> caller_of_session(store::Session& reader, const Pack& pack, const std::string& token,
                                          Instant now);
  static Result<Caller> caller_of_token(store::Session& reader, const std::string& token, Instant now);
  // Whether somebody who called once still may: the session or token has neither ended nor run out, and the
  // person still has the role. `session_hash`: the session's, which may have been renewed. The public always
  // may.
  static bool still_counts(store::Session& reader, const Pack& pack, const Caller& caller,
                           const std::string& session_hash, Instant now);
  static SessionLimits limits_of(const Pack& pack, const Roles& roles);

  // ---- API tokens
  // -------------------------------------------------------------------------------------------

  // The token itself, which cannot be shown again. Errors: not_found (user), refused (disabled), invalid
  // (/name, /role, /expires_at). Writer.
  Result<std::string> add_token(store::Session& session, const NewToken& wanted) const;
  Result<void> revoke_token(store::Session& session, std::int64_t id) const;  // not_found (token). Writer.
  // Whether a token's scope lets it write to items of that kind; "" for anything else.
  static bool scope_allows(const Caller& caller, const std::string& kind);

  // ---- The first administrator
  // --------------------------------------------------------------------------------

  // A one-time address, good for a day, to claim an installation that has no people yet; a new one ends the
  // one before. Errors: refused (has_people). Writer.
  Result<std::string> first_administrator_link(store::Session& session, const std::string& base_url) const;
  // Checks the link's token without consuming it: before hashing. Errors: unauthenticated (bad_link), refused
  // (has_people).
  Result<void> check_first_administrator(store::Session& reader, const std::string& token) const;
  // The role and organisation that the first administrator gets: for prepare().
  Roles first_administrator_roles() const;
  // Errors: those, and add_person's. Writer.
  Result<std::int64_t> claim_first_administrator(store::Session& session, const std::string& token,
                                                 const std::string& user, const std::string& name,
                                                 const PreparedPassword& password) const;

 private:
  static Result<Caller> caller_of_session_hash(store::Session& reader, const Pack& pack,
                                               const std::string& hash, Instant now);
  static Result<Caller> caller_of_token_hash(store::Session& reader, const std::string& hash, Instant now);
  SignedIn open_session(store::Session& session, const store::PersonRow& person, store::SessionRow row,
                        const SignInPlace& place, std::vector<std::string>* ended) const;

  const Pack& pack_;
  const Clock& clock_;
};

// As an account's user name is written: without space around, ASCII letters small.
std::string normal_user(std::string_view user);

}  // namespace yellowsea
