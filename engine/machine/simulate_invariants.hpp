// What must hold of every item at any time, and of every step. Each function answers with sentences about
// what does not hold; none if all is well. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/event.hpp"
#include "engine/machine/item.hpp"

namespace yellowsea::machine {

// The root is active, every active compound state has one active child, a parallel one all of its regions, no
// active state has an inactive parent; timers belong to active states; a finished item has none.
std::vector<std::string> configuration_faults(const Item& item);
// A snapshot brings back the same item.
std::vector<std::string> snapshot_faults(const Item& item);
// A refused event left everything as it was.
std::vector<std::string> refusal_faults(const Item& before, const Item& after);
// An accepted event: the version grows by one, time does not go back, a finished item takes none, and the
// deadline moves only if an action wrote the field that holds it.
std::vector<std::string> step_faults(const Item& before, const Event& event, const Item& after);
// The item that came about is the one that its events give when they are replayed.
std::vector<std::string> replay_faults(const Item& item, const Item& replayed);

}  // namespace yellowsea::machine
