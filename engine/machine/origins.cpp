// Which events, timers and states make other items, or the item itself, take an internal event.
#include <algorithm>

#include "engine/machine/permission.hpp"
#include "engine/machine/reasons.hpp"

namespace yellowsea::machine {
namespace {

bool sends(const Action& action, bool same_kind, const std::string& kind, const std::string& event) {
  const bool raises = action.type == ActionType::raise && same_kind;
  const bool sends_it = action.type == ActionType::send && action.selection && action.selection->kind == kind;
  return (raises || sends_it) && action.params.value("event", std::string()) == event;
}

class Search {
 public:
  Search(const std::string& kind, const std::string& event) : kind_(kind), event_(event) {}

  void look_in(const DefinitionPtr& definition) {
    const bool same_kind = definition->kind == kind_;
    const auto any_sends = [&](const std::vector<Action>& actions) {
      return std::any_of(actions.begin(), actions.end(),
                         [&](const Action& action) { return sends(action, same_kind, kind_, event_); });
    };
    for (const State& state : definition->states) {
      if (any_sends(state.entry) || any_sends(state.exit)) add({definition, "", false, state.index});
      for (const auto& on : state.on) {
        for (const TransitionIndex index : on.transitions) {
          if (!any_sends(definition->transition(index).actions)) continue;
          const bool by_timer = std::any_of(state.after.begin(), state.after.end(),
                                            [&](const After& after) { return after.event == on.descriptor; });
          if (by_timer) continue;  // told of below
          if (is_reserved(on.descriptor)) {
            add({definition, "", false, state.index});
          } else {
            add({definition, on.descriptor, false, no_state});
          }
        }
      }
      for (const After& after : state.after) {
        for (const TransitionIndex index : after.transitions) {
          if (any_sends(definition->transition(index).actions)) add({definition, "", true, state.index});
        }
      }
      for (const TransitionIndex index : state.always) {
        if (any_sends(definition->transition(index).actions)) add({definition, "", false, state.index});
      }
    }
  }

  std::vector<Origin> take() { return std::move(found_); }

 private:
  void add(Origin origin) {
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Origin& other) {
      return other.definition == origin.definition && other.event == origin.event &&
             other.timer == origin.timer && other.state == origin.state;
    });
    if (!known) found_.push_back(std::move(origin));
  }

  const std::string& kind_;
  const std::string& event_;
  std::vector<Origin> found_;
};

}  // namespace

std::vector<Origin> origins_of(const Surroundings& surroundings, const std::string& kind,
                               const std::string& event) {
  Search search(kind, event);
  for (const auto& [name, definition] : surroundings.definitions) search.look_in(definition);
  return search.take();
}

}  // namespace yellowsea::machine
