// Which transitions are taken, which states are left and entered: the set algebra of SCXML's algorithm as
// XState 5 has it. Pure functions over a definition and a configuration.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/item.hpp"

namespace yellowsea::machine {

// An event as the machine's tables know it. The name must outlive it.
struct EventName {
  EventIndex index = unknown_event;
  std::string_view text;
};

EventName event_name(const Definition& definition, std::string_view text);

using Enabled = std::function<bool(const Transition&)>;

// True if `descriptor` (an event's name, `a.*` or `*`) takes `event`.
bool descriptor_matches(std::string_view descriptor, std::string_view event);
// Candidates of one state for an event: the exact descriptor's first, then wildcards from the most specific
// on. Looks through all descriptors; for names that the definition knows its table has the answer.
std::vector<TransitionIndex> candidates(const State& state, std::string_view event);

// Enabled transitions for an event, the innermost of each region first; `enabled` evaluates a transition's
// guard.
TransitionList select_transitions(const Item& item, const EventName& event, const Enabled& enabled);
// The candidate that is tried first in this configuration, whether enabled or not.
std::optional<TransitionIndex> first_candidate(const Item& item, std::string_view event);
// Enabled `always` transitions, without conflicts.
TransitionList select_eventless(const Item& item, const Enabled& enabled);
// Drops what an earlier or more deeply nested transition preempts.
TransitionList remove_conflicting(const Definition& definition, const TransitionList& enabled,
                                  const StateList& active, const HistoryValue& history);

// Drops what would break the configuration together with what comes before it. XState lets a transition to a
// history state that remembers its source pass beside one that leaves that source, and ends in two children
// of one compound state; here the later one is preempted.
TransitionList keep_legal(const Definition& definition, const TransitionList& taken, const StateList& active,
                          const HistoryValue& history);
// Notes what the history states of the states left now remember.
void remember(const Definition& definition, const StateSet& left, const StateList& active,
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
