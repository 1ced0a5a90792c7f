// Signed tokens in compact form (RFC 7515), by libcjose, which ends here. Only signatures by a private key
// count, RS256, PS256 and ES256: with "none" or a shared secret anybody who has the public key could write
// tokens. Pure; any thread.
#pragma once

#include <string>

#include "engine/base/result.hpp"

namespace yellowsea::web {

inline constexpr std::size_t kLongestToken = 16 * 1024;

// What the token says, if a key of the set (RFC 7517) has signed it. Errors: unauthenticated (sign_on_token),
// or (unknown_key) if the set has no key that it could be: it may have been changed since.
Result<Json> signed_payload(const std::string& token, const Json& key_set);

}  // namespace yellowsea::web
