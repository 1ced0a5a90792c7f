// API tokens: a person's, for programs; each acts in one role of that person until it expires or is revoked.
#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/text.hpp"
#include "engine/service/people.hpp"

namespace yellowsea {
namespace {

constexpr std::string_view kPrefix = "ys_";  // so that scanners for leaked secrets recognise it
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenText = kPrefix.size() + 43;
constexpr std::size_t kLongestName = 100;

bool has_role(const Roles& roles, const std::string& role, const std::string& organisation) {
  return std::find(roles.begin(), roles.end(), std::pair(role, organisation)) != roles.end();
}

Failure wrong(const std::string& pointer, const std::string& rule, const std::string& detail) {
  Problem problem{ProblemCode::invalid, rule, detail, {{pointer, rule, detail}}, Json::object()};
  return Failure(std::move(problem));
}

Failure bad_token() {
  return fail(ProblemCode::unauthenticated, "bad_token", "The token is unknown, has expired or was revoked.");
}

}  // namespace

Result<std::string> People::add_token(store::Session& session, const NewToken& wanted) const {
  const auto person = session.person(wanted.user);
  if (!person) return fail(ProblemCode::not_found, "user", "There is no user '" + wanted.user + "'.");
  if (person->disabled || person->roles.empty()) {
    return fail(ProblemCode::refused, "disabled", "The user '" + wanted.user + "' is disabled.");
  }
  const std::string name = trim(wanted.name);
  if (name.empty() || !is_utf8(name) || code_points(name) > kLongestName) {
    return wrong("/name", "name", "A token needs a name of 1 to 100 characters that says what it is for.");
  }
  const bool first = wanted.role.empty() && wanted.organisation.empty();
  const auto scope = first ? person->roles.front() : std::pair(wanted.role, wanted.organisation);
  if (!has_role(person->roles, scope.first, scope.second)) {
    return wrong("/role", "role",
                 "The user '" + wanted.user + "' does not have the role '" + scope.first + "' for '" +
                     scope.second + "'.");
  }
  for (std::size_t at = 0; at < wanted.kinds.size(); ++at) {
    if (pack_.definition(wanted.kinds[at]) == nullptr) {
      return wrong("/kinds/" + std::to_string(at), "unknown_kind",
                   "There is no kind '" + wanted.kinds[at] + "'.");
    }
  }
  const Instant now = clock_.now();
  if (wanted.expires_at && *wanted.expires_at <= now) {
    return wrong("/expires_at", "expires_at", "A token cannot expire in the past.");
  }
  const std::string token = std::string(kPrefix) + to_base64url(random_bytes(kTokenBytes));
  store::TokenRow row;
  row.token_hash = to_hex(sha256(token));
  row.name = name;
  row.person = person->id;
  row.role = scope.first;
  row.organisation = scope.second;
  row.read_only = wanted.read_only;
  row.kinds = wanted.kinds;
  row.created_at = now.time_since_epoch().count();
  if (wanted.expires_at) row.expires_at = wanted.expires_at->time_since_epoch().count();
  session.put_token(row);
  return token;
}

Result<void> People::revoke_token(store::Session& session, std::int64_t id) const {
  for (store::TokenRow& row : session.tokens()) {
    if (row.id != id) continue;
    row.revoked = true;
    session.put_token(row);
    return {};
  }
  return fail(ProblemCode::not_found, "token", "There is no token " + std::to_string(id) + ".");
}

Result<Caller> People::caller_of_token(store::Session& reader, const std::string& token, Instant now) {
  if (token.size() != kTokenText || !token.starts_with(kPrefix)) return bad_token();
  return caller_of_token_hash(reader, to_hex(sha256(token)), now);
}

Result<Caller> People::caller_of_token_hash(store::Session& reader, const std::string& hash, Instant now) {
  const auto row = reader.token(hash);
  if (!row || row->revoked) return bad_token();
  if (row->expires_at && now.time_since_epoch().count() >= *row->expires_at) return bad_token();
  const auto person = reader.person(row->person);
  if (!person || person->disabled || !has_role(person->roles, row->role, row->organisation))
    return bad_token();
  Caller caller;
  caller.person = person->id;
  caller.user = person->user;
  caller.name = person->name;
  caller.role = row->role;
  caller.organisation = row->organisation;
  caller.by_token = true;
  caller.token_hash = row->token_hash;
  caller.read_only = row->read_only;
  caller.kinds = row->kinds;
  return caller;
}

bool People::scope_allows(const Caller& caller, const std::string& kind) {
  if (!caller.by_token) return true;
  if (caller.read_only) return false;
  return caller.kinds.empty() ||
         std::find(caller.kinds.begin(), caller.kinds.end(), kind) != caller.kinds.end();
}

}  // namespace yellowsea
