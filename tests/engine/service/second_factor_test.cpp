#include "engine/service/second_factor.hpp"

#include <catch2/catch.hpp>

#include "engine/base/hash.hpp"
#include "tests/engine/service/people_place.hpp"

namespace yellowsea {

TEST_CASE("one-time codes are those of RFC 4226, appendix D, and RFC 6238, appendix B") {
  const std::string secret = "12345678901234567890";
  const std::vector<std::string> counted{"755224", "287082", "359152", "969429", "338314",
                                         "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t step = 0; step < counted.size(); ++step)
    CHECK(one_time_code(secret, static_cast<std::int64_t>(step)) == counted[step]);
  const std::vector<std::pair<std::int64_t, std::string>> timed{
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [at, code] : timed) {
    CHECK(one_time_code(secret, one_time_step(Instant(std::chrono::seconds(at))), 8) == code);
  }
}

TEST_CASE("a secret is written in the base 32 of RFC 4648") {
  CHECK(to_base32("") == "");
  CHECK(to_base32("f") == "MY");
  CHECK(to_base32("fo") == "MZXQ");
  CHECK(to_base32("foo") == "MZXW6");
  CHECK(to_base32("foob") == "MZXW6YQ");
  CHECK(to_base32("fooba") == "MZXW6YTB");
  CHECK(to_base32("foobar") == "MZXW6YTBOI");
}

TEST_CASE(
    "a second factor counts once its device has shown a code, and is stored without its recovery codes") {
  PeoplePlace place;
  place.add("ann");
  store::Session& session = place.session();
  const auto person = session.person("ann")->id;
  const Instant now = place.clock.now();
  CHECK(activate_second_factor(session, person, "123456", now).error().rule == "no_second_factor");
  const auto begun = begin_second_factor(session, person, "ann", "A & B");
  REQUIRE(begun);
  CHECK(begun->address == "otpauth://totp/A%20%26%20B:ann?secret=" + begun->secret + "&issuer=A%20%26%20B");
  CHECK(check_second_factor(session, person, "", now));
  const std::string secret = session.second_factor(person)->secret;
  const std::string code = one_time_code(secret, one_time_step(now));
  const auto codes = activate_second_factor(session, person, code.substr(0, 3) + " " + code.substr(3), now);
  REQUIRE(codes);
  CHECK(codes->size() == kRecoveryCodes);
  CHECK(session.recovery_codes(person) == kRecoveryCodes);
  CHECK_FALSE(session.use_recovery_code(person, codes->front()));
  CHECK(begin_second_factor(session, person, "ann", "A").error().rule == "second_factor_active");
  CHECK(check_second_factor(session, person, "", now).error().rule == "second_factor_needed");
  CHECK(check_second_factor(session, person, code, now).error().rule == "second_factor_wrong");
  CHECK(check_second_factor(session, person, codes->at(9), now));
  CHECK(check_second_factor(session, person, codes->at(9), now).error().rule == "second_factor_wrong");
  CHECK(session.recovery_codes(person) == kRecoveryCodes - 1);
}

}  // namespace yellowsea
