// The thread that hashes passwords, one at a time: hashing is slow and takes memory, and must hold up neither
// requests nor writes. Owned by the composition root; submit and verify may be called from any thread. What
// still waits at the end is dropped without a call (its Reply then answers by itself).
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "engine/base/result.hpp"
#include "engine/base/work_queue.hpp"
#include "engine/service/password.hpp"

namespace yellowsea {

class PasswordWorker {
 public:
  static constexpr std::size_t kQueue = 32;

  explicit PasswordWorker(std::size_t queue = kQueue);

  // Runs `job` on the worker's thread; its exceptions are swallowed. Errors: unavailable (sign_in_busy, with
  // arguments.retry_after in seconds) when the queue is full; then the job is not kept.
  Result<void> submit(std::function<void()> job);

  // verify_password there; `done` is called on the worker's thread and should only pass the verdict on.
  Result<void> verify(std::optional<std::string> stored, std::string password, PasswordCost cost,
                      std::function<void(PasswordVerdict)> done);

 private:
  WorkQueue queue_;
};

}  // namespace yellowsea
