// Events that nobody can fire or nothing takes, and wildcards that take what they are not meant for.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/rules.hpp"
#include "engine/machine/permission.hpp"

namespace yellowsea::machine {
namespace {

class EventRules {
 public:
  EventRules(const Analysed& analysed, Findings& findings)
      : analysed_(analysed), definition_(analysed.definition), findings_(findings) {
    for (const AbstractStep& step : analysed.exploration.steps) occurred_.insert(step.event);
  }

  void check() {
    for (const EventDefinition& event : definition_.events) {
      if (event.name == "open") {
        check_open(event);
      } else {
        check_declared(event);
      }
    }
    check_undeclared();
    check_raised();
    check_wildcards();
  }

 private:
  bool taken_somewhere(const std::string& event) const {
    return std::any_of(definition_.states.begin(), definition_.states.end(), [&](const State& state) {
      return std::any_of(state.on.begin(), state.on.end(), [&](const DescriptorTransitions& on) {
        return !on.transitions.empty() && descriptor_matches(on.descriptor, event);
      });
    });
  }

  bool made_by_somebody() const {
    bool made = false;
    const auto look = [&](const Action& action) {
      made = made || (action.type == ActionType::make && action.params.value("kind", "") == definition_.kind);
    };
    visit_actions(definition_, look);
    for (const DefinitionPtr& other : analysed_.context.pack) visit_actions(*other, look);
    return made;
  }

  void check_open(const EventDefinition& event) {
    if (analysed_.events.from_people("open")) return;
    if (!analysed_.context.pack_is_whole || made_by_somebody()) return;
    findings_.warning(
        below("/events", event.name), "nobody_fires",
        "nobody can open an item of this kind: no person may, and no definition has a 'make' action "
        "for it; add a role to 'by', or an action that makes items");
  }

  void check_declared(const EventDefinition& event) {
    const std::string pointer = below("/events", event.name);
    if (!taken_somewhere(event.name)) {
      std::vector<std::string> names;
      for (const State& state : definition_.states) {
        for (const auto& on : state.on) names.push_back(on.descriptor);
      }
      findings_.warning(pointer, "event_not_taken",
                        "no state takes the event '" + event.name +
                            "': firing it would always be refused; name it "
                            "in some state's 'on', or remove it" +
                            did_you_mean(event.name, names));
      return;
    }
    if (!analysed_.events.may_occur(event.name)) {
      const std::string remedy =
          event.internal
              ? "it is internal, but no 'raise' or 'send' action names it; send it from somewhere, or let "
                "people "
                "fire it"
              : (event.by.empty()
                     ? "its 'by' is empty; name a role, or leave 'by' out for everybody who may write"
                     : "none of the roles of its 'by' exists and may write; name one that does");
      findings_.warning(pointer, "nobody_fires", "nobody can fire the event '" + event.name + "': " + remedy);
      return;
    }
    if (analysed_.exploration.complete && !occurred_.contains(event.name)) {
      findings_.warning(
          pointer, "event_not_taken",
          "the event '" + event.name +
              "' is taken in no state that can be reached with a guard that can hold: firing it would "
              "always be refused");
    }
  }

  // A slip of the pen: a name that is declared nowhere beside a declared one that is never taken.
  void check_undeclared() {
    std::vector<std::string> idle;
    for (const EventDefinition& event : definition_.events) {
      if (event.name != "open" && !taken_somewhere(event.name)) idle.push_back(event.name);
    }
    for (const State& state : definition_.states) {
      for (const DescriptorTransitions& on : state.on) {
        if (is_reserved(on.descriptor) || on.descriptor.find('*') != std::string::npos ||
            definition_.event(on.descriptor) != nullptr) {
          continue;
        }
        const std::string hint = did_you_mean(on.descriptor, idle);
        if (hint.empty()) continue;
        findings_.warning(below(analysed_.source.state(state.index) + "/on", on.descriptor),
                          "undeclared_event",
                          "the event '" + on.descriptor +
                              "' is not declared in 'events': everybody who may write may fire it" + hint);
      }
    }
  }

  void check_raised() {
    Walk walk;
    walk.guard = [](const Guard&, const std::string&, const DataView&) {};
    walk.action = [&](const Action& action, const std::string& pointer, const DataView&) {
      if (action.type != ActionType::raise) return;
      const std::string event = action.params.value("event", std::string());
      if (taken_somewhere(event)) return;
      findings_.warning(pointer + "/params/event", "event_not_taken",
                        "no state takes the raised event '" + event +
                            "'; name it in some state's 'on', or do not "
                            "raise it");
    };
    analysed_.source.visit(walk);
  }

  struct Swallowed {
    std::set<std::string> timers;
    std::set<std::string> done;
  };

  bool together(StateIndex left, StateIndex right) const {
    return std::any_of(analysed_.exploration.configurations.begin(),
                       analysed_.exploration.configurations.end(),
                       [&](const AbstractConfiguration& configuration) {
                         return configuration.is_active(left) && configuration.is_active(right);
                       });
  }

  // True if the state itself surely takes the event before a wildcard of its own or above is asked.
  bool handled(const std::vector<TransitionIndex>& transitions) const {
    GuardFacts facts;
    facts.definition = &definition_;
    facts.no_data = facts.no_actor = true;
    return std::any_of(transitions.begin(), transitions.end(), [&](TransitionIndex index) {
      return truth_of(definition_.transition(index), facts) == Truth::always;
    });
  }

  Swallowed swallowed_by(const State& owner, const std::string& descriptor) const {
    Swallowed swallowed;
    for (const State& state : definition_.states) {
      if (!together(owner.index, state.index)) continue;
      // Inside the wildcard's state the more specific descriptor comes first; everywhere else the wildcard,
      // which stands further in or in another region, takes the event as well or instead.
      const bool inside = state.index == owner.index || definition_.is_descendant(state.index, owner.index);
      for (const After& after : state.after) {
        if (!descriptor_matches(descriptor, after.event) || (inside && handled(after.transitions))) continue;
        swallowed.timers.insert("'" + after.key + "' of '" + state_name(definition_, state.index) + "'");
      }
      const bool may_be_done =
          std::any_of(state.children.begin(), state.children.end(),
                      [&](StateIndex child) { return definition_.state(child).type == StateType::final; });
      if (!may_be_done || state.index == 0 || !descriptor_matches(descriptor, state.done_event)) continue;
      // While an ancestor is done, the state is left or final.
      if (definition_.is_descendant(owner.index, state.index)) continue;
      const auto on = std::find_if(state.on.begin(), state.on.end(), [&](const DescriptorTransitions& entry) {
        return entry.descriptor == state.done_event;
      });
      if (inside && on != state.on.end() && handled(on->transitions)) continue;
      swallowed.done.insert("'" + state_name(definition_, state.index) + "'");
    }
    return swallowed;
  }

  static std::string joined(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  }

  void check_wildcards() {
    for (const State& state : definition_.states) {
      for (const DescriptorTransitions& on : state.on) {
        if (on.descriptor.find('*') == std::string::npos || on.transitions.empty()) continue;
        const Swallowed swallowed = swallowed_by(state, on.descriptor);
        if (swallowed.timers.empty() && swallowed.done.empty()) continue;
        std::string what;
        if (!swallowed.timers.empty()) what = "the timers " + joined(swallowed.timers);
        if (!swallowed.done.empty()) {
          what += (what.empty() ? "" : " and ") + std::string("the done events of ") + joined(swallowed.done);
        }
        findings_.warning(
            below(analysed_.source.state(state.index) + "/on", on.descriptor), "wildcard_swallows",
            "'" + on.descriptor + "' also takes " + what +
                ", not only events that people fire; name the events that are meant, or a prefix as "
                "in 'name.*'");
      }
    }
  }

  const Analysed& analysed_;
  const Definition& definition_;
  Findings& findings_;
  std::set<std::string> occurred_;
};

}  // namespace

void check_events(const Analysed& analysed, Findings& findings) { EventRules(analysed, findings).check(); }

}  // namespace yellowsea::machine
