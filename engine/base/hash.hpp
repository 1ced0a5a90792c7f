// SHA-256, random bytes and their text forms. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yellowsea {

using Digest = std::array<std::uint8_t, 32>;

// Hash of the concatenation of the parts.
Digest sha256(std::string_view data);
Digest sha256(std::string_view first, std::string_view second);

std::string to_hex(std::string_view bytes);
std::string to_hex(const Digest& digest);
std::optional<std::string> from_hex(std::string_view text);
std::string to_base64(std::string_view bytes);                     // RFC 4648 section 4, padded
std::string to_base64url(std::string_view bytes);                  // RFC 4648 section 5, unpadded
std::optional<std::string> from_base64(std::string_view text);     // padded, nothing else in it
std::optional<std::string> from_base64url(std::string_view text);  // unpadded

// `count` bytes of the system's cryptographic generator.
std::string random_bytes(std::size_t count);

// Equal in a time that does not depend on where they differ.
bool equal_constant_time(std::string_view left, std::string_view right);

}  // namespace yellowsea
