// SHA-256 of what comes in pieces. A value that is used once, on one thread at a time.
#pragma once

#include <memory>
#include <string_view>

#include "engine/base/hash.hpp"

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace yellowsea {

class StreamHash {
 public:
  StreamHash();  // throws std::bad_alloc, as do the others where OpenSSL fails: it has no other reason to

  void update(std::string_view bytes);
  Digest finish();  // once, at the end

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace yellowsea
