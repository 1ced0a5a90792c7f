// Which transitions an event selects, as XState 5 does it. Pure functions over an item and its definition.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/evaluate.hpp"
#include "engine/machine/item.hpp"

namespace yellowsea::machine {

// An event as the machine's tables know it. The name must outlive it.
struct EventName {
  EventIndex index = unknown_event;
  std::string_view text;
};

EventName event_name(const Definition& definition, std::string_view text);

// True if `descriptor` (an event's name, `a.*` or `*`) takes `event`.
bool descriptor_matches(std::string_view descriptor, std::string_view event);
// Candidates of one state for an event: the exact descriptor's first, then wildcards from the most specific
// on. Looks through all descriptors; for names that the definition knows its table has the answer.
std::vector<TransitionIndex> candidates(const State& state, std::string_view event);

// Adds the transitions for an event whose guards hold in that view of the item, the innermost of each region
// first.
void select_transitions(const Item& item, const EventName& event, const GuardView& view,
                        TransitionList& selected);
// The candidate that is tried first in this configuration, whether enabled or not.
std::optional<TransitionIndex> first_candidate(const Item& item, std::string_view event);
// Adds enabled `always` transitions, without conflicts.
void select_eventless(const Item& item, const GuardView& view, TransitionList& selected);

}  // namespace yellowsea::machine
