// Whose signatures count; the tokens were made by another program (Node's crypto) with keys of their own.
#include "web/sign_on/jose.hpp"

#include <catch2/catch.hpp>

#include "tests/web/sign_on/samples.hpp"

namespace yellowsea::web {
namespace {

std::string token(const char* name) { return samples().at(name).get<std::string>(); }

std::string rule(const Result<Json>& payload) { return payload ? "" : payload.error().rule; }

}  // namespace

TEST_CASE("a signature by a private key of the set counts") {
  for (const char* name : {"RS256", "PS256", "ES256", "nokid"}) {
    CAPTURE(name);
    const auto payload = signed_payload(token(name), samples().at("keys"));
    REQUIRE(payload);
    CHECK(*payload == Json{{"sub", "kim"}});
  }
}

TEST_CASE("no other signature does") {
  for (const char* name : {"RS512", "HS256", "none", "twice", "crit", "list"}) {
    CAPTURE(name);
    CHECK(rule(signed_payload(token(name), samples().at("keys"))) == "sign_on_token");
  }
  CHECK(rule(signed_payload(token("short"), samples().at("keys"))) == "unknown_key");  // 1024 bits
  for (const char* text : {"", "..", "a.b.c", "e30.e30.e30"})
    CHECK(rule(signed_payload(text, samples().at("keys"))) == "sign_on_token");
}

TEST_CASE("one letter less, more or other and the signature is none") {
  const std::string good = token("RS256");
  const std::size_t body = good.find('.') + 1;
  for (const std::size_t at : {body, body + 3, good.rfind('.') + 1, good.size() - 3}) {
    std::string changed = good;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK_FALSE(signed_payload(changed, samples().at("keys")));
  }
  CHECK_FALSE(signed_payload(good.substr(0, good.size() - 1), samples().at("keys")));
  CHECK_FALSE(signed_payload(good + "A", samples().at("keys")));
  CHECK_FALSE(signed_payload(good + ".", samples().at("keys")));
}

TEST_CASE("a key that is for something else, or of another kind, signs nothing") {
  Json keys = samples().at("keys");
  const auto changed = [&](const char* member, const char* value) {
    Json other = keys;
    other.at("keys").at(0)[member] = value;
    return rule(signed_payload(token("RS256"), other));
  };
  CHECK(changed("use", "sig").empty());
  CHECK(changed("alg", "RS256").empty());
  CHECK(changed("use", "enc") == "unknown_key");
  CHECK(changed("alg", "PS256") == "unknown_key");
  CHECK(changed("kid", "another") == "unknown_key");
  CHECK(changed("kty", "EC") == "unknown_key");
  CHECK(rule(signed_payload(token("RS256"), Json::object())) == "unknown_key");
  CHECK(rule(signed_payload(token("RS256"), Json{{"keys", {1, "x", nullptr}}})) == "unknown_key");
}

TEST_CASE("a token may be 16 KiB long and no longer") {
  const std::string head = token("RS256").substr(0, token("RS256").find('.'));
  const auto detail = [&](std::size_t size) {
    std::string text = head + ".";
    text += std::string(size - text.size() - 2, 'A') + ".A";
    return signed_payload(text, samples().at("keys")).error().detail;
  };
  CHECK(detail(kLongestToken - 1) == detail(kLongestToken));
  CHECK(detail(kLongestToken) != detail(kLongestToken + 1));
  CHECK(detail(kLongestToken + 1).find("no signed token") != std::string::npos);
}

}  // namespace yellowsea::web
