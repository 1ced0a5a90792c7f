#include "engine/machine/selection.hpp"

#include <algorithm>
#include <optional>

#include "engine/machine/step_sets.hpp"

namespace yellowsea::machine {
namespace {

bool is_enabled(const Transition& transition, const GuardView& view) {
  return !transition.guard || holds(*transition.guard, view);
}

// Adds the first candidate that is enabled; false if there is none.
template <class Enabled>
bool select_first(const Definition& definition, const std::vector<TransitionIndex>& candidates,
                  const Enabled& enabled, TransitionList& selected) {
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](TransitionIndex t) { return enabled(definition.transition(t)); });
  if (found == candidates.end()) return false;
  selected.push_back(*found);
  return true;
}

// Walks the active states in document order and takes of each region the innermost enabled transition.
template <class Enabled>
class EventSelection {
 public:
  EventSelection(const Item& item, std::string_view event, const Enabled& enabled)
      : definition_(*item.definition), sorted_(item.active), event_(event), enabled_(enabled) {
    std::sort(sorted_.begin(), sorted_.end());
  }

  TransitionList run() {
    if (!sorted_.empty()) select_from(0);
    return std::move(selected_);
  }

 private:
  // Selects in the state at that place and all inside it; gives the place behind them.
  std::size_t select_from(std::size_t place) {
    const State& state = definition_.state(sorted_[place]);
    const std::size_t before = selected_.size();
    std::size_t next = place + 1;
    while (next < sorted_.size() && sorted_[next] < state.subtree_end) next = select_from(next);
    if (selected_.size() == before && !state.on.empty())
      select_first(definition_, candidates(state, event_), enabled_, selected_);
    return next;
  }

  const Definition& definition_;
  StateList sorted_;
  std::string_view event_;
  const Enabled& enabled_;
  TransitionList selected_;
};

// The active states, asked for one by one without looking through the list each time.
class ActiveStates {
 public:
  explicit ActiveStates(const StateList& active) : active_(active) {
    for (const StateIndex state : active) {
      if (state < width) bits_ |= bit(state);
    }
  }
  bool contains(StateIndex state) const {
    if (state < width) return (bits_ & bit(state)) != 0;
    return std::find(active_.begin(), active_.end(), state) != active_.end();
  }

 private:
  static constexpr StateIndex width = 64;
  static std::uint64_t bit(StateIndex state) { return std::uint64_t{1} << state; }
  const StateList& active_;
  std::uint64_t bits_ = 0;  // of the states below `width`
};

// The same from the table. In reverse document order every state comes after those inside it, and the source
// selected last is inside a state exactly if any is.
template <class Enabled>
void select_known(const Item& item, EventIndex event, const Enabled& enabled, TransitionList& selected) {
  const Definition& definition = *item.definition;
  const auto& handlers = definition.handlers[static_cast<std::size_t>(event)];
  const ActiveStates active(item.active);
  StateIndex last_source = static_cast<StateIndex>(definition.states.size());
  for (auto handler = handlers.rbegin(); handler != handlers.rend(); ++handler) {
    if (last_source < handler->subtree_end || !active.contains(handler->state)) continue;
    if (select_first(definition, handler->candidates, enabled, selected)) last_source = handler->state;
  }
  if (selected.size() > 1) std::reverse(selected.begin(), selected.end());
}

// Takes the next word off a dotted name; false if there is none.
bool take_word(std::string_view& rest, std::string_view& word) {
  if (rest.data() == nullptr) return false;
  const std::size_t dot = rest.find('.');
  word = rest.substr(0, dot);
  rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  return true;
}

}  // namespace

EventName event_name(const Definition& definition, std::string_view text) {
  const auto found = definition.index_of_event.find(text);
  return {found == definition.index_of_event.end() ? unknown_event : found->second, text};
}

bool descriptor_matches(std::string_view descriptor, std::string_view event) {
  if (descriptor == event || descriptor == "*") return true;
  if (!descriptor.ends_with(".*")) return false;
  std::string_view wanted;
  std::string_view given;
  while (take_word(descriptor, wanted)) {
    if (wanted == "*") return descriptor.data() == nullptr;
    if (!take_word(event, given) || wanted != given) return false;
  }
  return true;
}

std::vector<TransitionIndex> candidates(const State& state, std::string_view event) {
  std::vector<TransitionIndex> result;
  std::vector<const DescriptorTransitions*> wildcards;
  for (const auto& entry : state.on) {
    if (entry.descriptor == event) {
      result.insert(result.end(), entry.transitions.begin(), entry.transitions.end());
    } else if (descriptor_matches(entry.descriptor, event)) {
      wildcards.push_back(&entry);
    }
  }
  std::stable_sort(wildcards.begin(), wildcards.end(), [](const auto* left, const auto* right) {
    return left->descriptor.size() > right->descriptor.size();
  });
  for (const auto* entry : wildcards)
    result.insert(result.end(), entry->transitions.begin(), entry->transitions.end());
  return result;
}

void select_transitions(const Item& item, const EventName& event, const GuardView& view,
                        TransitionList& selected) {
  const auto enabled = [&](const Transition& transition) { return is_enabled(transition, view); };
  if (event.index == unknown_event) {
    selected = EventSelection(item, event.text, enabled).run();
  } else {
    select_known(item, event.index, enabled, selected);
  }
}

std::optional<TransitionIndex> first_candidate(const Item& item, std::string_view event) {
  std::optional<TransitionIndex> first;
  EventSelection(item, event, [&](const Transition& transition) {
    if (!first) first = static_cast<TransitionIndex>(&transition - item.definition->transitions.data());
    return false;
  }).run();
  return first;
}

void select_eventless(const Item& item, const GuardView& view, TransitionList& selected) {
  const Definition& definition = *item.definition;
  if (!definition.has_always) return;
  for (const StateIndex index : item.active) {  // in the order of entry, as XState does
    const State& leaf = definition.state(index);
    if (!leaf.has_always || (leaf.type != StateType::atomic && leaf.type != StateType::final)) continue;
    for (StateIndex current = index; current != no_state; current = definition.state(current).parent) {
      const auto& always = definition.state(current).always;
      const auto found = std::find_if(always.begin(), always.end(), [&](TransitionIndex t) {
        return is_enabled(definition.transition(t), view);
      });
      if (found == always.end()) continue;
      if (std::find(selected.begin(), selected.end(), *found) == selected.end()) selected.push_back(*found);
      break;
    }
  }
  if (selected.size() > 1) selected = remove_conflicting(definition, selected, item.active, item.history);
}

}  // namespace yellowsea::machine
