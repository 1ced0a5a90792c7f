// The picture of an item in words, for who can't see it: which states are active, what may come next, which
// timers run. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/graph/drawing.hpp"
#include "engine/machine/item.hpp"

namespace yellowsea::machine::graph {

// Something that an active state lets happen.
struct Possibility {
  Trigger trigger = Trigger::person;  // never a timer: those that run are listed apart
  std::string event;                  // "" if none is needed
  std::string text;
  bool has_by = false;
  std::vector<Permission> by;
  std::vector<std::string> to;  // titles; none: the state stays
  std::vector<std::string> conditions;
  bool otherwise = false;
};

struct RunningTimer {
  std::string text;
  std::string in;  // the state in which it runs
  Instant due;
  std::vector<std::string> to;
  bool reminds = false;  // leaves no state
};

struct Prospect {
  std::vector<std::string> active;  // atomic and final states, each after the titled states around it
  std::vector<Possibility> next;
  std::vector<RunningTimer> timers;  // by due time
};

Prospect prospect_of(const Item& item, Language language);

}  // namespace yellowsea::machine::graph
