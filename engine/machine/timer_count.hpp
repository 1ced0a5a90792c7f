// Counts the timers that one item fires at one instant: a machine whose timers start each other in zero time
// is given up, however many other items have a timer due at that instant. Owned by whoever lets timers fire.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "engine/base/result.hpp"
#include "engine/machine/repository.hpp"

namespace yellowsea::machine {

// Timers of one item that may fire at one instant.
inline constexpr std::size_t max_timers_of_item_at_once = 256;

class TimerCount {
 public:
  // The timer that fires next. Errors: refused ("endless_timers"), naming the item.
  Result<void> count(const DueTimer& due);
  // What was counted has been taken back.
  void clear() { fired_.clear(); }

 private:
  Instant due_;
  std::map<std::pair<std::string, std::string>, std::size_t> fired_;  // at `due_`
};

}  // namespace yellowsea::machine
