#include "engine/machine/analysis/source_map.hpp"

#include "engine/machine/analysis/findings.hpp"
#include "engine/machine/permission.hpp"

namespace yellowsea::machine {

SourceMap::SourceMap(const Definition& definition, std::string_view text)
    : definition_(definition),
      // The text has been read before within its bounds.
      json_(OrderedJson::parse(text, nullptr, false, true)),
      states_(definition.states.size()),
      transitions_(definition.transitions.size()),
      descriptors_(definition.transitions.size()) {
  for (const State& state : definition.states) {
    const std::string pointer =
        state.parent == no_state
            ? "/machine"
            : below(states_[static_cast<std::size_t>(state.parent)] + "/states", state.key);
    states_[static_cast<std::size_t>(state.index)] = pointer;
    for (const DescriptorTransitions& on : state.on) {
      if (on.descriptor == state.done_event) {
        add_transitions(on.transitions, pointer + "/onDone", on.descriptor);
      } else {
        add_transitions(on.transitions, below(pointer + "/on", on.descriptor), on.descriptor);
      }
    }
    // After `on`, which has the timers' events, too: here is where these stand.
    for (const After& after : state.after) {
      add_transitions(after.transitions, below(pointer + "/after", after.key), after.event);
    }
    add_transitions(state.always, pointer + "/always", "");
  }
}

void SourceMap::add_transitions(const std::vector<TransitionIndex>& indices, const std::string& pointer,
                                const std::string& descriptor) {
  const OrderedJson::json_pointer place(pointer);
  const bool list = json_.contains(place) && json_.at(place).is_array();
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto index = static_cast<std::size_t>(indices[i]);
    transitions_[index] = list ? pointer + "/" + std::to_string(i) : pointer;
    descriptors_[index] = descriptor;
  }
}

DataView SourceMap::data_of(const std::string& descriptor) const {
  DataView view;
  view.event = descriptor;
  if (descriptor.empty() || is_reserved(descriptor)) {
    view.kind = DataView::Kind::none;
    return view;
  }
  const EventDefinition* event = definition_.event(descriptor);
  if (event != nullptr && event->data) {
    view.kind = DataView::Kind::schema;
    view.schema = &*event->data;
  }
  return view;
}

void SourceMap::visit_actions(const Walk& walk, const std::vector<Action>& actions,
                              const std::string& pointer, const DataView& data) const {
  const OrderedJson::json_pointer place(pointer);
  const bool list = json_.contains(place) && json_.at(place).is_array();
  for (std::size_t i = 0; i < actions.size(); ++i) {
    walk.action(actions[i], list ? pointer + "/" + std::to_string(i) : pointer, data);
  }
}

void SourceMap::visit(const Walk& walk) const {
  if (const EventDefinition* open = definition_.event("open"); open != nullptr && open->guard) {
    // Whoever opens an item gives its fields as the data.
    DataView data;
    data.event = "open";
    walk.guard(*open->guard, "/events/open/guard", data);
  }
  for (const State& state : definition_.states) {
    const DataView any;
    visit_actions(walk, state.entry, this->state(state.index) + "/entry", any);
    visit_actions(walk, state.exit, this->state(state.index) + "/exit", any);
  }
  for (std::size_t i = 0; i < definition_.transitions.size(); ++i) {
    const Transition& transition = definition_.transitions[i];
    const DataView data = data_of(descriptors_[i]);
    if (transition.guard) walk.guard(*transition.guard, transitions_[i] + "/guard", data);
    visit_actions(walk, transition.actions, transitions_[i] + "/actions", data);
  }
}

}  // namespace yellowsea::machine
