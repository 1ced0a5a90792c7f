#include "engine/base/stream_hash.hpp"

#include <sodium.h>

namespace yellowsea {

struct StreamHash::State {
  crypto_hash_sha256_state sodium;
};

StreamHash::StreamHash() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(&state_->sodium); }

StreamHash::~StreamHash() = default;

void StreamHash::update(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->sodium, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

Digest StreamHash::finish() {
  Digest digest{};
  crypto_hash_sha256_final(&state_->sodium, digest.data());
  return digest;
}

}  // namespace yellowsea
