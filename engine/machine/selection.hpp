// Which transitions are taken, which states are left and entered: the set algebra of SCXML's algorithm as
// XState 5 has it. Pure functions over a definition and a configuration.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/machine/item.hpp"

namespace yellowsea::machine {

using HistoryValue = std::map<StateIndex, std::vector<StateIndex>>;

// True if `descriptor` (an event's name, `a.*` or `*`) takes `event`.
bool descriptor_matches(const std::string& descriptor, const std::string& event);
// Candidates of one state for an event: the exact descriptor's first, then wildcards from the most specific
// on.
std::vector<TransitionIndex> candidates(const State& state, const std::string& event);

// Enabled transitions for an event, the innermost of each region first; `enabled` evaluates a transition's
// guard.
std::vector<TransitionIndex> select_transitions(const Item& item, const std::string& event,
                                                const std::function<bool(const Transition&)>& enabled);
// Enabled `always` transitions, without conflicts.
std::vector<TransitionIndex> select_eventless(const Item& item,
                                              const std::function<bool(const Transition&)>& enabled);
// Drops what an earlier or more deeply nested transition preempts.
std::vector<TransitionIndex> remove_conflicting(const Definition& definition,
                                                const std::vector<TransitionIndex>& enabled,
                                                const std::vector<StateIndex>& active,
                                                const HistoryValue& history);

std::set<StateIndex> exit_set(const Definition& definition, const std::vector<TransitionIndex>& transitions,
                              const std::vector<StateIndex>& active, const HistoryValue& history);
// `before`: what was remembered when the states were left; `history`: what is remembered now.
std::set<StateIndex> entry_set(const Definition& definition, const std::vector<TransitionIndex>& transitions,
                               const HistoryValue& before, const HistoryValue& history);
// The states that the machine starts in.
std::set<StateIndex> initial_set(const Definition& definition);

}  // namespace yellowsea::machine
