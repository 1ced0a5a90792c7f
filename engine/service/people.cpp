// Accounts, and the first of them. Sessions are in people_sessions.cpp, tokens in people_tokens.cpp.
#include "engine/service/people.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/hash.hpp"
#include "engine/base/text.hpp"
#include "engine/service/audit.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t kShortestUser = 2;
constexpr std::size_t kLongestUser = 64;
constexpr std::size_t kLongestName = 200;
constexpr const char* kLinkSetting = "first_administrator";  // "HASH EXPIRES", "" once used
constexpr auto kLinkLife = std::chrono::hours(24);

std::int64_t milliseconds(Instant instant) { return instant.time_since_epoch().count(); }

const Organisation* organisation_of(const Pack& pack, const std::string& id) {
  const auto& all = pack.organisations();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Organisation& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

bool is_user(const std::string& user) {
  if (user.size() < kShortestUser || user.size() > kLongestUser) return false;
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return plain(user.front()) && std::all_of(user.begin(), user.end(), [&](char c) {
           return plain(c) || c == '-' || c == '_' || c == '.';
         });
}

bool is_name(const std::string& name) {
  if (!is_utf8(name) || trim(name).empty() || code_points(name) > kLongestName) return false;
  return std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

// A pack without roles has no organisations either: then every name will do.
std::optional<FieldError> wrong_role(const Pack& pack, const std::string& role,
                                     const std::string& organisation, const std::string& pointer) {
  if (pack.roles().empty()) return std::nullopt;
  const Role* known = pack.role(role);
  if (known == nullptr)
    return FieldError{pointer + "/role", "unknown_role", "There is no role '" + role + "'."};
  const Organisation* home = organisation_of(pack, organisation);
  if (home == nullptr) {
    return FieldError{pointer + "/organisation", "unknown_organisation",
                      "There is no organisation '" + organisation + "'."};
  }
  if (!known->organisations.empty() && known->organisations != home->kind) {
    return FieldError{pointer + "/organisation", "organisation_kind",
                      "The role '" + role + "' belongs to organisations of the kind '" +
                          known->organisations + "', and '" + organisation + "' is of the kind '" +
                          home->kind + "'."};
  }
  return std::nullopt;
}

Failure no_user(const std::string& user) {
  return fail(ProblemCode::not_found, "user", "There is no user '" + user + "'.");
}

Failure has_people() {
  return fail(ProblemCode::refused, "has_people",
              "This installation has people already; an administrator adds more.");
}

}  // namespace

std::string normal_user(std::string_view user) {
  std::string normal = trim(user);
  for (char& c : normal) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return normal;
}

Result<void> People::check_account(const std::string& user, const std::string& name,
                                   const Roles& roles) const {
  std::vector<FieldError> errors;
  if (!is_user(user)) {
    errors.push_back(
        {"/user", "user_name",
         "A user name has 2 to 64 of a-z, 0-9, '.', '-' and '_', and begins with a letter or digit."});
  }
  if (!is_name(name)) errors.push_back({"/name", "name", "A name has 1 to 200 characters on one line."});
  if (roles.empty()) errors.push_back({"/roles", "min_items", "A person needs at least one role."});
  for (std::size_t at = 0; at < roles.size(); ++at) {
    auto wrong = wrong_role(pack_, roles[at].first, roles[at].second, "/roles/" + std::to_string(at));
    if (wrong) errors.push_back(std::move(*wrong));
  }
  if (errors.empty()) return {};
  Problem problem{
      ProblemCode::invalid, "account", "The account cannot be made like this.", {}, Json::object()};
  problem.fields = std::move(errors);
  return Failure(std::move(problem));
}

PasswordCost People::cost_of(const Roles& roles) const {
  const bool strict = std::any_of(roles.begin(), roles.end(), [&](const auto& role) {
    return role_has_flag(pack_, role.first, "strict");
  });
  return strict ? PasswordCost::strong : PasswordCost::standard;
}

SessionLimits People::limits_of(const Pack& pack, const Roles& roles) {
  using std::chrono::hours;
  using std::chrono::minutes;
  // Any strict role of the person counts, not only the one chosen: choosing another must not prolong a
  // session.
  const bool strict = std::any_of(roles.begin(), roles.end(), [&](const auto& role) {
    return role_has_flag(pack, role.first, "strict");
  });
  return strict ? SessionLimits{minutes(15), hours(4)} : SessionLimits{minutes(30), kLongestSession};
}

Result<PreparedPassword> People::prepare(const std::string& user, const std::string& password,
                                         const Roles& roles) const {
  std::vector<std::string> words;
  const auto add = [&](const Json& name) {
    if (!name.is_string() || name.get_ref<const std::string&>().empty()) return;
    words.push_back(name.get<std::string>());
    // "Pan-Yellow Sea" is as easy to guess as "panyellowsea".
    std::string joined = words.back();
    std::erase_if(joined, [](char c) { return c == ' ' || c == '-'; });
    words.push_back(std::move(joined));
  };
  for (const Organisation& organisation : pack_.organisations()) {
    add(organisation.id);
    const Json names = organisation.json.value("names", Json::object());
    for (const Json& one : names) add(one);
    const Json also = organisation.json.value("also", Json::array());
    for (const Json& one : also) add(one);
  }
  const Json& settings = pack_.configuration("yellowsea");
  if (settings.is_object()) {
    const Json names = settings.value("name", Json::object());
    for (const Json& one : names) add(one);
  }
  return prepare_password(user, password, cost_of(roles), words);
}

Result<std::int64_t> People::add_person(store::Session& session, const std::string& user,
                                        const std::string& name, const std::string& password,
                                        const Roles& roles) const {
  // Before hashing, which is slow, what would be refused anyway.
  if (auto checked = check_account(user, name, roles); !checked) return Failure(checked.error());
  const auto prepared = prepare(user, password, roles);
  if (!prepared) return Failure(prepared.error());
  return add_person(session, user, name, *prepared, roles);
}

Result<std::int64_t> People::add_person(store::Session& session, const std::string& user,
                                        const std::string& name, const PreparedPassword& password,
                                        const Roles& roles) const {
  if (auto checked = check_account(user, name, roles); !checked) return Failure(checked.error());
  if (session.person(user)) {
    return fail(ProblemCode::refused, "user_taken", "There is a user '" + user + "' already.");
  }
  store::PersonRow row;
  row.user = user;
  row.name = trim(name);
  row.password = password.phc();
  row.roles = roles;
  return session.put_person(row);
}

Result<store::PersonRow> People::person(store::Session& session, const std::string& user) const {
  auto row = session.person(user);
  if (!row) return no_user(user);
  return std::move(*row);
}

Result<void> People::set_password(store::Session& session, const std::string& user,
                                  const PreparedPassword& password) const {
  auto row = session.person(user);
  if (!row) return no_user(user);
  row->password = password.phc();
  session.put_person(*row);
  session.remove_sessions_of(row->id);
  return {};
}

Result<void> People::set_disabled(store::Session& session, const std::string& user, bool disabled) const {
  auto row = session.person(user);
  if (!row) return no_user(user);
  row->disabled = disabled;
  session.put_person(*row);
  session.remove_sessions_of(row->id);
  return {};
}

Result<std::string> People::first_administrator_link(store::Session& session,
                                                     const std::string& base_url) const {
  if (!session.people().empty()) return has_people();
  const std::string token = to_base64url(random_bytes(32));
  session.put_setting(kLinkSetting,
                      to_hex(sha256(token)) + " " + std::to_string(milliseconds(clock_.now() + kLinkLife)));
  std::string base = base_url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  // Behind '#', browsers send the token to no server and write it into no log.
  return base + "/en/first-administrator#" + token;
}

Result<void> People::check_first_administrator(store::Session& reader, const std::string& token) const {
  if (!reader.people().empty()) return has_people();
  const auto parts = split(reader.setting(kLinkSetting).value_or(""), ' ');
  std::int64_t expires = 0;
  if (parts.size() == 2) std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), expires);
  const bool right = parts.size() == 2 && equal_constant_time(parts[0], to_hex(sha256(token)));
  if (!right || milliseconds(clock_.now()) >= expires) {
    return fail(ProblemCode::unauthenticated, "bad_link",
                "This address has been used or is too old; starting the server again prints a new one.");
  }
  return {};
}

Roles People::first_administrator_roles() const {
  const auto& roles = pack_.roles();
  if (roles.empty()) return {{"user", ""}};
  auto role = std::find_if(roles.begin(), roles.end(),
                           [&](const Role& one) { return role_has_flag(pack_, one.id, "administers"); });
  if (role == roles.end()) role = roles.begin();
  for (const Organisation& organisation : pack_.organisations()) {
    if (role->organisations.empty() || role->organisations == organisation.kind) {
      return {{role->id, organisation.id}};
    }
  }
  return {{role->id, ""}};
}

Result<std::int64_t> People::claim_first_administrator(store::Session& session, const std::string& token,
                                                       const std::string& user, const std::string& name,
                                                       const PreparedPassword& password) const {
  if (auto checked = check_first_administrator(session, token); !checked) return Failure(checked.error());
  auto added = add_person(session, user, name, password, first_administrator_roles());
  if (added) session.put_setting(kLinkSetting, "");
  return added;
}

}  // namespace yellowsea
