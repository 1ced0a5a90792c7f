#include "engine/machine/interpreter.hpp"

#include <algorithm>

#include "engine/machine/perform.hpp"
#include "engine/machine/selection.hpp"
#include "engine/machine/step_sets.hpp"

namespace yellowsea::machine {
namespace {

const Json& no_members() {
  static const Json none = Json::object();
  return none;
}

// What the item's guards and actions see.
GuardView view_of(const Item& item, const StepContext& step) {
  GuardView view;
  view.scope.fields = &item.fields;
  view.scope.data = step.data == nullptr ? &no_members() : step.data;
  view.scope.actor = step.actor == nullptr ? &no_members() : step.actor;
  view.scope.item = ItemName{item.kind, item.id};
  view.scope.now = step.now;
  view.scope.zone = step.zone;
  view.item = &item;
  view.repository = step.repository;
  return view;
}

// What an event selects; if nothing, `refusal` says why.
TransitionList choose(const Item& item, const EventName& event, const GuardView& view, Refusal& refusal) {
  TransitionList selected;
  // A machine in its top-level final state takes no more events.
  if (!item.done) select_transitions(item, event, view, selected);
  if (!selected.empty()) return selected;
  const auto first = item.done ? std::nullopt : first_candidate(item, event.text);
  refusal = first ? refusal_of(*item.definition->transition(*first).guard, view)
                  : Refusal{"no_transition", "no_transition", {}, false};
  return selected;
}

// One macrostep on one item: microsteps until nothing is enabled and nothing is raised.
class Macrostep {
 public:
  Macrostep(Item& item, const StepContext& step, StepResult& result)
      : definition_(*item.definition),
        item_(item),
        step_(step),
        view_(view_of(item, step)),
        result_(result) {}

  void start() {
    result_.accepted = true;
    enter(initial_set(definition_));
    if (item_.done) finish();
    settle();
  }

  void take(const EventName& event) {
    const TransitionList selected = choose(item_, event, view_, result_.refusal);
    if (selected.empty()) return;
    result_.accepted = true;
    microstep(selected);
    settle();
  }

 private:
  // As XState, an `always` that changed neither fields, states nor history is not looked for again until a
  // raised event has been taken: one without target whose guard goes on to hold comes to rest.
  void settle() {
    bool look_for_eventless = true;
    for (int microsteps = 0; !item_.done; ++microsteps) {
      if (microsteps == max_microsteps) {
        result_.accepted = false;
        result_.refusal = Refusal{"endless_loop", "endless_loop", {}, false};
        return;
      }
      TransitionList selected;
      if (look_for_eventless) select_eventless(item_, view_, selected);
      const bool eventless = !selected.empty();
      if (!eventless) {
        if (taken_raised_ == raised_.size()) return;
        const EventName event{raised_[taken_raised_++], {}};
        // In the microstep of a raised event there is neither data nor actor.
        view_.scope.data = view_.scope.actor = &no_members();
        select_transitions(item_, event, view_, selected);
      }
      const bool changed = !selected.empty() && microstep(selected);
      look_for_eventless = changed || !eventless;
    }
  }

  // True if fields, states or history changed.
  bool microstep(const TransitionList& selected) {
    assigned_ = false;
    remembered_ = false;
    left_.clear();
    entered_.clear();
    const auto& plan = definition_.transition(selected.front()).plan;
    if (selected.size() == 1 && plan) {
      perform_plan(*plan, selected.front());
    } else {
      perform_set(selected);
    }
    if (item_.done) finish();
    // Nobody asks if nothing is eventless.
    return !definition_.has_always || assigned_ || remembered_ || changed_states();
  }

  void perform_plan(const TransitionPlan& plan, TransitionIndex transition) {
    for (const StateIndex state : item_.active) {
      if (state >= plan.left_begin && state < plan.left_end) left_.push_back(state);
    }
    if (left_.size() > 1) std::sort(left_.begin(), left_.end());
    StateList before;
    if (keeps_order(plan.entry)) before = item_.active;
    leave();
    perform_all(definition_.transition(transition).actions);
    enter(plan.entry);
    restore_order(before);
  }

  void perform_set(const TransitionList& selected) {
    const TransitionList taken =
        keep_legal(definition_, remove_conflicting(definition_, selected, item_.active, item_.history),
                   item_.active, item_.history);
    const HistoryValue history_before = item_.history;
    const StateSet left = exit_set(definition_, taken, item_.active, item_.history);
    left_.assign(left.begin(), left.end());
    const StateList before = item_.active;
    leave();
    for (const TransitionIndex index : taken) perform_all(definition_.transition(index).actions);
    enter(entry_set(definition_, taken, history_before, item_.history));
    restore_order(before);
  }

  // Whether all that is left may be entered again.
  bool keeps_order(const StateSet& entry) const {
    return !left_.empty() && std::includes(entry.begin(), entry.end(), left_.begin(), left_.end());
  }

  // The same states entered anew keep the order in which they were entered first, as in XState.
  void restore_order(const StateList& before) {
    if (!before.empty() && !remembered_ && !changed_states()) item_.active = before;
  }

  bool changed_states() const {
    return left_.size() != entered_.size() ||
           !std::is_permutation(left_.begin(), left_.end(), entered_.begin());
  }

  // Leaves `left_`, which is in document order.
  void leave() {
    if (definition_.has_history) {
      remember(definition_, left_, item_.active, item_.history);
      remembered_ = remembered_ || std::any_of(left_.begin(), left_.end(), [&](StateIndex state) {
                      return !definition_.state(state).history_children.empty();
                    });
    }
    for (auto index = left_.rbegin(); index != left_.rend(); ++index) {
      const State& state = definition_.state(*index);
      perform_all(state.exit);
      stop_timers(state);
      item_.active.erase(std::find(item_.active.begin(), item_.active.end(), *index));
    }
  }

  void stop_timers(const State& state) {
    if (state.after.empty()) return;
    remove_where(item_.timers, [&](const Timer& timer) { return timer.state == state.index; });
  }

  void enter(const StateSet& states) {
    StateSet completed;
    for (const StateIndex index : states) {
      const State& state = definition_.state(index);
      if (item_.is_active(index)) {
        stop_timers(state);
      } else {
        item_.active.push_back(index);
        entered_.push_back(index);
      }
      perform_all(state.entry);
      if (!state.after.empty()) start_timers(state);
      if (state.type == StateType::final) reach_final(state, completed);
    }
  }

  void start_timers(const State& state) {
    DelayClock clock(item_, step_.now, step_.zone);
    for (std::size_t i = 0; i < state.after.size(); ++i) {
      const auto due = clock.due_of(state.after[i].delay);
      if (!due) continue;
      item_.timers.push_back(Timer{state.index, static_cast<std::int32_t>(i), *due, ++item_.generation});
    }
  }

  bool in_final_state(const State& state) const {
    switch (state.type) {
      case StateType::compound:
        return std::any_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
          return definition_.state(child).type == StateType::final && item_.is_active(child);
        });
      case StateType::parallel:
        return std::all_of(state.children.begin(), state.children.end(),
                           [&](StateIndex child) { return in_final_state(definition_.state(child)); });
      case StateType::final:
        return true;
      case StateType::atomic:
      case StateType::history:
        return false;
    }
    return false;
  }

  void reach_final(const State& state, StateSet& completed) {
    const State* parent = state.parent == no_state ? nullptr : &definition_.state(state.parent);
    const auto parent_of = [&](const State* child) {
      return child == nullptr || child->parent == no_state ? nullptr : &definition_.state(child->parent);
    };
    const State* ancestor =
        parent != nullptr && parent->type == StateType::parallel ? parent : parent_of(parent);
    if (parent != nullptr && parent->type == StateType::compound) raised_.push_back(parent->done_event_index);
    while (ancestor != nullptr && ancestor->type == StateType::parallel &&
           !completed.contains(ancestor->index) && in_final_state(*ancestor)) {
      completed.insert(ancestor->index);
      raised_.push_back(ancestor->done_event_index);
      ancestor = parent_of(ancestor);
    }
    if (ancestor == nullptr) item_.done = true;
  }

  // A machine in its top-level final state runs every exit action and stops all timers, but stays where it
  // is.
  void finish() {
    StateList active = item_.active;
    std::sort(active.rbegin(), active.rend());
    for (const StateIndex index : active) perform_all(definition_.state(index).exit);
    item_.timers.clear();
  }

  void perform_all(const std::vector<Action>& actions) {
    for (const Action& action : actions) {
      PerformContext context{item_, view_, raised_, result_};
      perform(action, context);
      assigned_ = assigned_ || writes_fields(action.type);
    }
  }

  const Definition& definition_;
  Item& item_;
  const StepContext& step_;
  GuardView view_;
  RaisedEvents raised_;
  std::size_t taken_raised_ = 0;
  StateList left_;           // in this microstep
  StateList entered_;        // in this microstep, of those that were not active
  bool assigned_ = false;    // in this microstep a field was written, even if with the value it had
  bool remembered_ = false;  // in this microstep a history state took note
  StepResult& result_;
};

StepResult taken(Item& item, const EventName& event, const StepContext& context) {
  StepResult result;
  Macrostep(item, context, result).take(event);
  return result;
}

}  // namespace

Json actions_json(const StepResult& result) {
  Json actions = Json::array();
  for (const Action* action : result.actions) {
    Json executed{{"type", action->name}};
    if (!action->params.is_null()) executed["params"] = action->params;
    actions.push_back(std::move(executed));
  }
  return actions;
}

std::optional<Refusal> refusal_to_open(const Item& item, const StepContext& context) {
  const EventDefinition* opening = item.definition->event("open");
  if (opening == nullptr || !opening->guard) return std::nullopt;
  const GuardView view = view_of(item, context);
  if (holds(*opening->guard, view)) return std::nullopt;
  return refusal_of(*opening->guard, view);
}

StepResult start(Item& item, const StepContext& context) {
  StepResult result;
  Macrostep(item, context, result).start();
  return result;
}

StepResult take(Item& item, std::string_view event, const StepContext& context) {
  return taken(item, event_name(*item.definition, event), context);
}

StepResult take(Item& item, const EventName& event, const StepContext& context) {
  return taken(item, event, context);
}

StepResult fire(Item& item, const Timer& timer, const StepContext& context) {
  const After& after = item.definition->state(timer.state).after[static_cast<std::size_t>(timer.after)];
  remove_where(item.timers, [&](const auto& each) { return each == timer; });
  return taken(item, {after.event_index, after.event}, context);
}

StepResult would_take(const Item& item, std::string_view event, const StepContext& context) {
  StepResult result;
  result.accepted =
      !choose(item, event_name(*item.definition, event), view_of(item, context), result.refusal).empty();
  return result;
}

}  // namespace yellowsea::machine
