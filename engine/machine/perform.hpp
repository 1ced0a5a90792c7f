// Performs the actions of one item that change only the item itself; what concerns others is collected.
#pragma once

#include "engine/machine/interpreter.hpp"

namespace yellowsea::machine {

// Names by number, first in, first out.
using RaisedEvents = boost::container::small_vector<EventIndex, 8>;

struct PerformContext {
  Item& item;
  const StepContext& step;
  const Json& data;  // empty in the microstep of a raised event
  const Json& actor;
  RaisedEvents& raised;
  StepResult& result;
};

void perform(const Action& action, PerformContext& context);

// The scope that an item's guards and actions see.
Scope scope_of(const Item& item, const StepContext& step, const Json& data, const Json& actor);
// When a delay that starts now is due; nullopt if it never is (absent field, or past and skipped).
std::optional<Instant> due_of(const Delay& delay, const Item& item, Instant now, const Zone& zone);

}  // namespace yellowsea::machine
