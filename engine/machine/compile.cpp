#include "engine/machine/compile.hpp"

#include <algorithm>

#include "engine/machine/selection.hpp"

namespace yellowsea::machine {
namespace {

EventIndex intern(Definition& definition, const std::string& name) {
  return definition.index_of_event.emplace(name, static_cast<EventIndex>(definition.index_of_event.size()))
      .first->second;
}

void intern_raised(Definition& definition, std::vector<Action>& actions) {
  for (Action& action : actions) {
    if (action.type == ActionType::raise)
      action.event = intern(definition, action.params.value("event", std::string()));
  }
}

void intern_events(Definition& definition) {
  for (State& state : definition.states) {
    for (const auto& entry : state.on) {
      if (!entry.descriptor.ends_with('*')) intern(definition, entry.descriptor);
    }
    state.done_event_index = intern(definition, state.done_event);
    for (After& after : state.after) after.event_index = intern(definition, after.event);
    intern_raised(definition, state.entry);
    intern_raised(definition, state.exit);
  }
  for (Transition& transition : definition.transitions) intern_raised(definition, transition.actions);
}

bool is_partial_wildcard(const std::string& descriptor) {
  return descriptor.size() > 1 && descriptor.ends_with('*');
}

CandidateRow row_of(const Definition& definition, const State& state) {
  CandidateRow row;
  if (state.on.empty()) return row;
  const auto add = [&](const std::string& name, EventIndex event) {
    row.cells.push_back({event, candidates(state, name)});
  };
  const bool partial = std::any_of(state.on.begin(), state.on.end(),
                                   [](const auto& entry) { return is_partial_wildcard(entry.descriptor); });
  if (partial) {
    for (const auto& [name, event] : definition.index_of_event) add(name, event);
  } else {
    for (const auto& entry : state.on) {
      if (entry.descriptor == "*") continue;
      add(entry.descriptor, definition.index_of_event.at(entry.descriptor));
    }
  }
  for (const auto& entry : state.on) {
    if (entry.descriptor == "*") row.any = entry.transitions;
  }
  std::sort(row.cells.begin(), row.cells.end(),
            [](const auto& left, const auto& right) { return left.event < right.event; });
  return row;
}

}  // namespace

const std::vector<TransitionIndex>& CandidateRow::of(EventIndex event) const {
  const auto cell = std::lower_bound(cells.begin(), cells.end(), event,
                                     [](const Cell& left, EventIndex right) { return left.event < right; });
  return cell != cells.end() && cell->event == event ? cell->transitions : any;
}

void compile(Definition& definition) {
  intern_events(definition);
  definition.candidates.reserve(definition.states.size());
  for (const State& state : definition.states) {
    definition.candidates.push_back(row_of(definition, state));
    definition.has_always = definition.has_always || !state.always.empty();
  }
  for (std::size_t i = 0; i < definition.transitions.size(); ++i) {
    definition.transitions[i].plan = plan_of(definition, static_cast<TransitionIndex>(i));
  }
}

}  // namespace yellowsea::machine
