// How a provider is asked, and how often: its keys may change at any time, and nobody makes us ask without
// end.
#include "web/sign_on/provider_client.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/web/sign_on/samples.hpp"

namespace yellowsea::web {
namespace {

struct Place {
  ManualClock clock{*parse_instant("2026-03-02T09:00:00Z")};
  Provider provider{"city", Json{{"en", "City"}}, "https://id.example", "yellow sea", "s&cret"};
  std::map<std::string, HttpAnswer> answers{
      {"https://id.example/.well-known/openid-configuration", {200, to_text(metadata())}},
      {"https://id.example/keys", {200, R"({"keys": []})"}},
      {"https://id.example/token", {200, to_text(Json{{"id_token", samples().at("RS256")}})}}};
  std::vector<HttpQuestion> asked;
  ProviderClient client{provider,
                        [this](const HttpQuestion& question) -> Result<HttpAnswer> {
                          asked.push_back(question);
                          const auto found = answers.find(question.url);
                          if (found == answers.end()) return fail(ProblemCode::unavailable, "http", "away");
                          return found->second;
                        },
                        clock};

  static Json metadata() {
    return Json{{"issuer", "https://id.example"},
                {"authorization_endpoint", "https://id.example/authorize?tenant=1"},
                {"token_endpoint", "https://id.example/token"},
                {"jwks_uri", "https://id.example/keys"}};
  }
  void describe(const Json& changed) {
    answers["https://id.example/.well-known/openid-configuration"].body = to_text(changed);
  }
  std::size_t count(const std::string& url) const {
    return static_cast<std::size_t>(
        std::count_if(asked.begin(), asked.end(), [&](const auto& one) { return one.url == url; }));
  }
  Problem refusal() {
    return client.identity({"code", "verifier", "https://here.example/sign-on", "nonce"}).error();
  }
  Result<std::string> address() {
    return client.address("state", "nonce", "verifier", "https://here.example/x", "ja");
  }
};

}  // namespace

TEST_CASE("the browser is sent with state, nonce and the verifier's hash") {
  Place place;
  CHECK(*place.address() ==
        "https://id.example/"
        "authorize?tenant=1&response_type=code&client_id=yellow%20sea&redirect_uri=https%3A%2F%2F"
        "here.example%2Fx&scope=openid%20email&state=state&nonce=nonce&code_challenge="
        "iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ&code_challenge_method=S256&ui_locales=ja");
}

TEST_CASE("the code goes back with the verifier, the secret in the head or in the form") {
  Place place;
  (void)place.refusal();
  const auto token = [&] {
    return *std::find_if(place.asked.begin(), place.asked.end(),
                         [](const auto& one) { return one.url == "https://id.example/token"; });
  };
  CHECK(token().body ==
        "grant_type=authorization_code&code=code&redirect_uri=https%3A%2F%2Fhere.example%2Fsign-on&code_"
        "verifier="
        "verifier");
  // base 64 of "yellow%20sea:s%26cret"
  CHECK(token().headers.back() == "Authorization: Basic eWVsbG93JTIwc2VhOnMlMjZjcmV0");
  Place other;
  Json changed = Place::metadata();
  changed["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
  other.describe(changed);
  (void)other.refusal();
  CHECK(other.asked[1].headers.size() == 2);
  CHECK(other.asked[1].body.ends_with("&client_id=yellow%20sea&client_secret=s%26cret"));
}

TEST_CASE("keys are asked for again when one is unknown, at most once a minute") {
  Place place;
  const auto keys = [&] { return place.count("https://id.example/keys"); };
  CHECK(place.refusal().arguments.at("claim") == "key");
  CHECK(keys() == 2);
  CHECK(place.refusal().arguments.at("claim") == "key");
  CHECK(keys() == 2);
  place.clock.advance(std::chrono::minutes(1) - std::chrono::milliseconds(1));
  (void)place.refusal();
  CHECK(keys() == 2);
  place.clock.advance(std::chrono::milliseconds(1));
  place.answers["https://id.example/keys"].body = to_text(samples().at("keys"));
  CHECK(place.refusal().arguments.at("claim") == "iss");  // signed, and it says nothing else
  CHECK(keys() == 3);
  (void)place.refusal();
  CHECK(keys() == 3);
  CHECK(place.count("https://id.example/.well-known/openid-configuration") == 1);
  place.clock.advance(std::chrono::hours(1));
  (void)place.refusal();
  CHECK(keys() == 4);
  CHECK(place.count("https://id.example/.well-known/openid-configuration") == 2);
}

TEST_CASE("a provider that speaks for another, or sends us over plain HTTP, is not used") {
  const auto rule = [](const char* name, const Json& value) {
    Place place;
    Json changed = Place::metadata();
    changed[name] = value;
    place.describe(changed);
    const auto address = place.address();
    return address ? "" : address.error().rule;
  };
  CHECK(rule("something", "else").empty());
  CHECK(rule("issuer", "https://other.example") == "sign_on_unavailable");
  for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    CHECK(rule(name, "http://id.example/plain") == "sign_on_unavailable");
    CHECK(rule(name, "file:///etc/passwd") == "sign_on_unavailable");
    CHECK(rule(name, Json()) == "sign_on_unavailable");
  }
}

TEST_CASE("what a provider's refusal and its failure mean") {
  Place place;
  place.answers["https://id.example/token"] = {400, R"({"error": "invalid_grant"})"};
  CHECK(place.refusal().rule == "sign_on_refused");
  place.answers["https://id.example/token"] = {500, "{}"};
  CHECK(place.refusal().rule == "sign_on_unavailable");
  place.answers["https://id.example/token"] = {200, "<html>"};
  CHECK(place.refusal().rule == "sign_on_unavailable");
  place.answers.erase("https://id.example/token");
  CHECK(place.refusal().rule == "sign_on_unavailable");
}

}  // namespace yellowsea::web
