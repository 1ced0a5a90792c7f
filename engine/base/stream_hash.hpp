// SHA-256 of what comes in pieces. A value that is used once, on one thread at a time.
#pragma once

#include <memory>
#include <string_view>

#include "engine/base/hash.hpp"

namespace yellowsea {

class StreamHash {
 public:
  StreamHash();
  ~StreamHash();
  StreamHash(const StreamHash&) = delete;
  StreamHash& operator=(const StreamHash&) = delete;

  void update(std::string_view bytes);
  Digest finish();  // once, at the end

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace yellowsea
