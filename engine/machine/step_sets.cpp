#include "engine/machine/step_sets.hpp"

#include <algorithm>
#include <utility>

namespace yellowsea::machine {
namespace {

// Proper ancestors from the parent up to, but without, `until` (no_state: up to and with the root).
StateList proper_ancestors(const Definition& definition, StateIndex state, StateIndex until) {
  StateList ancestors;
  if (state == until) return ancestors;
  for (StateIndex current = definition.state(state).parent; current != no_state && current != until;
       current = definition.state(current).parent) {
    ancestors.push_back(current);
  }
  return ancestors;
}

// Where a history state leads while nothing is remembered.
StateList history_default(const Definition& definition, const State& history) {
  if (history.history_has_default)
    return StateList(history.history_default.begin(), history.history_default.end());
  const State& parent = definition.state(history.parent);
  if (parent.type == StateType::parallel) return {parent.index};
  return {parent.initial};
}

template <class Targets>
void add_effective_targets(const Definition& definition, const Targets& targets, const HistoryValue& history,
                           StateList& result) {
  const auto add = [&](StateIndex state) {
    if (std::find(result.begin(), result.end(), state) == result.end()) result.push_back(state);
  };
  for (const StateIndex target : targets) {
    const State& state = definition.state(target);
    if (state.type != StateType::history) {
      add(target);
      continue;
    }
    const auto remembered = history.find(target);
    if (remembered != history.end()) {
      for (const StateIndex inner : remembered->second) add(inner);
    } else {
      add_effective_targets(definition, history_default(definition, state), history, result);
    }
  }
}

StateList effective_targets(const Definition& definition, const Transition& transition,
                            const HistoryValue& history) {
  StateList targets;
  if (transition.has_target) add_effective_targets(definition, transition.targets, history, targets);
  return targets;
}

// The state inside which everything is left and entered; nullopt means the root itself is left, too.
std::optional<StateIndex> transition_domain(const Definition& definition, const Transition& transition,
                                            const HistoryValue& history) {
  const StateList targets = effective_targets(definition, transition, history);
  const auto inside_source = [&](StateIndex target) {
    return target == transition.source || definition.is_descendant(target, transition.source);
  };
  if (!transition.reenter && std::all_of(targets.begin(), targets.end(), inside_source))
    return transition.source;
  // The least common ancestor is looked for from the first target, with the source last (XState's order).
  StateList states = targets;
  states.push_back(transition.source);
  for (const StateIndex ancestor : proper_ancestors(definition, states.front(), no_state)) {
    const bool common = std::all_of(states.begin() + 1, states.end(), [&](StateIndex state) {
      return definition.is_descendant(state, ancestor);
    });
    if (common) return ancestor;
  }
  if (transition.reenter) return std::nullopt;
  return StateIndex{0};
}

// Collects the states to enter, as XState's computeEntrySet does.
class EntrySet {
 public:
  EntrySet(const Definition& definition, const HistoryValue& before, const HistoryValue& history)
      : definition_(definition), before_(before), history_(history) {}

  void add_transition(const Transition& transition) {
    // What has been left decides what is entered: leaving may have changed where a history state leads.
    const auto domain = transition_domain(definition_, transition, before_);
    for (const StateIndex target : transition.targets) {
      const bool is_history = definition_.state(target).type == StateType::history;
      met_history_ = met_history_ || is_history;
      // A transition that stays inside its source does not enter the source again.
      if (!is_history &&
          (transition.source != target || !domain || transition.source != *domain || transition.reenter)) {
        states_.insert(target);
      }
      add_descendants(target);
    }
    for (const StateIndex state : effective_targets(definition_, transition, history_)) {
      StateList ancestors = proper_ancestors(definition_, state, domain.value_or(no_state));
      if (domain && definition_.state(*domain).type == StateType::parallel) ancestors.push_back(*domain);
      const bool reenters_root = transition.source == 0 && transition.reenter;
      add_ancestors(ancestors, reenters_root ? std::nullopt : domain);
    }
  }

  void add_descendants(StateIndex index) {
    const State& state = definition_.state(index);
    switch (state.type) {
      case StateType::history:
        add_history(state);
        return;
      case StateType::compound: {
        if (definition_.state(state.initial).type != StateType::history) states_.insert(state.initial);
        add_descendants(state.initial);
        add_ancestors(proper_ancestors(definition_, state.initial, index), std::nullopt);
        return;
      }
      case StateType::parallel:
        add_regions(state);
        return;
      case StateType::atomic:
      case StateType::final:
        return;
    }
  }

  StateSet take() { return std::move(states_); }
  bool met_history() const { return met_history_; }

 private:
  void add_history(const State& state) {
    met_history_ = true;
    const auto remembered = history_.find(state.index);
    const StateList targets =
        remembered != history_.end() ? remembered->second : history_default(definition_, state);
    for (const StateIndex target : targets) {
      states_.insert(target);
      add_descendants(target);
    }
    for (const StateIndex target : targets) {
      add_ancestors(proper_ancestors(definition_, target, state.parent), std::nullopt);
    }
  }

  void add_regions(const State& parallel) {
    for (const StateIndex child : parallel.children) {
      const bool entered = std::any_of(states_.begin(), states_.end(), [&](StateIndex state) {
        return definition_.is_descendant(state, child);
      });
      if (entered) continue;
      states_.insert(child);
      add_descendants(child);
    }
  }

  void add_ancestors(const StateList& ancestors, std::optional<StateIndex> reentrancy_domain) {
    for (const StateIndex ancestor : ancestors) {
      if (!reentrancy_domain || definition_.is_descendant(ancestor, *reentrancy_domain))
        states_.insert(ancestor);
      const State& state = definition_.state(ancestor);
      if (state.type == StateType::parallel) add_regions(state);
    }
  }

  const Definition& definition_;
  const HistoryValue& before_;
  const HistoryValue& history_;
  StateSet states_;
  bool met_history_ = false;
};

// The states that a transition leaves if they are active, as a range of the document; empty without a target.
std::pair<StateIndex, StateIndex> left_range(const Definition& definition, const Transition& transition,
                                             const HistoryValue& history) {
  if (transition.targets.empty()) return {0, 0};
  const auto domain = transition_domain(definition, transition, history);
  // Without a domain the root itself is left, and everything with it.
  if (!domain) return {0, definition.root().subtree_end};
  const bool leaves_domain = transition.reenter && transition.source == *domain;
  return {leaves_domain ? *domain : *domain + 1, definition.state(*domain).subtree_end};
}

}  // namespace

TransitionList remove_conflicting(const Definition& definition, const TransitionList& enabled,
                                  const StateList& active, const HistoryValue& history) {
  if (enabled.size() < 2) return enabled;
  TransitionList kept;
  for (const TransitionIndex candidate : enabled) {
    if (std::find(kept.begin(), kept.end(), candidate) != kept.end()) continue;
    const auto candidate_exits = exit_set(definition, {candidate}, active, history);
    bool preempted = false;
    TransitionList dropped;
    for (const TransitionIndex other : kept) {
      const auto other_exits = exit_set(definition, {other}, active, history);
      const bool conflict = std::any_of(candidate_exits.begin(), candidate_exits.end(),
                                        [&](StateIndex state) { return other_exits.contains(state); });
      if (!conflict) continue;
      if (definition.is_descendant(definition.transition(candidate).source,
                                   definition.transition(other).source)) {
        dropped.push_back(other);
      } else {
        preempted = true;
        break;
      }
    }
    if (preempted) continue;
    remove_where(kept, [&](TransitionIndex t) {
      return std::find(dropped.begin(), dropped.end(), t) != dropped.end();
    });
    kept.push_back(candidate);
  }
  return kept;
}

StateSet exit_set(const Definition& definition, const TransitionList& transitions, const StateList& active,
                  const HistoryValue& history) {
  StateSet states;
  for (const TransitionIndex index : transitions) {
    const auto [begin, end] = left_range(definition, definition.transition(index), history);
    for (const StateIndex state : active) {
      if (state >= begin && state < end) states.insert(state);
    }
  }
  return states;
}

StateSet entry_set(const Definition& definition, const TransitionList& transitions,
                   const HistoryValue& before, const HistoryValue& history) {
  EntrySet set(definition, before, history);
  for (const TransitionIndex index : transitions) {
    set.add_transition(definition.transition(index));
  }
  return set.take();
}

void remember(const Definition& definition, const StateList& left, const StateList& active,
              HistoryValue& history) {
  for (const StateIndex index : left) {
    for (const StateIndex keeper : definition.state(index).history_children) {
      StateList remembered;
      for (const StateIndex each : active) {
        const State& state = definition.state(each);
        const bool leaf = state.type == StateType::atomic || state.type == StateType::final;
        const bool wanted = definition.state(keeper).deep_history
                                ? leaf && definition.is_descendant(each, index)
                                : state.parent == index;
        if (wanted) remembered.push_back(each);
      }
      history[keeper] = std::move(remembered);
    }
  }
}

namespace {

// The root is active, each active state's parent, one child of each active compound state and all regions of
// each parallel one.
bool is_legal(const Definition& definition, const StateSet& active) {
  if (!active.contains(0)) return false;
  return std::all_of(active.begin(), active.end(), [&](StateIndex index) {
    const State& state = definition.state(index);
    if (state.parent != no_state && !active.contains(state.parent)) return false;
    const auto inside = std::count_if(state.children.begin(), state.children.end(),
                                      [&](StateIndex child) { return active.contains(child); });
    if (state.type == StateType::compound) return inside == 1;
    return state.type != StateType::parallel || inside == static_cast<std::ptrdiff_t>(state.children.size());
  });
}

bool leads_to_legal(const Definition& definition, const TransitionList& taken, const StateList& active,
                    const HistoryValue& history) {
  const StateSet left = exit_set(definition, taken, active, history);
  HistoryValue remembered = history;
  remember(definition, StateList(left.begin(), left.end()), active, remembered);
  StateSet after = entry_set(definition, taken, history, remembered);
  for (const StateIndex state : active) {
    if (!left.contains(state)) after.insert(state);
  }
  return is_legal(definition, after);
}

}  // namespace

TransitionList keep_legal(const Definition& definition, const TransitionList& taken, const StateList& active,
                          const HistoryValue& history) {
  if (taken.size() < 2 || !definition.has_history || leads_to_legal(definition, taken, active, history))
    return taken;
  TransitionList kept;
  for (const TransitionIndex transition : taken) {
    kept.push_back(transition);
    if (kept.size() > 1 && !leads_to_legal(definition, kept, active, history)) kept.pop_back();
  }
  return kept;
}

StateSet initial_set(const Definition& definition) {
  const HistoryValue none;
  EntrySet set(definition, none, none);
  set.add_descendants(0);
  auto states = set.take();
  states.insert(0);
  return states;
}

std::optional<TransitionPlan> plan_of(const Definition& definition, TransitionIndex transition) {
  const HistoryValue none;
  EntrySet set(definition, none, none);
  set.add_transition(definition.transition(transition));
  if (set.met_history()) return std::nullopt;
  const auto [begin, end] = left_range(definition, definition.transition(transition), none);
  return TransitionPlan{begin, end, set.take()};
}

}  // namespace yellowsea::machine
