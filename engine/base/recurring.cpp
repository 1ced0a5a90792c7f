#include "engine/base/recurring.hpp"

#include <condition_variable>
#include <iostream>
#include <mutex>

namespace yellowsea {

void rest_for(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex waiting;
  std::condition_variable_any wake;
  std::unique_lock lock(waiting);
  wake.wait_for(lock, stop, time, [] { return false; });
}

void FailureLog::note(const Problem& problem) {
  if (failures_++ % times_between_lines_ == 0)
    std::cerr << "yellowsea: " << what_ << ": " << problem.detail << '\n';
}

void FailureLog::works() { failures_ = 0; }

}  // namespace yellowsea
