// Ed25519 (RFC 8032) over bytes in memory. A seed is 32 secret bytes, a public key 32, a signature 64; any
// other length signs nothing and verifies nothing. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yellowsea {

inline constexpr std::size_t ed25519_seed_bytes = 32;
inline constexpr std::size_t ed25519_key_bytes = 32;
inline constexpr std::size_t ed25519_signature_bytes = 64;

std::optional<std::string> ed25519_public_key(std::string_view seed);
std::optional<std::string> ed25519_sign(std::string_view seed, std::string_view message);
bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace yellowsea
