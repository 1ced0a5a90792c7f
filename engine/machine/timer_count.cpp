#include "engine/machine/timer_count.hpp"

namespace yellowsea::machine {

Result<void> TimerCount::count(const DueTimer& due) {
  if (due.timer.due != due_) fired_.clear();
  due_ = due.timer.due;
  if (++fired_[{due.kind, due.id}] <= max_timers_of_item_at_once) return {};
  return fail(ProblemCode::refused, "endless_timers",
              "the timers of " + due.kind + " '" + due.id + "' start each other endlessly in zero time, at " +
                  format_instant(due.timer.due));
}

}  // namespace yellowsea::machine
