// Which states are reached, from where an outcome is, and where an item would wait for ever.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {
namespace {

class Reachability {
 public:
  Reachability(const Analysed& analysed, Findings& findings)
      : analysed_(analysed),
        definition_(analysed.definition),
        exploration_(analysed.exploration),
        findings_(findings) {}

  void check() {
    if (!exploration_.complete) {
      findings_.warning(
          "/machine", "too_many_configurations",
          "the machine has more than " + std::to_string(max_configurations) +
              " configurations: whether every state and an outcome can be reached was not looked "
              "at; split it into several definitions, or into fewer regions");
      return;
    }
    find_waiting();
    unreachable_states();
    waiting_states();
    states_without_outcome();
  }

 private:
  void find_waiting() {
    const std::size_t count = exploration_.configurations.size();
    waits_.assign(count, false);
    for (std::size_t at = 0; at < count; ++at) {
      if (is_outcome(definition_, exploration_.configurations[at])) continue;
      const auto& steps = exploration_.steps_from[at];
      // An `always` that might be enabled is looked at only when something else happens.
      waits_[at] = std::none_of(steps.begin(), steps.end(), [&](std::size_t step) {
        const AbstractStep& taken = exploration_.steps[step];
        return taken.trigger != Trigger::always || taken.certain;
      });
    }
  }

  std::set<StateIndex> reached_states() const {
    std::set<StateIndex> reached;
    for (const auto& configuration : exploration_.configurations) {
      reached.insert(configuration.active.begin(), configuration.active.end());
    }
    return reached;
  }

  void unreachable_states() {
    const auto reached = reached_states();
    std::set<StateIndex> aimed_at;
    for (const Transition& transition : definition_.transitions) {
      aimed_at.insert(transition.targets.begin(), transition.targets.end());
    }
    for (const State& state : definition_.states) {
      if (state.parent != no_state && !reached.contains(state.parent)) continue;
      const std::string name = state_name(definition_, state.index);
      if (state.type == StateType::history) {
        const bool used =
            aimed_at.contains(state.index) || definition_.state(state.parent).initial == state.index;
        if (!used) {
          findings_.warning(
              analysed_.source.state(state.index), "unreachable_state",
              "no transition leads to the history state '" + name + "'; name it as a target, or remove it");
        }
        continue;
      }
      if (reached.contains(state.index)) continue;
      const bool inside_is_target = std::any_of(aimed_at.begin(), aimed_at.end(), [&](StateIndex target) {
        return target == state.index || definition_.is_descendant(target, state.index);
      });
      findings_.warning(
          analysed_.source.state(state.index), "unreachable_state",
          "the state '" + name + "' can never be entered: " +
              (inside_is_target
                   ? "the transitions that lead to it can never be taken; mend their states, events or guards"
                   : "no transition leads to it; make it the target of one, or remove it"));
    }
  }

  void waiting_states() {
    const auto whole = fully(waits_);
    for (const StateIndex leaf : whole) {
      findings_.warning(
          analysed_.source.state(leaf), "waits_for_ever",
          "in the state '" + state_name(definition_, leaf) +
              "' nothing can happen any more: it has no timer, and no event that somebody may fire leads on; "
              "give it an event with an owner or a timer, or tag it 'settled' if it is an outcome");
    }
    if (const auto at = first_mixed(waits_, whole)) {
      findings_.warning(
          "/machine", "waits_for_ever",
          "when " + configuration_text(definition_, exploration_.configurations[*at]) +
              " are active together, nothing can happen any more: none of them has a timer or an "
              "event that somebody may fire" +
              way_text(*at));
    }
  }

  void states_without_outcome() {
    const std::size_t count = exploration_.configurations.size();
    std::vector<bool> ends(count, false);
    bool any = false;
    std::vector<std::vector<std::size_t>> back(count);
    for (const AbstractStep& step : exploration_.steps) back[step.to].push_back(step.from);
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < count; ++at) {
      if (!is_outcome(definition_, exploration_.configurations[at])) continue;
      ends[at] = true;
      any = true;
      open.push_back(at);
    }
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const std::size_t from : back[at]) {
        if (ends[from]) continue;
        ends[from] = true;
        open.push_back(from);
      }
    }
    if (!any) {
      findings_.warning(
          "/machine", "no_outcome",
          "the machine has no outcome that can be reached: no state that is final at the top level "
          "or tagged 'settled'; tag the states in which nothing is expected any more");
      return;
    }
    std::vector<bool> stuck(count);
    for (std::size_t at = 0; at < count; ++at) stuck[at] = !ends[at] && !waits_[at];
    // Where an item waits for ever has been said already.
    std::vector<bool> lost(count);
    for (std::size_t at = 0; at < count; ++at) lost[at] = !ends[at];
    const auto whole = fully(lost);
    const auto waiting = fully(waits_);
    for (const StateIndex leaf : whole) {
      if (waiting.contains(leaf)) continue;
      findings_.warning(
          analysed_.source.state(leaf), "no_outcome",
          "from the state '" + state_name(definition_, leaf) +
              "' no outcome can be reached: every way on leads round to states that are neither "
              "tagged 'settled' nor final; add a transition out, or tag the outcome");
    }
    if (const auto at = first_mixed(stuck, whole)) {
      findings_.warning("/machine", "no_outcome",
                        "when " + configuration_text(definition_, exploration_.configurations[*at]) +
                            " are active together, no outcome can be reached any more" + way_text(*at));
    }
  }

  // Leaves all of whose configurations are marked.
  std::set<StateIndex> fully(const std::vector<bool>& marked) const {
    std::set<StateIndex> some;
    std::set<StateIndex> not_all;
    for (std::size_t at = 0; at < marked.size(); ++at) {
      const auto leaves = leaves_of(definition_, exploration_.configurations[at]);
      (marked[at] ? some : not_all).insert(leaves.begin(), leaves.end());
    }
    std::erase_if(some, [&](StateIndex leaf) { return not_all.contains(leaf); });
    return some;
  }

  // The first marked configuration that no leaf of `said` explains.
  std::optional<std::size_t> first_mixed(const std::vector<bool>& marked,
                                         const std::set<StateIndex>& said) const {
    for (std::size_t at = 0; at < marked.size(); ++at) {
      if (!marked[at]) continue;
      const auto leaves = leaves_of(definition_, exploration_.configurations[at]);
      if (std::none_of(leaves.begin(), leaves.end(), [&](StateIndex leaf) { return said.contains(leaf); })) {
        return at;
      }
    }
    return std::nullopt;
  }

  std::string way_text(std::size_t configuration) const {
    std::string text;
    for (const std::size_t index : exploration_.way_to(configuration)) {
      const AbstractStep& step = exploration_.steps[index];
      text +=
          (text.empty() ? " (reached by " : ", ") + (step.event.empty() ? std::string("always") : step.event);
    }
    return text.empty() ? text : text + ")";
  }

  const Analysed& analysed_;
  const Definition& definition_;
  const Exploration& exploration_;
  Findings& findings_;
  std::vector<bool> waits_;
};

}  // namespace

void check_reachability(const Analysed& analysed, Findings& findings) {
  Reachability(analysed, findings).check();
}

}  // namespace yellowsea::machine
