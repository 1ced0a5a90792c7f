// Who is calling, from a request's cookie or token, and whether a browser may have been tricked into it. Pure
// but for what it reads; any thread that has a reader of the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/service/caller.hpp"
#include "engine/service/people.hpp"
#include "web/server/http.hpp"

namespace yellowsea::web {

// A bearer token counts before a cookie. Without either: the public. Errors: unauthenticated (bad_token for a
// token that is none; session_ended for an unsafe method with a stale cookie, which reads as the public).
Result<Caller> identify(store::Session& reader, const Pack& pack, const Request& request, Instant now);

// Other than GET, HEAD and OPTIONS.
bool is_unsafe(const Request& request);

// Origin is the request's own scheme and host, or one of `allowed` ("https://action.example"). Wanted for
// signing in and for opening the live stream with a cookie. Errors: forbidden (origin).
Result<void> check_origin(const Request& request, const std::vector<std::string>& allowed);

// For every request with an unsafe method but signing in: with a cookie, Origin and X-CSRF-Token must be
// right. Requests by token, without a session cookie, or with a safe method pass. Errors: forbidden (origin,
// csrf_token).
Result<void> check_csrf(const Request& request, const Caller& caller,
                        const std::vector<std::string>& allowed);

// Values of Set-Cookie.
std::string_view session_cookie_name(const Request& request);
std::string session_cookie(const Request& request, const std::string& token);
std::string ended_session_cookie(const Request& request);

// `{"user","name","csrf_token","roles":[{"role","organisation"}],"acting":{"role","organisation"}}`
Json session_json(const Caller& caller, const Roles& roles);

}  // namespace yellowsea::web
