#include "engine/machine/interpreter.hpp"

#include <algorithm>
#include <deque>

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

// One macrostep on one item: microsteps until nothing is enabled and nothing is raised.
class Macrostep {
 public:
  Macrostep(Item& item, const StepContext& step)
      : definition_(*item.definition),
        item_(item),
        step_(step),
        reference_{{"kind", item.kind}, {"id", item.id}} {}

  StepResult start() {
    result_.accepted = true;
    enter(initial_set(definition_));
    if (item_.done) finish();
    settle();
    return std::move(result_);
  }

  StepResult take(const std::string& event) {
    const auto selected =
        select_transitions(item_, event, [this](const Transition& t) { return enabled(t); });
    if (selected.empty()) {
      result_.refusal = first_refusal_.value_or(Refusal{"no_transition", "no_transition", {}, false});
      return std::move(result_);
    }
    result_.accepted = true;
    microstep(selected);
    settle();
    return std::move(result_);
  }

 private:
  const Json& data() const { return raised_microstep_ || step_.data == nullptr ? empty_ : *step_.data; }
  const Json& actor() const { return raised_microstep_ || step_.actor == nullptr ? empty_ : *step_.actor; }

  GuardView view() const {
    return GuardView{scope_of(item_, reference_, step_, data(), actor()), &item_, step_.repository};
  }

  bool enabled(const Transition& transition) {
    if (!transition.guard || holds(*transition.guard, view())) return true;
    if (!first_refusal_) first_refusal_ = refusal_of(*transition.guard, view());
    return false;
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
      auto selected = look_for_eventless ? select_eventless(item_, guard) : std::vector<TransitionIndex>{};
      const bool eventless = !selected.empty();
      if (!eventless) {
        if (raised_.empty()) return;
        const std::string event = raised_.front();
        raised_.pop_front();
        raised_microstep_ = true;
        selected = select_transitions(item_, event, guard);
      }
      const bool changed = !selected.empty() && microstep(selected);
      look_for_eventless = changed || !eventless;
    }
  }

  // True if fields, states or history changed.
  bool microstep(const std::vector<TransitionIndex>& selected) {
    const auto taken = remove_conflicting(definition_, selected, item_.active, item_.history);
    const std::vector<StateIndex> before = item_.active;
    const HistoryValue history_before = item_.history;
    assigned_ = false;
    remembered_ = false;
    leave(exit_set(definition_, taken, item_.active, item_.history));
    for (const TransitionIndex index : taken) perform_all(definition_.transition(index).actions);
    enter(entry_set(definition_, taken, history_before, item_.history));
    if (item_.done) finish();
    const bool same_states = before.size() == item_.active.size() &&
                             std::is_permutation(before.begin(), before.end(), item_.active.begin());
    // The same states entered anew keep the order in which they were entered first, as in XState.
    if (same_states && !remembered_) item_.active = before;
    return assigned_ || remembered_ || !same_states;
  }

  void leave(const std::set<StateIndex>& states) {
    for (auto index = states.rbegin(); index != states.rend(); ++index) remember(definition_.state(*index));
    for (auto index = states.rbegin(); index != states.rend(); ++index) {
      perform_all(definition_.state(*index).exit);
      std::erase_if(item_.timers, [&](const Timer& timer) { return timer.state == *index; });
      std::erase(item_.active, *index);
    }
  }

  void remember(const State& left) {
    for (const StateIndex history : left.history_children) {
      std::vector<StateIndex> remembered;
      for (const StateIndex active : item_.active) {
        const State& state = definition_.state(active);
        const bool leaf = state.type == StateType::atomic || state.type == StateType::final;
        const bool wanted = definition_.state(history).deep_history
                                ? leaf && definition_.is_descendant(active, left.index)
                                : state.parent == left.index;
        if (wanted) remembered.push_back(active);
      }
      item_.history[history] = std::move(remembered);
      remembered_ = true;
    }
  }

  void enter(const std::set<StateIndex>& states) {
    std::set<StateIndex> completed;
    for (const StateIndex index : states) {
      const State& state = definition_.state(index);
      if (!item_.is_active(index)) item_.active.push_back(index);
      perform_all(state.entry);
      start_timers(state);
      if (state.type == StateType::final) reach_final(state, completed);
    }
  }

  void start_timers(const State& state) {
    std::erase_if(item_.timers, [&](const Timer& timer) { return timer.state == state.index; });
    for (std::size_t i = 0; i < state.after.size(); ++i) {
      const auto due = due_of(state.after[i].delay, item_, step_.now, step_.zone);
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

  void reach_final(const State& state, std::set<StateIndex>& completed) {
    const State* parent = state.parent == no_state ? nullptr : &definition_.state(state.parent);
    const auto parent_of = [&](const State* child) {
      return child == nullptr || child->parent == no_state ? nullptr : &definition_.state(child->parent);
    };
    const State* ancestor =
        parent != nullptr && parent->type == StateType::parallel ? parent : parent_of(parent);
    if (parent != nullptr && parent->type == StateType::compound) raised_.push_back(parent->done_event);
    while (ancestor != nullptr && ancestor->type == StateType::parallel &&
           !completed.contains(ancestor->index) && in_final_state(*ancestor)) {
      completed.insert(ancestor->index);
      raised_.push_back(ancestor->done_event);
      ancestor = parent_of(ancestor);
    }
    if (ancestor == nullptr) item_.done = true;
  }

  // A machine in its top-level final state runs every exit action and stops all timers, but stays where it
  // is.
  void finish() {
    std::vector<StateIndex> active = item_.active;
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
  const Json reference_;
  const Json empty_ = Json::object();
  std::deque<std::string> raised_;
  bool raised_microstep_ = false;
  bool assigned_ = false;    // in this microstep a field was written, even if with the value it had
  bool remembered_ = false;  // in this microstep a history state took note
  std::optional<Refusal> first_refusal_;
  StepResult result_;
};

StepResult on_copy(Item& item, const StepContext& context, const std::string& event) {
  if (item.done) {
    StepResult result;
    result.refusal = Refusal{"no_transition", "no_transition", {}, false};
    return result;
  }
  Item work = item;
  StepResult result = Macrostep(work, context).take(event);
  if (result.accepted) item = std::move(work);
  return result;
}

}  // namespace

StepResult start(Item& item, const StepContext& context) {
  Item work = item;
  StepResult result = Macrostep(work, context).start();
  if (result.accepted) item = std::move(work);
  return result;
}

StepResult take(Item& item, const std::string& event, const StepContext& context) {
  return on_copy(item, context, event);
}

StepResult fire(Item& item, const Timer& timer, const StepContext& context) {
  std::erase(item.timers, timer);
  const State& state = item.definition->state(timer.state);
  return on_copy(item, context, state.after[static_cast<std::size_t>(timer.after)].event);
}

StepResult would_take(const Item& item, const std::string& event, const StepContext& context) {
  Item work = item;
  return on_copy(work, context, event);
}

}  // namespace yellowsea::machine
