#include "web/routes/identity.hpp"

#include <algorithm>
#include <cctype>

#include "engine/base/hash.hpp"

namespace yellowsea::web {
namespace {

constexpr std::string_view kPlainCookie = "yellowsea_session";
// The prefix makes browsers refuse the cookie from subdomains, other paths and plain HTTP.
constexpr std::string_view kSecureCookie = "__Host-yellowsea_session";
constexpr std::string_view kAttributes = "; Path=/; HttpOnly; SameSite=Lax";

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

// The token of "Bearer TOKEN"; nothing if another scheme is used, which then is a proxy's business.
std::optional<std::string> bearer_token(const Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const std::string_view header = request.header("authorization");
  if (header.size() < scheme.size() || lower(header.substr(0, scheme.size())) != scheme) return std::nullopt;
  std::string_view token = header.substr(scheme.size());
  while (!token.empty() && token.front() == ' ') token.remove_prefix(1);
  while (!token.empty() && token.back() == ' ') token.remove_suffix(1);
  return std::string(token);
}

std::string own_origin(const Request& request) {
  return (request.secure ? "https://" : "http://") + lower(request.header("host"));
}

}  // namespace

bool is_unsafe(const Request& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

std::string_view session_cookie_name(const Request& request) {
  return request.secure ? kSecureCookie : kPlainCookie;
}

Result<Caller> identify(store::Session& reader, const Pack& pack, const Request& request, Instant now) {
  if (const auto token = bearer_token(request)) return People::caller_of_token(reader, *token, now);
  const auto cookie = request.cookie(session_cookie_name(request));
  if (!cookie) return Caller{};
  auto caller = People::caller_of_session(reader, pack, *cookie, now);
  // Who only reads goes on as the public; who meant to change something must hear that the session has ended.
  if (!caller && !is_unsafe(request)) return Caller{};
  return caller;
}

Result<void> check_origin(const Request& request, const std::vector<std::string>& allowed) {
  const std::string origin(request.header("origin"));
  const bool own = !request.header("host").empty() && origin == own_origin(request);
  if (own || (!origin.empty() && std::find(allowed.begin(), allowed.end(), origin) != allowed.end()))
    return {};
  return fail(ProblemCode::forbidden, "origin",
              origin.empty() ? "The request has no Origin." : "Requests from this Origin are not accepted.");
}

Result<void> check_csrf(const Request& request, const Caller& caller,
                        const std::vector<std::string>& allowed) {
  if (!is_unsafe(request) || caller.by_token) return {};
  const bool cookie = request.cookie(session_cookie_name(request)).has_value();
  if (!cookie && !caller.signed_in()) return {};  // nothing that a browser could have been tricked into using
  if (auto checked = check_origin(request, allowed); !checked) return checked;
  if (caller.csrf.empty() || !equal_constant_time(request.header("x-csrf-token"), caller.csrf)) {
    return fail(ProblemCode::forbidden, "csrf_token",
                "X-CSRF-Token is missing or is not the one of this session.");
  }
  return {};
}

std::string session_cookie(const Request& request, const std::string& token) {
  return std::string(session_cookie_name(request)) + "=" + token + std::string(kAttributes) +
         (request.secure ? "; Secure" : "");
}

std::string ended_session_cookie(const Request& request) {
  return session_cookie(request, "") + "; Max-Age=0";
}

Json session_json(const Caller& caller, const Roles& roles) {
  Json list = Json::array();
  for (const auto& [role, organisation] : roles)
    list.push_back({{"role", role}, {"organisation", organisation}});
  return {{"user", caller.user},
          {"name", caller.name},
          {"csrf_token", caller.csrf},
          {"roles", std::move(list)},
          {"acting", {{"role", caller.role}, {"organisation", caller.organisation}}}};
}

}  // namespace yellowsea::web
