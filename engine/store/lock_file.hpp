// The lock of a data folder: only one process writes to it. Held while the object lives, and given back by
// the kernel when the process ends, however it ends. Owned by the composition root; any thread.
#pragma once

#include <string>

#include "engine/base/result.hpp"

namespace yellowsea::store {

class LockFile {
 public:
  // Locks `directory`/lock. Errors: unavailable with the rule data_in_use (another process, or this one,
  // holds it) or cannot_open.
  static Result<LockFile> take(const std::string& directory);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace yellowsea::store
