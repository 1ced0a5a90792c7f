#include "engine/base/signature.hpp"

#include <sodium.h>

#include <array>

namespace yellowsea {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct KeyPair {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};

  explicit KeyPair(std::string_view seed) {
    crypto_sign_seed_keypair(open.data(), secret.data(), bytes_of(seed));
  }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;
  ~KeyPair() { sodium_memzero(secret.data(), secret.size()); }
};

}  // namespace

std::optional<std::string> ed25519_public_key(std::string_view seed) {
  if (seed.size() != ed25519_seed_bytes) return std::nullopt;
  const KeyPair pair(seed);
  return std::string(pair.open.begin(), pair.open.end());
}

std::optional<std::string> ed25519_sign(std::string_view seed, std::string_view message) {
  if (seed.size() != ed25519_seed_bytes) return std::nullopt;
  const KeyPair pair(seed);
  std::string signature(ed25519_signature_bytes, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes_of(message),
                       message.size(), pair.secret.data());
  return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  return public_key.size() == ed25519_key_bytes && signature.size() == ed25519_signature_bytes &&
         crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(),
                                     bytes_of(public_key)) == 0;
}

}  // namespace yellowsea
