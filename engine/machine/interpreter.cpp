#include "engine/machine/interpreter.hpp"

#include <algorithm>

#include "engine/machine/perform.hpp"
#include "engine/machine/selection.hpp"

namespace yellowsea::machine {
namespace {

bool writes_fields(ActionType type) {
  switch (type) {
    case ActionType::assign:
    case ActionType::assign_members:
    case ActionType::assign_date:
    case ActionType::append:
    case ActionType::append_record:
    case ActionType::remove:
    case ActionType::clear:
    case ActionType::add:
    case ActionType::assign_digest:
    case ActionType::assign_linked:
      return true;
    case ActionType::notify:
    case ActionType::raise:
    case ActionType::log:
    case ActionType::make:
    case ActionType::send:
      return false;
  }
  return false;
}

// Neither holds anything twice.
bool same_members(const StateList& left, const StateList& right) {
  if (left.size() != right.size()) return false;
  if (std::equal(left.begin(), left.end(), right.begin())) return true;
  return std::all_of(left.begin(), left.end(), [&](StateIndex state) {
    return std::find(right.begin(), right.end(), state) != right.end();
  });
}

const Json& no_members() {
  static const Json none = Json::object();
  return none;
}

// One macrostep on one item: microsteps until nothing is enabled and nothing is raised.
class Macrostep {
 public:
  Macrostep(Item& item, const StepContext& step, StepResult& result)
      : definition_(*item.definition), item_(item), step_(step), result_(result) {}

  void start() {
    result_.accepted = true;
    enter(initial_set(definition_));
    if (item_.done) finish();
    settle();
  }

  void take(const TransitionList& selected) {
    result_.accepted = true;
    microstep(selected);
    settle();
  }

 private:
  const Json& data() const { return raised_microstep_ || step_.data == nullptr ? no_members() : *step_.data; }
  const Json& actor() const {
    return raised_microstep_ || step_.actor == nullptr ? no_members() : *step_.actor;
  }

  GuardView view() const {
    return GuardView{scope_of(item_, step_, data(), actor()), &item_, step_.repository};
  }

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
      const auto guard = [this](const Transition& t) { return !t.guard || holds(*t.guard, view()); };
      TransitionList selected = look_for_eventless ? select_eventless(item_, guard) : TransitionList{};
      const bool eventless = !selected.empty();
      if (!eventless) {
        if (taken_raised_ == raised_.size()) return;
        const EventName event{raised_[taken_raised_++], {}};
        raised_microstep_ = true;
        selected = select_transitions(item_, event, guard);
      }
      const bool changed = !selected.empty() && microstep(selected);
      look_for_eventless = changed || !eventless;
    }
  }

  // True if fields, states or history changed.
  bool microstep(const TransitionList& selected) {
    // Nobody asks in which order states were entered if nothing is eventless or remembered.
    const bool order_counts = definition_.has_always || definition_.has_history;
    const StateList before = order_counts ? item_.active : StateList();
    assigned_ = false;
    remembered_ = false;
    const auto& plan = definition_.transition(selected.front()).plan;
    if (selected.size() == 1 && plan) {
      perform_plan(*plan, selected.front());
    } else {
      const TransitionList taken =
          keep_legal(definition_, remove_conflicting(definition_, selected, item_.active, item_.history),
                     item_.active, item_.history);
      const HistoryValue history_before = item_.history;
      leave(exit_set(definition_, taken, item_.active, item_.history));
      for (const TransitionIndex index : taken) perform_all(definition_.transition(index).actions);
      enter(entry_set(definition_, taken, history_before, item_.history));
    }
    if (item_.done) finish();
    if (!order_counts) return true;
    const bool same_states = same_members(before, item_.active);
    // The same states entered anew keep the order in which they were entered first, as in XState.
    if (same_states && !remembered_) item_.active = before;
    return assigned_ || remembered_ || !same_states;
  }

  void perform_plan(const TransitionPlan& plan, TransitionIndex transition) {
    StateSet left;
    for (const StateIndex state : item_.active) {
      if (state >= plan.left_begin && state < plan.left_end) left.insert(state);
    }
    leave(left);
    perform_all(definition_.transition(transition).actions);
    enter(plan.entry);
  }

  void leave(const StateSet& states) {
    if (definition_.has_history) {
      remember(definition_, states, item_.active, item_.history);
      remembered_ = remembered_ || std::any_of(states.begin(), states.end(), [&](StateIndex state) {
                      return !definition_.state(state).history_children.empty();
                    });
    }
    for (auto index = states.rbegin(); index != states.rend(); ++index) {
      perform_all(definition_.state(*index).exit);
      stop_timers(*index);
      remove_where(item_.active, [&](const auto& each) { return each == *index; });
    }
  }

  void stop_timers(StateIndex state) {
    remove_where(item_.timers, [&](const Timer& timer) { return timer.state == state; });
  }

  void enter(const StateSet& states) {
    StateSet completed;
    for (const StateIndex index : states) {
      const State& state = definition_.state(index);
      if (!item_.is_active(index)) item_.active.push_back(index);
      perform_all(state.entry);
      start_timers(state);
      if (state.type == StateType::final) reach_final(state, completed);
    }
  }

  void start_timers(const State& state) {
    stop_timers(state.index);
    if (state.after.empty()) return;
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
    PerformContext context{item_, step_, data(), actor(), raised_, result_};
    for (const Action& action : actions) {
      perform(action, context);
      assigned_ = assigned_ || writes_fields(action.type);
    }
  }

  const Definition& definition_;
  Item& item_;
  const StepContext& step_;
  RaisedEvents raised_;
  std::size_t taken_raised_ = 0;
  bool raised_microstep_ = false;
  bool assigned_ = false;    // in this microstep a field was written, even if with the value it had
  bool remembered_ = false;  // in this microstep a history state took note
  StepResult& result_;
};

// What an event selects; if nothing, `refusal` says why.
TransitionList choose(const Item& item, const EventName& event, const StepContext& step, Refusal& refusal) {
  // A machine in its top-level final state takes no more events.
  if (item.done) {
    refusal = Refusal{"no_transition", "no_transition", {}, false};
    return {};
  }
  const GuardView view{scope_of(item, step, step.data == nullptr ? no_members() : *step.data,
                                step.actor == nullptr ? no_members() : *step.actor),
                       &item, step.repository};
  TransitionList selected = select_transitions(item, event, [&](const Transition& transition) {
    return !transition.guard || holds(*transition.guard, view);
  });
  if (!selected.empty()) return selected;
  const auto first = first_candidate(item, event.text);
  refusal = first ? refusal_of(*item.definition->transition(*first).guard, view)
                  : Refusal{"no_transition", "no_transition", {}, false};
  return selected;
}

StepResult taken(Item& item, const EventName& event, const StepContext& context) {
  StepResult result;
  const TransitionList selected = choose(item, event, context, result.refusal);
  if (!selected.empty()) Macrostep(item, context, result).take(selected);
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

StepResult start(Item& item, const StepContext& context) {
  StepResult result;
  Macrostep(item, context, result).start();
  return result;
}

StepResult take(Item& item, std::string_view event, const StepContext& context) {
  return taken(item, event_name(*item.definition, event), context);
}

StepResult fire(Item& item, const Timer& timer, const StepContext& context) {
  const After& after = item.definition->state(timer.state).after[static_cast<std::size_t>(timer.after)];
  remove_where(item.timers, [&](const auto& each) { return each == timer; });
  return taken(item, {after.event_index, after.event}, context);
}

StepResult would_take(const Item& item, std::string_view event, const StepContext& context) {
  StepResult result;
  result.accepted = !choose(item, event_name(*item.definition, event), context, result.refusal).empty();
  return result;
}

}  // namespace yellowsea::machine
