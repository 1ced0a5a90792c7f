#include "engine/base/stream_hash.hpp"

#include <openssl/evp.h>

#include <new>

namespace yellowsea {
namespace {

void demand(bool done) {
  if (!done) throw std::bad_alloc();
}

// Looked up once: looking up costs more than hashing a short text.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> fetched(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                  &EVP_MD_free);
  return fetched.get();
}

}  // namespace

void StreamHash::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

StreamHash::StreamHash() : context_(EVP_MD_CTX_new()) {
  demand(context_ != nullptr && EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1);
}

void StreamHash::update(std::string_view bytes) {
  demand(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Digest StreamHash::finish() {
  Digest digest{};
  demand(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace yellowsea
