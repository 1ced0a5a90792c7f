// Performs the actions of one item that change only the item itself; what concerns others is collected.
#pragma once

#include <deque>
#include <string>

#include "engine/machine/interpreter.hpp"

namespace yellowsea::machine {

struct PerformContext {
  Item& item;
  const StepContext& step;
  const Json& data;  // empty in the microstep of a raised event
  const Json& actor;
  std::deque<std::string>& raised;
  StepResult& result;
};

void perform(const Action& action, PerformContext& context);

// The scope that an item's guards and actions see.
Scope scope_of(const Item& item, const Json& reference, const StepContext& step, const Json& data,
               const Json& actor);
// When a delay that starts now is due; nullopt if it never is (absent field, or past and skipped).
std::optional<Instant> due_of(const Delay& delay, const Item& item, Instant now, const Zone& zone);

}  // namespace yellowsea::machine
