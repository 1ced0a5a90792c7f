// What the two kinds of loops (macrosteps, timers) share.
#pragma once

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {

// True if one of the actions writes to, above or below one of the paths.
bool touches(const std::vector<const Action*>& actions, const std::vector<std::string>& paths);
// "'a' to 'b', 'b' to 'a'"
std::string chain_text(const Definition& definition, const std::vector<TransitionIndex>& chain);
// Timers that start each other in zero time.
void check_timer_loops(const Analysed& analysed, Findings& findings);

}  // namespace yellowsea::machine
