#include "engine/machine/compile.hpp"

#include <algorithm>

#include "engine/machine/selection.hpp"
#include "engine/machine/step_sets.hpp"

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

void add_handlers(Definition& definition, const State& state) {
  const auto add = [&](const std::string& name, EventIndex event) {
    auto found = candidates(state, name);
    if (!found.empty())
      definition.handlers[static_cast<std::size_t>(event)].push_back(
          {state.index, state.subtree_end, std::move(found)});
  };
  const bool wildcard = std::any_of(state.on.begin(), state.on.end(),
                                    [](const auto& entry) { return entry.descriptor.ends_with('*'); });
  if (wildcard) {
    for (const auto& [name, event] : definition.index_of_event) add(name, event);
  } else {
    for (const auto& entry : state.on) add(entry.descriptor, definition.index_of_event.at(entry.descriptor));
  }
}

}  // namespace

void compile(Definition& definition) {
  intern_events(definition);
  definition.handlers.resize(definition.index_of_event.size());
  for (State& state : definition.states) {
    add_handlers(definition, state);
    state.has_always =
        !state.always.empty() || (state.parent != no_state && definition.state(state.parent).has_always);
    definition.has_always = definition.has_always || !state.always.empty();
    definition.has_history = definition.has_history || state.type == StateType::history;
  }
  for (std::size_t i = 0; i < definition.transitions.size(); ++i) {
    definition.transitions[i].plan = plan_of(definition, static_cast<TransitionIndex>(i));
  }
}

}  // namespace yellowsea::machine
