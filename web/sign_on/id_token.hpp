// What an ID token must say to count (OpenID Connect Core 1.0, 3.1.3.7). Pure; any thread.
#pragma once

#include <string>

#include "engine/base/result.hpp"
#include "engine/calendar/civil.hpp"

namespace yellowsea::web {

// How far the provider's clock may be off, and how old a token may be that was asked for just now.
inline constexpr auto kClockSkew = std::chrono::seconds(60);
inline constexpr auto kOldestToken = std::chrono::minutes(10);

struct ExpectedToken {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  Instant now{};
};

// The person as the provider knows them.
struct ProviderIdentity {
  std::string issuer{};
  std::string subject{};
  std::string email{};         // in small letters; "" unless the provider has verified it
  bool second_factor = false;  // the provider has asked for one, and is believed
};

// Errors: unauthenticated (sign_on_token), with arguments.claim: what is wrong.
Result<ProviderIdentity> check_id_token(const Json& claims, const ExpectedToken& expected);

// Of an ID token or of what the userinfo endpoint says.
std::string verified_email(const Json& claims);
// As addresses are compared: in small letters, without space around; "" if it is none.
std::string normal_email(const std::string& email);

}  // namespace yellowsea::web
