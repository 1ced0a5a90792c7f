// The interpreter's rules on configurations without fields.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/exploration.hpp"
#include "engine/machine/step_sets.hpp"

namespace yellowsea::machine {
namespace {

// Ways in which the regions of a parallel state may choose; beyond this the analysis says that it is not
// whole.
constexpr std::size_t max_selections = 256;

std::vector<Selected> product(const std::vector<Selected>& left, const std::vector<Selected>& right,
                              bool& overflow) {
  std::vector<Selected> result;
  for (const Selected& one : left) {
    for (const Selected& other : right) {
      if (result.size() >= max_selections) {
        overflow = true;
        return result;
      }
      Selected both = one;
      for (const TransitionIndex transition : other) {
        if (std::find(both.begin(), both.end(), transition) == both.end()) both.push_back(transition);
      }
      if (std::find(result.begin(), result.end(), both) == result.end()) result.push_back(std::move(both));
    }
  }
  return result;
}

// The candidates that might be the first enabled one; `none` is set if it may be that none is.
std::vector<TransitionIndex> possible(const Definition& definition,
                                      const std::vector<TransitionIndex>& candidates, const GuardFacts& facts,
                                      bool& none) {
  std::vector<TransitionIndex> result;
  std::vector<const Guard*> refused;
  for (const TransitionIndex index : candidates) {
    const Transition& transition = definition.transition(index);
    const Truth truth = truth_of(transition, facts);
    if (truth == Truth::never) continue;
    // Whatever implies a guard that was refused is refused, too.
    const bool shadowed = transition.guard &&
                          std::any_of(refused.begin(), refused.end(),
                                      [&](const Guard* guard) { return implies(*transition.guard, *guard); });
    if (shadowed) continue;
    result.push_back(index);
    if (truth == Truth::always) {
      none = false;
      return result;
    }
    refused.push_back(&*transition.guard);
  }
  none = true;
  return result;
}

}  // namespace

bool AbstractConfiguration::is_active(StateIndex state) const {
  return std::binary_search(active.begin(), active.end(), state);
}

GuardFacts AbstractMachine::facts(const AbstractConfiguration& configuration, bool no_data,
                                  bool no_actor) const {
  return GuardFacts{&definition_, &configuration.active, no_data, no_actor};
}

AbstractConfiguration AbstractMachine::initial() const {
  AbstractConfiguration configuration;
  const auto states = initial_set(definition_);
  configuration.active.assign(states.begin(), states.end());
  configuration.done = in_final_state(configuration, 0);
  return configuration;
}

std::vector<Selected> AbstractMachine::select_in(const AbstractConfiguration& configuration, StateIndex index,
                                                 const std::string& event, const GuardFacts& facts,
                                                 bool& overflow) const {
  const State& state = definition_.state(index);
  std::vector<Selected> result{Selected{}};
  for (const StateIndex child : state.children) {
    if (!configuration.is_active(child)) continue;
    result = product(result, select_in(configuration, child, event, facts, overflow), overflow);
  }
  const auto nothing = std::find(result.begin(), result.end(), Selected{});
  if (nothing == result.end()) return result;
  bool none = true;
  const auto own = possible(definition_, candidates(state, event), facts, none);
  if (own.empty()) return result;
  result.erase(nothing);
  for (const TransitionIndex transition : own) result.push_back({transition});
  if (none) result.emplace_back();
  return result;
}

std::vector<Selected> AbstractMachine::selections(const AbstractConfiguration& configuration,
                                                  const std::string& event, const GuardFacts& facts,
                                                  bool& overflow) const {
  return select_in(configuration, 0, event, facts, overflow);
}

std::vector<Selected> AbstractMachine::always_selections(const AbstractConfiguration& configuration,
                                                         bool& overflow) const {
  const GuardFacts known = facts(configuration, true, true);
  std::vector<Selected> result{Selected{}};
  for (const StateIndex leaf : leaves_of(definition_, configuration)) {
    std::vector<Selected> own;
    bool none = true;
    for (StateIndex state = leaf; state != no_state && none; state = definition_.state(state).parent) {
      for (const TransitionIndex index :
           possible(definition_, definition_.state(state).always, known, none)) {
        own.push_back({index});
      }
    }
    if (none) own.emplace_back();
    result = product(result, own, overflow);
  }
  return result;
}

Microstep AbstractMachine::microstep(const AbstractConfiguration& configuration,
                                     const Selected& selected) const {
  Microstep step;
  step.after = configuration;
  const StateList before(configuration.active.begin(), configuration.active.end());
  const TransitionList taken =
      keep_legal(definition_,
                 remove_conflicting(definition_, TransitionList(selected.begin(), selected.end()), before,
                                    configuration.history),
                 before, configuration.history);
  step.taken.assign(taken.begin(), taken.end());
  const auto left = exit_set(definition_, taken, before, configuration.history);
  step.left.assign(left.begin(), left.end());
  remember(definition_, StateList(left.begin(), left.end()), before, step.after.history);
  const bool remembered = std::any_of(left.begin(), left.end(), [&](StateIndex state) {
    return !definition_.state(state).history_children.empty();
  });
  std::erase_if(step.after.active, [&](StateIndex state) { return left.contains(state); });
  const auto entered = entry_set(definition_, taken, configuration.history, step.after.history);
  step.entered.assign(entered.begin(), entered.end());
  std::set<StateIndex> active(step.after.active.begin(), step.after.active.end());
  active.insert(entered.begin(), entered.end());
  step.after.active.assign(active.begin(), active.end());
  step.after.done = in_final_state(step.after, 0);
  const auto actions = actions_of(definition_, step.left, step.taken, step.entered);
  step.changed = remembered || step.after.active != configuration.active ||
                 std::any_of(actions.begin(), actions.end(),
                             [](const Action* action) { return writes_fields(action->type); });
  return step;
}

bool AbstractMachine::in_final_state(const AbstractConfiguration& configuration, StateIndex index) const {
  const State& state = definition_.state(index);
  switch (state.type) {
    case StateType::compound:
      return std::any_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
        return definition_.state(child).type == StateType::final && configuration.is_active(child);
      });
    case StateType::parallel:
      return std::all_of(state.children.begin(), state.children.end(),
                         [&](StateIndex child) { return in_final_state(configuration, child); });
    case StateType::final:
      return true;
    case StateType::atomic:
    case StateType::history:
      return false;
  }
  return false;
}

std::vector<StateIndex> leaves_of(const Definition& definition, const AbstractConfiguration& configuration) {
  std::vector<StateIndex> leaves;
  for (const StateIndex index : configuration.active) {
    const StateType type = definition.state(index).type;
    if (type == StateType::atomic || type == StateType::final) leaves.push_back(index);
  }
  return leaves;
}

std::string configuration_text(const Definition& definition, const AbstractConfiguration& configuration) {
  std::string text;
  for (const StateIndex leaf : leaves_of(definition, configuration)) {
    const State& state = definition.state(leaf);
    text += (text.empty() ? "'" : ", '") + (state.path.empty() ? state.key : state.path) + "'";
  }
  return text;
}

bool has_tag(const Definition& definition, const AbstractConfiguration& configuration,
             const std::string& tag) {
  return std::any_of(configuration.active.begin(), configuration.active.end(), [&](StateIndex index) {
    const auto& tags = definition.state(index).tags;
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

bool is_outcome(const Definition& definition, const AbstractConfiguration& configuration) {
  return configuration.done || has_tag(definition, configuration, "settled");
}

std::vector<const Action*> actions_of(const Definition& definition, const std::vector<StateIndex>& left,
                                      const std::vector<TransitionIndex>& taken,
                                      const std::vector<StateIndex>& entered) {
  std::vector<const Action*> actions;
  for (auto state = left.rbegin(); state != left.rend(); ++state) {
    for (const Action& action : definition.state(*state).exit) actions.push_back(&action);
  }
  for (const TransitionIndex index : taken) {
    for (const Action& action : definition.transition(index).actions) actions.push_back(&action);
  }
  for (const StateIndex state : entered) {
    for (const Action& action : definition.state(state).entry) actions.push_back(&action);
  }
  return actions;
}

}  // namespace yellowsea::machine
