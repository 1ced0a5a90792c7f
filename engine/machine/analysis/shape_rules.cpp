// What is legal and hardly ever meant.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {
namespace {

void check_reenter(const Analysed& analysed, Findings& findings) {
  const Definition& definition = analysed.definition;
  for (std::size_t i = 0; i < definition.transitions.size(); ++i) {
    const Transition& transition = definition.transitions[i];
    const State& source = definition.state(transition.source);
    if (!transition.reenter) continue;
    const std::string pointer = analysed.source.transition(static_cast<TransitionIndex>(i)) + "/reenter";
    if (transition.targets.empty()) {
      findings.warning(pointer, "reenter_without_target",
                       "'reenter' does nothing without a target: nothing is left and entered; name the state "
                       "itself as the target, or remove 'reenter'");
    } else if (source.parent != no_state && definition.state(source.parent).type == StateType::parallel) {
      findings.warning(
          pointer, "reenter_region",
          "'reenter' on the region '" + state_name(definition, source.index) +
              "' leaves and enters its sibling regions, too, and starts their timers anew; put the "
              "transition on a state inside the region");
    }
  }
}

void check_final_states(const Analysed& analysed, Findings& findings) {
  const Definition& definition = analysed.definition;
  for (const State& state : definition.states) {
    if (state.type != StateType::final || state.parent != 0 || definition.root().type != StateType::compound)
      continue;
    if (state.on.empty() && state.always.empty()) continue;
    findings.warning(
        analysed.source.state(state.index), "final_transitions",
        "the transitions of the final state '" + state_name(definition, state.index) +
            "' are never taken: a machine in its top-level final state takes no more events; leave "
            "out 'type': 'final' and tag the state 'settled', or remove them");
  }
}

void check_done_events(const Analysed& analysed, Findings& findings) {
  const Definition& definition = analysed.definition;
  for (const State& state : definition.states) {
    const bool handled = std::any_of(state.on.begin(), state.on.end(), [&](const DescriptorTransitions& on) {
      return on.descriptor == state.done_event && !on.transitions.empty();
    });
    if (!handled) continue;
    // A parallel state is done when all of its regions are: each needs a final state directly inside.
    const auto has_final = [&](StateIndex index) {
      const State& inside = definition.state(index);
      return inside.type == StateType::final || inside.type == StateType::parallel ||
             std::any_of(inside.children.begin(), inside.children.end(),
                         [&](StateIndex child) { return definition.state(child).type == StateType::final; });
    };
    const bool possible = state.type == StateType::parallel
                              ? std::all_of(state.children.begin(), state.children.end(), has_final)
                              : state.type == StateType::compound && has_final(state.index);
    if (possible) continue;
    findings.warning(
        analysed.source.state(state.index) + "/onDone", "never_done",
        "'onDone' of '" + state_name(definition, state.index) + "' is never taken: " +
            (state.type == StateType::parallel ? "not every region has a final state directly inside"
                                               : "no state directly inside it is final") +
            "; make one final, or use 'always' or an event");
  }
}

void check_delays(const Analysed& analysed, Findings& findings) {
  const OrderedJson& json = analysed.source.json();
  if (!json.contains("delays") || !json.at("delays").is_object()) return;
  std::set<std::string> used;
  for (const State& state : analysed.definition.states) {
    for (const After& after : state.after) used.insert(after.key);
  }
  const std::vector<std::string> keys(used.begin(), used.end());
  for (const auto& [name, delay] : json.at("delays").items()) {
    if (used.contains(name)) continue;
    findings.warning(below("/delays", name), "unused_delay",
                     "no state's 'after' names the delay '" + name + "'; use it, or remove it");
  }
}

}  // namespace

void check_shape(const Analysed& analysed, Findings& findings) {
  check_reenter(analysed, findings);
  check_final_states(analysed, findings);
  check_done_events(analysed, findings);
  check_delays(analysed, findings);
}

}  // namespace yellowsea::machine
