#include "engine/machine/migration.hpp"

#include <algorithm>
#include <set>

#include "engine/base/schema.hpp"
#include "engine/machine/evaluate.hpp"
#include "engine/machine/migration_parts.hpp"
#include "engine/machine/path.hpp"
#include "engine/machine/perform.hpp"

namespace yellowsea::machine {
namespace {

struct Refused {
  std::string rule;
  std::string reason;
};
using Checked = std::optional<Refused>;  // nullopt: nothing is wrong

bool in_final(const Definition& definition, const StateList& active, const State& state) {
  const auto is_active = [&](StateIndex index) {
    return std::find(active.begin(), active.end(), index) != active.end();
  };
  switch (state.type) {
    case StateType::compound:
      return std::any_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
        return definition.state(child).type == StateType::final && is_active(child);
      });
    case StateType::parallel:
      return std::all_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
        return in_final(definition, active, definition.state(child));
      });
    case StateType::final:
      return true;
    case StateType::atomic:
    case StateType::history:
      return false;
  }
  return false;
}

// Active states that are done, and whose `onDone` waits.
std::set<std::string> waiting_for_done(const Item& item) {
  std::set<std::string> paths;
  for (const StateIndex index : item.active) {
    const State& state = item.definition->state(index);
    const bool waits = std::any_of(state.on.begin(), state.on.end(), [&](const DescriptorTransitions& on) {
      return on.descriptor == state.done_event && !on.transitions.empty();
    });
    if (waits && !is_leaf(state) && in_final(*item.definition, item.active, state)) paths.insert(state.path);
  }
  return paths;
}

Json machine_part(const Item& item) {
  Json snapshot = snapshot_of(item);
  snapshot.erase("fields");
  return snapshot;
}

Json version_of(const Definition& definition) {
  return Json{{"version", definition.version}, {"sha256", definition.sha256}};
}

std::string name_of_timer(const Definition& definition, const Timer& timer) {
  return timer_name(definition, {timer.state, timer.after});
}

// One item on its way from the old version to the new one.
class Mover {
 public:
  Mover(const Migration& migration, const Item& item, const MigrationContext& context)
      : migration_(migration),
        from_(*migration.from),
        to_(*migration.to),
        before_(item),
        context_(context),
        at_(std::max(context.now, item.updated_at)) {
    step_.kind = item.kind;
    step_.id = item.id;
    step_.version = item.version;
    step_.before = configuration(item);
  }

  MigrationStep move() {
    for (const StateIndex state : before_.active) {
      const auto stays = migration_.stay.find(state);
      if (stays == migration_.stay.end()) continue;
      step_.outcome = MigrationStep::Outcome::stays;
      step_.reason = stays->second;
      return std::move(step_);
    }
    after_.kind = before_.kind;
    after_.id = before_.id;
    after_.definition = migration_.to;
    after_.order = before_.order;
    after_.generation = before_.generation;
    for (const auto part : {&Mover::move_states, &Mover::move_fields, &Mover::move_histories,
                            &Mover::move_timers, &Mover::keep_deadline, &Mover::keep_rest}) {
      if (auto refused = (this->*part)()) {
        step_.rule = refused->rule;
        step_.reason = refused->reason;
        return std::move(step_);
      }
    }
    finish();
    return std::move(step_);
  }

 private:
  Checked move_states() {
    StateList leaves;
    for (const StateIndex state : before_.active) {
      if (!is_leaf(from_.state(state))) continue;
      const auto targets = migration_.states.find(state);
      if (targets == migration_.states.end())
        return Refused{"uncovered_state",
                       "no new state is named for " + quoted_name(from_.state(state).path)};
      for (const StateIndex target : targets->second) {
        if (std::find(leaves.begin(), leaves.end(), target) == leaves.end()) leaves.push_back(target);
      }
    }
    auto active = configuration_of(to_, leaves, migration_.fill);
    if (!active) return Refused{active.error().rule, active.error().detail};
    after_.active = std::move(*active);
    step_.after = configuration(after_);
    after_.done = in_final(to_, after_.active, to_.root());
    if (after_.done && !before_.done)
      return Refused{"finishes", "it would be finished, without anything of what follows from that"};
    return std::nullopt;
  }

  Checked move_fields() {
    for (const auto& [name, value] : before_.fields.items()) {
      if (migration_.no_fields.contains(name)) continue;
      const auto carried = migration_.fields.find(name);
      // What the old schema does not name is made by the workflow itself.
      const bool free = field_schema(from_, name) == nullptr && migration_.same_fields;
      if (carried == migration_.fields.end() && !free)
        return Refused{"uncovered_field", "the map says nothing of its field " + quoted_name(name)};
      after_.fields[carried == migration_.fields.end() ? name : carried->second] = value;
    }
    for (const auto& [name, value] : migration_.set_fields) after_.fields[name] = value;
    return check_fields();
  }

  // What was wrong before, under the old schema, is not held against the migration.
  Checked check_fields() const {
    if (!to_.fields) return std::nullopt;
    const std::vector<FieldError> before =
        from_.fields ? check_schema(*from_.fields, before_.fields) : std::vector<FieldError>{};
    const auto known = [&](const FieldError& error) {
      return std::any_of(before.begin(), before.end(), [&](const FieldError& old) {
        return old.rule == error.rule && new_pointer(old.pointer) == error.pointer;
      });
    };
    for (const FieldError& error : check_schema(*to_.fields, after_.fields)) {
      if (!known(error))
        return Refused{"schema", "its fields would not fit the new version: " +
                                     (error.pointer.empty() ? "" : error.pointer + ": ") + error.detail};
    }
    return std::nullopt;
  }

  std::string new_pointer(const std::string& pointer) const {
    const std::size_t end = pointer.find('/', 1);
    const auto carried =
        pointer.empty() ? migration_.fields.end() : migration_.fields.find(pointer.substr(1, end - 1));
    if (carried == migration_.fields.end()) return pointer;
    return "/" + carried->second + (end == std::string::npos ? "" : pointer.substr(end));
  }

  Checked move_histories() {
    for (const auto& [history, remembered] : before_.history) {
      const auto mapped = migration_.histories.find(history);
      if (mapped == migration_.histories.end()) {
        if (migration_.no_histories.contains(history)) continue;
        return Refused{"uncovered_history",
                       "no new history state is named for " + quoted_name(from_.state(history).path)};
      }
      StateList states;
      for (const StateIndex state : remembered) {
        const auto targets = migration_.states.find(state);
        if (targets == migration_.states.end()) return forgets(history, from_.state(state).path);
        for (const StateIndex target : targets->second) {
          if (std::find(states.begin(), states.end(), target) == states.end()) states.push_back(target);
        }
      }
      const State& other = to_.state(mapped->second);
      if (other.deep_history && !states.empty()) {
        const auto within = configuration_of(to_, states, migration_.fill, other.parent);
        if (!within)
          return Refused{"history_value", "what " + quoted_name(from_.state(history).path) +
                                              " remembers: " + within.error().detail};
        states.clear();
        for (const StateIndex state : *within) {
          if (is_leaf(to_.state(state))) states.push_back(state);
        }
      } else if (states.size() > 1 && to_.state(other.parent).type == StateType::compound) {
        return Refused{"history_value", quoted_name(other.path) + " can remember one state only"};
      }
      after_.history[mapped->second] = std::move(states);
    }
    return std::nullopt;
  }

  Refused forgets(StateIndex history, const std::string& state) const {
    return Refused{"history_value", quoted_name(from_.state(history).path) + " remembers " +
                                        quoted_name(state) + ", for which no new state is named"};
  }

  Checked move_timers() {
    std::set<TimerPlace> running;
    for (const Timer& timer : before_.timers) {
      const auto mapped = migration_.timers.find({timer.state, timer.after});
      const std::string name = name_of_timer(from_, timer);
      if (mapped == migration_.timers.end()) {
        const auto dropped = migration_.no_timers.find({timer.state, timer.after});
        if (dropped == migration_.no_timers.end())
          return Refused{"uncovered_timer", "the map says nothing of its timer " + quoted_name(name)};
        step_.timers.push_back({TimerStep::What::dropped, name, "", timer.due, dropped->second});
        continue;
      }
      const std::string new_name = timer_name(to_, mapped->second);
      if (!is_active(mapped->second.first))
        return Refused{"timer_state", "its timer " + quoted_name(name) + " would become " +
                                          quoted_name(new_name) + ", in a state in which it would not be"};
      if (!running.insert(mapped->second).second)
        return Refused{"doubled_timer", "two of its timers would become " + quoted_name(new_name)};
      // A number of its own: what was read of the old timer before can't fire it.
      after_.timers.push_back({mapped->second.first, mapped->second.second, timer.due, ++after_.generation});
      step_.timers.push_back({TimerStep::What::carried, name, new_name, timer.due, ""});
    }
    return after_.done ? std::nullopt : new_timers(running);
  }

  // Timers of its new states that none of its old timers became.
  Checked new_timers(const std::set<TimerPlace>& running) {
    const Zone zone = zone_after();
    for (const TimerPlace& timer : timer_places(to_)) {
      if (!is_active(timer.first) || running.contains(timer) || had_it(timer)) continue;
      const std::string name = timer_name(to_, timer);
      const auto left = migration_.not_started_timers.find(timer);
      if (left != migration_.not_started_timers.end()) {
        step_.timers.push_back({TimerStep::What::not_started, "", name, std::nullopt, left->second});
        continue;
      }
      const auto start = migration_.started_timers.find(timer);
      if (start == migration_.started_timers.end())
        return Refused{"uncovered_timer",
                       "the map does not say how its new timer " + quoted_name(name) + " starts"};
      Delay delay = to_.state(timer.first).after[static_cast<std::size_t>(timer.second)].delay;
      if (start->second == TimerStart::deadline) delay.skip_past = true;
      const auto due = DelayClock(after_, at_, zone).due_of(delay);
      if (!due) {
        step_.timers.push_back(
            {TimerStep::What::not_started, "", name, std::nullopt, "its instant is absent, or has passed"});
        continue;
      }
      after_.timers.push_back(Timer{timer.first, timer.second, *due, ++after_.generation});
      step_.timers.push_back({TimerStep::What::started, "", name, due, ""});
    }
    return std::nullopt;
  }

  // True if the item was in a state whose timer becomes this one: it has fired then, or never was due.
  bool had_it(const TimerPlace& timer) const {
    return std::any_of(migration_.timers.begin(), migration_.timers.end(), [&](const auto& entry) {
      return entry.second == timer && before_.is_active(entry.first.first);
    });
  }

  Zone zone_after() const { return zone_of(after_, context_.zone_of_organisation, context_.zone); }

  Checked keep_deadline() {
    const Zone zone_before = zone_of(before_, context_.zone_of_organisation, context_.zone);
    const Zone zone = zone_after();
    if (!(zone_before == zone))
      return Refused{"zone_moves",
                     "its dates would count in " + zone.name() + " instead of " + zone_before.name()};
    const auto last = deadline_of(before_, zone);
    const auto moved = deadline_of(after_, zone);
    const bool same = last.has_value() == moved.has_value() &&
                      (!last || (last->last == moved->last && last->passed == moved->passed));
    if (same && value_of_deadline(before_) == value_of_deadline(after_)) return std::nullopt;
    const auto shown = [&](const Item& item, const std::optional<Deadline>& deadline) {
      return deadline ? yellowsea::to_text(value_of_deadline(item)) + " (" +
                            format_instant(deadline->last, zone) + ")"
                      : std::string("none");
    };
    return Refused{"deadline_moves",
                   "its deadline would move from " + shown(before_, last) + " to " + shown(after_, moved)};
  }

  static Json value_of_deadline(const Item& item) {
    Scope scope;
    scope.fields = &item.fields;
    return item.definition->deadline_field.empty() ? Json(nullptr)
                                                   : value_at(scope, item.definition->deadline_field);
  }

  // An item at rest must be at rest afterwards: nothing of what a transition would do happens in a migration.
  Checked keep_rest() {
    if (after_.done) return std::nullopt;
    const Json none = Json::object();
    GuardView view;
    view.item = &after_;
    view.scope.fields = &after_.fields;
    view.scope.data = &none;
    view.scope.actor = &none;
    view.scope.item = ItemName{after_.kind, after_.id};
    view.scope.now = at_;
    view.scope.zone = zone_after();
    for (const StateIndex index : after_.active) {
      const State& state = to_.state(index);
      for (const TransitionIndex number : state.always) {
        const Transition& transition = to_.transition(number);
        const bool does_something = transition.has_target || !transition.actions.empty();
        if (does_something && (!transition.guard || holds(*transition.guard, view)))
          return Refused{"unstable", "an 'always' transition of " + quoted_name(state.path) +
                                         " would be enabled there; map to the state to which it leads"};
      }
    }
    const std::set<std::string> waited = waiting_for_done(before_);
    for (const std::string& path : waiting_for_done(after_)) {
      if (!waited.contains(path))
        return Refused{"unstable",
                       "'onDone' of " + quoted_name(path) +
                           " would wait for something that does not happen again; map to the state "
                           "to which it leads"};
    }
    return std::nullopt;
  }

  void finish() {
    for (const auto& [name, value] : after_.fields.items()) {
      const auto old = before_.fields.find(name);
      if (old == before_.fields.end() || *old != value) step_.changed_fields[name] = value;
    }
    for (const auto& [name, value] : before_.fields.items()) {
      if (!after_.fields.contains(name)) step_.changed_fields[name] = nullptr;
    }
    Event event;
    event.kind = before_.kind;
    event.id = before_.id;
    event.version = before_.version + 1;
    event.definition = to_.sha256;
    event.definition_version = to_.version;
    event.type = migration_event;
    event.at = at_;
    event.actor = context_.actor;
    event.data = Json{{"from", version_of(from_)}, {"to", version_of(to_)}, {"map", migration_.sha256}};
    if (!migration_.reason.empty()) event.data["reason"] = migration_.reason;
    event.change = Change{step_.changed_fields, machine_part(after_), Json::object()};
    Item moved = before_;
    moved.definition = migration_.to;
    step_.item = std::make_shared<const Item>(evolve(std::move(moved), event));
    step_.event = std::move(event);
    step_.outcome = MigrationStep::Outcome::migrates;
  }

  bool is_active(StateIndex state) const { return after_.is_active(state); }

  const Migration& migration_;
  const Definition& from_;
  const Definition& to_;
  const Item& before_;
  const MigrationContext& context_;
  const Instant at_;  // a clock that was set back must not make a history run backwards
  Item after_;
  MigrationStep step_;
};

}  // namespace

Result<StateList> configuration_of(const Definition& definition, const StateList& leaves,
                                   const std::map<StateIndex, StateIndex>& fill, StateIndex within) {
  std::set<StateIndex> active;
  const auto enter = [&](StateIndex leaf) {
    for (StateIndex state = leaf; state != within && state != no_state;
         state = definition.state(state).parent)
      active.insert(state);
  };
  active.insert(within);
  for (const StateIndex leaf : leaves) enter(leaf);
  // States are numbered in document order, so that what is filled in is looked at, too.
  for (StateIndex index = within; index < definition.state(within).subtree_end; ++index) {
    const State& state = definition.state(index);
    if (!active.contains(index) || is_leaf(state)) continue;
    std::size_t children = 0;
    for (const StateIndex child : state.children) {
      const auto filled = fill.find(child);
      if (state.type == StateType::parallel && !active.contains(child) && filled != fill.end())
        enter(filled->second);
      children += active.contains(child) ? 1 : 0;
    }
    const std::size_t wanted = state.type == StateType::parallel ? state.children.size() : 1;
    if (children != wanted)
      return fail(ProblemCode::refused, "configuration",
                  (state.path.empty() ? "the machine" : quoted_name(state.path)) + " would have " +
                      std::to_string(children) + " active states inside instead of " +
                      std::to_string(wanted));
  }
  return StateList(active.begin(), active.end());
}

MigrationStep migrate_item(const Migration& migration, const Item& item, const MigrationContext& context) {
  return Mover(migration, item, context).move();
}

}  // namespace yellowsea::machine
