#include "engine/base/hmac_sha1.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace yellowsea {

std::array<std::uint8_t, 20> hmac_sha1(std::string_view key, std::string_view message) {
  std::array<std::uint8_t, 20> digest{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  const auto* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes, message.size(),
                          digest.data(), &length);
  if (made == nullptr || length != digest.size()) throw std::runtime_error("HMAC-SHA-1 is not available");
  return digest;
}

}  // namespace yellowsea
