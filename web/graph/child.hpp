// Runs another program with bounds: no shell, an argument list, a time, a size of its output and its memory,
// nothing of our environment but where programs are. The calling thread waits; any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea::web {

struct ChildLimits {
  std::chrono::milliseconds time{20'000};
  std::size_t output_bytes = 16'000'000;
  std::size_t memory_bytes = 2'000'000'000;  // of addresses
};

// What the program `arguments[0]` (found in PATH) writes to its standard output when it reads `input`. Its
// standard error is dropped. Errors: unavailable ("no_program" if there is none of that name;
// "program_failed" if it ended with an error, by a signal, or went over a limit, which ends it).
Result<std::string> run_child(const std::vector<std::string>& arguments, const std::string& input,
                              const ChildLimits& limits = {});

}  // namespace yellowsea::web
