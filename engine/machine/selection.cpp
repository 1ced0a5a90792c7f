#include "engine/machine/selection.hpp"

#include <algorithm>
#include <optional>

namespace yellowsea::machine {
namespace {

std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens(1);
  for (const char c : text) {
    if (c == '.') {
      tokens.emplace_back();
    } else {
      tokens.back().push_back(c);
    }
  }
  return tokens;
}

// Proper ancestors from the parent up to, but without, `until` (no_state: up to and with the root).
std::vector<StateIndex> proper_ancestors(const Definition& definition, StateIndex state, StateIndex until) {
  std::vector<StateIndex> ancestors;
  if (state == until) return ancestors;
  for (StateIndex current = definition.state(state).parent; current != no_state && current != until;
       current = definition.state(current).parent) {
    ancestors.push_back(current);
  }
  return ancestors;
}

// Where a history state leads while nothing is remembered.
std::vector<StateIndex> history_default(const Definition& definition, const State& history) {
  if (history.history_has_default) return history.history_default;
  const State& parent = definition.state(history.parent);
  if (parent.type == StateType::parallel) return {parent.index};
  return {parent.initial};
}

void add_effective_targets(const Definition& definition, const std::vector<StateIndex>& targets,
                           const HistoryValue& history, std::vector<StateIndex>& result) {
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

std::vector<StateIndex> effective_targets(const Definition& definition, const Transition& transition,
                                          const HistoryValue& history) {
  std::vector<StateIndex> targets;
  if (transition.has_target) add_effective_targets(definition, transition.targets, history, targets);
  return targets;
}

// The state inside which everything is left and entered; nullopt means the root itself is left, too.
std::optional<StateIndex> transition_domain(const Definition& definition, const Transition& transition,
                                            const HistoryValue& history) {
  const std::vector<StateIndex> targets = effective_targets(definition, transition, history);
  const auto inside_source = [&](StateIndex target) {
    return target == transition.source || definition.is_descendant(target, transition.source);
  };
  if (!transition.reenter && std::all_of(targets.begin(), targets.end(), inside_source))
    return transition.source;
  // The least common ancestor is looked for from the first target, with the source last (XState's order).
  std::vector<StateIndex> states = targets;
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
      // A transition that stays inside its source does not enter the source again.
      if (!is_history &&
          (transition.source != target || !domain || transition.source != *domain || transition.reenter)) {
        states_.insert(target);
      }
      add_descendants(target);
    }
    for (const StateIndex state : effective_targets(definition_, transition, history_)) {
      std::vector<StateIndex> ancestors = proper_ancestors(definition_, state, domain.value_or(no_state));
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

  std::set<StateIndex> take() { return std::move(states_); }

 private:
  void add_history(const State& state) {
    const auto remembered = history_.find(state.index);
    const std::vector<StateIndex> targets =
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

  void add_ancestors(const std::vector<StateIndex>& ancestors, std::optional<StateIndex> reentrancy_domain) {
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
  std::set<StateIndex> states_;
};

// The first candidate of the state whose guard holds.
std::optional<TransitionIndex> next_of(const Definition& definition, const State& state,
                                       const std::string& event,
                                       const std::function<bool(const Transition&)>& enabled) {
  for (const TransitionIndex candidate : candidates(state, event)) {
    if (enabled(definition.transition(candidate))) return candidate;
  }
  return std::nullopt;
}

std::vector<TransitionIndex> select_in(const Item& item, const State& state, const std::string& event,
                                       const std::function<bool(const Transition&)>& enabled) {
  const Definition& definition = *item.definition;
  std::vector<TransitionIndex> selected;
  for (const StateIndex child : state.children) {
    if (!item.is_active(child)) continue;
    const auto inner = select_in(item, definition.state(child), event, enabled);
    selected.insert(selected.end(), inner.begin(), inner.end());
  }
  if (selected.empty()) {
    if (const auto own = next_of(definition, state, event, enabled)) selected.push_back(*own);
  }
  return selected;
}

}  // namespace

bool descriptor_matches(const std::string& descriptor, const std::string& event) {
  if (descriptor == event || descriptor == "*") return true;
  if (descriptor.size() < 2 || descriptor.compare(descriptor.size() - 2, 2, ".*") != 0) return false;
  const auto wanted = tokens_of(descriptor);
  const auto given = tokens_of(event);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "*") return i + 1 == wanted.size();
    if (i >= given.size() || wanted[i] != given[i]) return false;
  }
  return true;
}

std::vector<TransitionIndex> candidates(const State& state, const std::string& event) {
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

std::vector<TransitionIndex> select_transitions(const Item& item, const std::string& event,
                                                const std::function<bool(const Transition&)>& enabled) {
  return select_in(item, item.definition->root(), event, enabled);
}

std::vector<TransitionIndex> select_eventless(const Item& item,
                                              const std::function<bool(const Transition&)>& enabled) {
  const Definition& definition = *item.definition;
  std::vector<TransitionIndex> selected;
  for (const StateIndex index : item.active) {  // in the order of entry, as XState does
    const State& leaf = definition.state(index);
    if (leaf.type != StateType::atomic && leaf.type != StateType::final) continue;
    for (StateIndex current = index; current != no_state; current = definition.state(current).parent) {
      const auto& always = definition.state(current).always;
      const auto found = std::find_if(always.begin(), always.end(),
                                      [&](TransitionIndex t) { return enabled(definition.transition(t)); });
      if (found == always.end()) continue;
      if (std::find(selected.begin(), selected.end(), *found) == selected.end()) selected.push_back(*found);
      break;
    }
  }
  return remove_conflicting(definition, selected, item.active, item.history);
}

std::vector<TransitionIndex> remove_conflicting(const Definition& definition,
                                                const std::vector<TransitionIndex>& enabled,
                                                const std::vector<StateIndex>& active,
                                                const HistoryValue& history) {
  if (enabled.size() < 2) return enabled;
  std::vector<TransitionIndex> kept;
  for (const TransitionIndex candidate : enabled) {
    if (std::find(kept.begin(), kept.end(), candidate) != kept.end()) continue;
    const auto candidate_exits = exit_set(definition, {candidate}, active, history);
    bool preempted = false;
    std::vector<TransitionIndex> dropped;
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
    std::erase_if(kept, [&](TransitionIndex t) {
      return std::find(dropped.begin(), dropped.end(), t) != dropped.end();
    });
    kept.push_back(candidate);
  }
  return kept;
}

std::set<StateIndex> exit_set(const Definition& definition, const std::vector<TransitionIndex>& transitions,
                              const std::vector<StateIndex>& active, const HistoryValue& history) {
  std::set<StateIndex> states;
  for (const TransitionIndex index : transitions) {
    const Transition& transition = definition.transition(index);
    if (transition.targets.empty()) continue;
    const auto domain = transition_domain(definition, transition, history);
    if (transition.reenter && domain && transition.source == *domain) states.insert(*domain);
    for (const StateIndex state : active) {
      // Without a domain the root itself is left, and everything with it.
      if (!domain || definition.is_descendant(state, *domain)) states.insert(state);
    }
  }
  return states;
}

std::set<StateIndex> entry_set(const Definition& definition, const std::vector<TransitionIndex>& transitions,
                               const HistoryValue& before, const HistoryValue& history) {
  EntrySet set(definition, before, history);
  for (const TransitionIndex index : transitions) {
    set.add_transition(definition.transition(index));
  }
  return set.take();
}

std::set<StateIndex> initial_set(const Definition& definition) {
  const HistoryValue none;
  EntrySet set(definition, none, none);
  set.add_descendants(0);
  auto states = set.take();
  states.insert(0);
  return states;
}

}  // namespace yellowsea::machine
