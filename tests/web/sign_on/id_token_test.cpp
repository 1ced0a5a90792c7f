// What an ID token must say; times at their limits.
#include "web/sign_on/id_token.hpp"

#include <catch2/catch.hpp>

namespace yellowsea::web {
namespace {

using std::chrono::seconds;

const ExpectedToken expected{"https://id.example", "yellowsea", "nonce",
                             *parse_instant("2026-03-02T09:00:00Z")};

std::int64_t in(seconds later) {
  return std::chrono::duration_cast<seconds>((expected.now + later).time_since_epoch()).count();
}

Json claims() {
  return Json{{"iss", "https://id.example"}, {"aud", "yellowsea"},    {"nonce", "nonce"}, {"sub", "kim"},
              {"exp", in(seconds(300))},     {"iat", in(seconds(-5))}};
}

// The claim that is found wrong, "" if none is.
std::string wrong(const char* name, const Json& value) {
  Json changed = claims();
  changed[name] = value;
  const auto identity = check_id_token(changed, expected);
  return identity ? "" : identity.error().arguments.at("claim").get<std::string>();
}

}  // namespace

TEST_CASE("an ID token for this sign-in says who it is") {
  const auto identity = check_id_token(claims(), expected);
  REQUIRE(identity);
  CHECK(identity->issuer == "https://id.example");
  CHECK(identity->subject == "kim");
  CHECK(identity->email.empty());
}

TEST_CASE("times count to the second, a minute either way for clocks that differ") {
  CHECK(wrong("exp", in(seconds(-59))).empty());
  CHECK(wrong("exp", in(seconds(-60))) == "exp");
  CHECK(wrong("exp", in(seconds(-61))) == "exp");
  CHECK(wrong("iat", in(seconds(59))).empty());
  CHECK(wrong("iat", in(seconds(60))).empty());
  CHECK(wrong("iat", in(seconds(61))) == "iat");
  CHECK(wrong("iat", in(seconds(-599))).empty());
  CHECK(wrong("iat", in(seconds(-600))).empty());
  CHECK(wrong("iat", in(seconds(-601))) == "iat");
  CHECK(wrong("nbf", in(seconds(60))).empty());
  CHECK(wrong("nbf", in(seconds(61))) == "nbf");
  for (const Json& none : {Json(), Json("soon"), Json(-1), Json(9007199254740991)}) {
    CHECK(wrong("exp", none) == "exp");
    CHECK(wrong("iat", none) == "iat");
  }
}

TEST_CASE("it must be from the provider, for us, and for this sign-in") {
  CHECK(wrong("iss", "https://id.example/") == "iss");
  CHECK(wrong("iss", Json()) == "iss");
  CHECK(wrong("nonce", "nonce ") == "nonce");
  CHECK(wrong("nonce", "") == "nonce");
  ExpectedToken nothing = expected;
  nothing.nonce.clear();
  CHECK_FALSE(check_id_token(claims(), nothing));
  CHECK(wrong("aud", Json{"yellowsea"}).empty());
  CHECK(wrong("aud", Json{"yellowsea", "other"}) == "aud");
  CHECK(wrong("aud", Json::array()) == "aud");
  CHECK(wrong("aud", "yellowsea2") == "aud");
  CHECK(wrong("azp", "yellowsea").empty());
  CHECK(wrong("azp", "other") == "aud");
  Json several = claims();
  several["aud"] = {"yellowsea", "other"};
  several["azp"] = "yellowsea";
  CHECK(check_id_token(several, expected));
}

TEST_CASE("a subject has 1 to 255 plain characters") {
  CHECK(wrong("sub", std::string(254, 's')).empty());
  CHECK(wrong("sub", std::string(255, 's')).empty());
  CHECK(wrong("sub", std::string(256, 's')) == "sub");
  CHECK(wrong("sub", "") == "sub");
  CHECK(wrong("sub", "a\nb") == "sub");
  CHECK(wrong("sub", 7) == "sub");
}

TEST_CASE("an address counts only if the provider says that it is verified, and in one spelling") {
  CHECK(verified_email({{"email", "Kim@Busan.Example"}, {"email_verified", true}}) == "kim@busan.example");
  CHECK(verified_email({{"email", "kim@busan.example"}}).empty());
  CHECK(verified_email({{"email", "kim@busan.example"}, {"email_verified", "true"}}).empty());
  CHECK(verified_email({{"email", "kim@busan.example"}, {"email_verified", false}}).empty());
  for (const char* none :
       {"", "@", "kim", "kim@", "@busan.example", "a@b@c", "a b@c.example", "kím@busan.example"})
    CHECK(normal_email(none).empty());
  const std::string tail = "@busan.example";
  CHECK_FALSE(normal_email(std::string(254 - tail.size(), 'k') + tail).empty());
  CHECK(normal_email(std::string(255 - tail.size(), 'k') + tail).empty());
}

}  // namespace yellowsea::web
