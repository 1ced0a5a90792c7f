#include "web/routes/identity.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/service/people_place.hpp"

namespace yellowsea::web {

namespace {

Request request_of(const std::string& method, const Headers& headers, bool secure = false) {
  Request request;
  request.method = method;
  request.path = "/api/v1/notes";
  request.headers = headers;
  request.headers.emplace_back("host", "Action.example:8080");
  request.secure = secure;
  return request;
}

std::string rule_of(const Result<void>& checked) { return checked ? "" : checked.error().rule; }

}  // namespace

TEST_CASE(
    "without credentials one is the public, and a stale cookie counts as none until something is changed") {
  PeoplePlace place;
  place.add("ann");
  const auto signed_in = place.sign_in("ann");
  const auto identify_at = [&](const Request& request) {
    return identify(place.session(), *place.pack, request, place.clock.now());
  };
  const Headers cookie{{"cookie", "a=b; yellowsea_session=" + signed_in.token}};
  CHECK_FALSE(identify_at(request_of("POST", {}))->signed_in());
  CHECK(identify_at(request_of("GET", cookie))->user == "ann");
  CHECK(identify_at(request_of("POST", cookie))->user == "ann");
  // Over TLS only the cookie that the browser guards counts.
  CHECK_FALSE(identify_at(request_of("GET", cookie, true))->signed_in());
  const Headers host{{"cookie", "__Host-yellowsea_session=" + signed_in.token}};
  CHECK(identify_at(request_of("GET", host, true))->user == "ann");
  CHECK_FALSE(identify_at(request_of("GET", host))->signed_in());
  place.clock.advance(std::chrono::hours(1));
  CHECK_FALSE(identify_at(request_of("GET", cookie))->signed_in());
  const auto refused = identify_at(request_of("DELETE", cookie));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ProblemCode::unauthenticated);
}

TEST_CASE("a bearer token counts before a cookie and is never taken for the public") {
  const PeoplePlace place;
  place.add("ann");
  place.add("bob");
  const auto token = place.people.add_token(place.session(), {"bob", "map", "", "", std::nullopt});
  const std::string cookie = "yellowsea_session=" + place.sign_in("ann").token;
  const auto who = [&](const std::string& authorization) {
    return identify(place.session(), *place.pack,
                    request_of("GET", {{"authorization", authorization}, {"cookie", cookie}}),
                    place.clock.now());
  };
  CHECK(who("Bearer " + *token)->user == "bob");
  CHECK(who("bearer  " + *token)->by_token);
  CHECK(who("Bearer nonsense").error().rule == "bad_token");
  CHECK(who("Bearer ").error().rule == "bad_token");
  CHECK(who("Basic YTpi")->user == "ann");
}

TEST_CASE("Origin is the request's own or one that is configured") {
  const auto check = [](const std::string& origin, bool secure = false,
                        const std::vector<std::string>& allowed = {}) {
    return rule_of(check_origin(request_of("POST", {{"origin", origin}}, secure), allowed));
  };
  CHECK(check("http://action.example:8080") == "");
  CHECK(check("https://action.example:8080") == "origin");
  CHECK(check("https://action.example:8080", true) == "");
  CHECK(check("http://action.example") == "origin");
  CHECK(check("http://action.example:8080.evil.example") == "origin");
  CHECK(check("null") == "origin");
  CHECK(check("") == "origin");
  CHECK(check("", false, {""}) == "origin");
  CHECK(check("https://other.example", false, {"https://other.example"}) == "");
  CHECK(rule_of(check_origin(request_of("POST", {}), {})) == "origin");
  Request hostless;
  hostless.method = "POST";
  hostless.headers = {{"origin", "http://"}};
  CHECK(rule_of(check_origin(hostless, {})) == "origin");
}

TEST_CASE("what changes something with a cookie needs Origin and the session's CSRF token") {
  Caller caller;
  caller.person = 1;
  caller.csrf = "right";
  const std::pair<std::string, std::string> cookie{"cookie", "yellowsea_session=x"};
  const std::pair<std::string, std::string> origin{"origin", "http://action.example:8080"};
  const auto check = [](const std::string& method, const Headers& headers, const Caller& who) {
    return rule_of(check_csrf(request_of(method, headers), who, {}));
  };
  CHECK(check("POST", {cookie, origin, {"x-csrf-token", "right"}}, caller) == "");
  CHECK(check("POST", {cookie, origin, {"x-csrf-token", "wrong"}}, caller) == "csrf_token");
  CHECK(check("DELETE", {cookie, origin}, caller) == "csrf_token");
  CHECK(check("PUT", {cookie, {"x-csrf-token", "right"}}, caller) == "origin");
  CHECK(check("POST", {cookie, {"origin", "http://evil.example"}, {"x-csrf-token", "right"}}, caller) ==
        "origin");
  CHECK(check("GET", {cookie}, caller) == "");
  CHECK(check("POST", {}, Caller{}) == "");
  // A cookie without a session proves nothing: an empty token is not equal to an absent one.
  CHECK(check("POST", {cookie, origin, {"x-csrf-token", ""}}, Caller{}) == "csrf_token");
  Caller program = caller;
  program.by_token = true;
  CHECK(check("POST", {cookie}, program) == "");
}

TEST_CASE("the cookie is out of reach of scripts and other sites") {
  CHECK(session_cookie(request_of("POST", {}), "abc") ==
        "yellowsea_session=abc; Path=/; HttpOnly; SameSite=Lax");
  CHECK(session_cookie(request_of("POST", {}, true), "abc") ==
        "__Host-yellowsea_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
  CHECK(ended_session_cookie(request_of("DELETE", {})) ==
        "yellowsea_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST_CASE("the answer about a session is what the pages read") {
  Caller caller;
  caller.person = 1;
  caller.user = "ann";
  caller.name = "Ann";
  caller.csrf = "c";
  caller.role = "gardener";
  caller.organisation = "north-garden";
  CHECK(session_json(caller, {{"gardener", "north-garden"}}) ==
        Json::parse(R"({"user": "ann", "name": "Ann", "csrf_token": "c",
                        "roles": [{"role": "gardener", "organisation": "north-garden"}],
                        "acting": {"role": "gardener", "organisation": "north-garden"}})"));
}

}  // namespace yellowsea::web
