// What threads share that do something again and again for as long as the program runs.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <utility>

#include "engine/base/result.hpp"

namespace yellowsea {

// Waits; shorter if it is told to stop meanwhile.
void rest_for(const std::stop_token& stop, std::chrono::milliseconds time);

// Tells standard error that something does not work: when it begins, and then once in so many times until it
// works again. Of one thread.
class FailureLog {
 public:
  FailureLog(std::string what, int times_between_lines)
      : what_(std::move(what)), times_between_lines_(times_between_lines) {}

  void note(const Problem& problem);
  void works();

 private:
  const std::string what_;
  const int times_between_lines_;
  int failures_ = 0;
};

}  // namespace yellowsea
