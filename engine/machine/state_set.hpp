// Small collections of states and transitions: an item has few active states, and taking an event should not
// ask the heap for them.
#pragma once

#include <algorithm>
#include <boost/container/flat_set.hpp>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <functional>

namespace yellowsea::machine {

using StateIndex = std::int32_t;
using TransitionIndex = std::int32_t;
using EventIndex = std::int32_t;
inline constexpr StateIndex no_state = -1;
// No transition of the definition names this event; wildcards may still match it.
inline constexpr EventIndex unknown_event = -1;

using StateList = boost::container::small_vector<StateIndex, 16>;
// In document order.
using StateSet = boost::container::flat_set<StateIndex, std::less<>, StateList>;
using TransitionList = boost::container::small_vector<TransitionIndex, 8>;

// std::erase_if for these lists.
template <class List, class Predicate>
void remove_where(List& list, Predicate predicate) {
  list.erase(std::remove_if(list.begin(), list.end(), predicate), list.end());
}

}  // namespace yellowsea::machine
