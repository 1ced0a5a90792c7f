// What taking transitions leaves and enters, and which of them may be taken together: the set algebra of
// SCXML's algorithm as XState 5 has it. Pure functions over a definition and a configuration.
#pragma once

#include <optional>

#include "engine/machine/item.hpp"

namespace yellowsea::machine {

// Drops what an earlier or more deeply nested transition preempts.
TransitionList remove_conflicting(const Definition& definition, const TransitionList& enabled,
                                  const StateList& active, const HistoryValue& history);

// Drops what would break the configuration together with what comes before it. XState lets a transition to a
// history state that remembers its source pass beside one that leaves that source, and ends in two children
// of one compound state; here the later one is preempted.
TransitionList keep_legal(const Definition& definition, const TransitionList& taken, const StateList& active,
                          const HistoryValue& history);
// Notes what the history states of the states left now remember.
void remember(const Definition& definition, const StateList& left, const StateList& active,
              HistoryValue& history);

StateSet exit_set(const Definition& definition, const TransitionList& transitions, const StateList& active,
                  const HistoryValue& history);
// `before`: what was remembered when the states were left; `history`: what is remembered now.
StateSet entry_set(const Definition& definition, const TransitionList& transitions,
                   const HistoryValue& before, const HistoryValue& history);
// The states that the machine starts in.
StateSet initial_set(const Definition& definition);
// What a transition leaves and enters when it is taken alone; nullopt if that depends on history.
std::optional<TransitionPlan> plan_of(const Definition& definition, TransitionIndex transition);

}  // namespace yellowsea::machine
