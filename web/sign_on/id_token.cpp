#include "web/sign_on/id_token.hpp"

#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/json_members.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t kLongestSubject = 255;  // OpenID Connect Core 1.0, 2
constexpr std::size_t kLongestEmail = 254;    // RFC 5321, 4.5.3.1.3

Failure wrong(const char* claim) {
  return Failure(Problem{ProblemCode::unauthenticated,
                         "sign_on_token",
                         std::string("The provider's token is not for this sign-in: ") + claim,
                         {},
                         Json{{"claim", claim}}});
}

bool is_for(const Json& claims, const std::string& client) {
  const Json audience = claims.value("aud", Json());
  const bool one = audience == Json(client);
  const bool among =
      audience.is_array() &&
      std::any_of(audience.begin(), audience.end(), [&](const Json& each) { return each == Json(client); });
  if (!one && !among) return false;
  const bool several = among && audience.size() > 1;
  const Json party = claims.value("azp", Json());
  return party.is_null() ? !several : party == Json(client);
}

std::optional<Instant> time_member(const Json& claims, const char* name) {
  const Json value = claims.value(name, Json());
  // Beyond this the arithmetic would overflow.
  constexpr std::int64_t last = 253402300799;  // the end of the year 9999
  if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > last)
    return std::nullopt;
  return Instant(std::chrono::seconds(value.get<std::int64_t>()));
}

bool is_subject(const std::string& subject) {
  return !subject.empty() && subject.size() <= kLongestSubject &&
         std::all_of(subject.begin(), subject.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::string normal_email(const std::string& email) {
  std::string normal = trim(email);
  const auto at = normal.find('@');
  const bool plain =
      std::all_of(normal.begin(), normal.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
  if (!plain || normal.size() > kLongestEmail || at == 0 || at == std::string::npos ||
      at + 1 == normal.size() || normal.find('@', at + 1) != std::string::npos)
    return "";
  std::transform(normal.begin(), normal.end(), normal.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return normal;
}

std::string verified_email(const Json& claims) {
  return flag_member(claims, "email_verified") ? normal_email(text_member(claims, "email")) : "";
}

Result<ProviderIdentity> check_id_token(const Json& claims, const ExpectedToken& expected) {
  if (claims.value("iss", Json()) != Json(expected.issuer)) return wrong("iss");
  if (!is_for(claims, expected.client_id)) return wrong("aud");
  if (expected.nonce.empty() || !equal_constant_time(text_member(claims, "nonce"), expected.nonce))
    return wrong("nonce");
  const auto expires = time_member(claims, "exp");
  if (!expires || expected.now >= *expires + kClockSkew) return wrong("exp");
  const auto issued = time_member(claims, "iat");
  if (!issued || *issued > expected.now + kClockSkew || *issued < expected.now - kOldestToken)
    return wrong("iat");
  if (claims.contains("nbf")) {
    const auto begins = time_member(claims, "nbf");
    if (!begins || *begins > expected.now + kClockSkew) return wrong("nbf");
  }
  ProviderIdentity identity{expected.issuer, text_member(claims, "sub"), verified_email(claims), false};
  if (!is_subject(identity.subject)) return wrong("sub");
  return identity;
}

}  // namespace yellowsea::web
