// HMAC-SHA-1 (RFC 2104), which one-time codes are made of (RFC 4226): in an HMAC it is still sound. For
// nothing else. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace yellowsea {

std::array<std::uint8_t, 20> hmac_sha1(std::string_view key, std::string_view message);

}  // namespace yellowsea
