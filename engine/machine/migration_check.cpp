// Checks a migration map against both definitions, before there is any item: what it leaves uncovered, and
// which configurations, timers and histories would not be legal.
#include <algorithm>
#include <functional>
#include <set>

#include "engine/machine/migration_parts.hpp"

namespace yellowsea::machine {
namespace {

// Old configurations in which nothing is mapped into one part of the new machine. A configuration is a choice
// of one child in each compound state, so whether one exists is found state by state, without listing them.
class Avoiding {
 public:
  Avoiding(const Migration& migration, StateIndex part) : migration_(migration), part_(part) {}

  bool enters(StateIndex leaf) const {
    const auto targets = migration_.states.find(leaf);
    return targets != migration_.states.end() &&
           std::any_of(targets->second.begin(), targets->second.end(),
                       [&](StateIndex target) { return is_inside(*migration_.to, target, part_); });
  }

  // True if an item can be in this old leaf, without staying, and in nothing that is mapped into the part.
  bool with(StateIndex leaf) const {
    if (enters(leaf) || stays_in(migration_, leaf)) return false;
    const Definition& from = *migration_.from;
    for (StateIndex inner = leaf; from.state(inner).parent != no_state; inner = from.state(inner).parent) {
      const State& around = from.state(from.state(inner).parent);
      if (around.type != StateType::parallel) continue;
      for (const StateIndex region : around.children) {
        if (region != inner && !possible(region)) return false;
      }
    }
    return true;
  }

 private:
  bool possible(StateIndex index) const {
    const State& state = migration_.from->state(index);
    const auto inner = [this](StateIndex child) { return possible(child); };
    switch (state.type) {
      case StateType::atomic:
      case StateType::final:
        return !enters(index) && !stays_in(migration_, index);
      case StateType::compound:
        return std::any_of(state.children.begin(), state.children.end(), inner);
      case StateType::parallel:
        return std::all_of(state.children.begin(), state.children.end(), inner);
      case StateType::history:
        return false;
    }
    return false;
  }

  const Migration& migration_;
  StateIndex part_;
};

bool filled(const Migration& migration, StateIndex part) {
  return std::any_of(migration.fill.begin(), migration.fill.end(),
                     [&](const auto& entry) { return is_inside(*migration.to, entry.second, part); });
}

// Old leaves in which items migrate.
StateList migrating_leaves(const Migration& migration) {
  StateList leaves;
  for (const State& state : migration.from->states) {
    if (is_leaf(state) && !stays_in(migration, state.index)) leaves.push_back(state.index);
  }
  return leaves;
}

class StateCheck {
 public:
  StateCheck(ParseContext& context, const Node& root, const Migration& migration)
      : context_(context), root_(root), migration_(migration), from_(*migration.from), to_(*migration.to) {}

  void check() {
    const StateList leaves = migrating_leaves(migration_);
    for (const StateIndex leaf : leaves) check_covered(from_.state(leaf));
    for (const StateIndex left : leaves) {
      for (const StateIndex right : leaves) {
        if (right >= left && can_be_together(from_, left, right)) check_together(left, right);
      }
    }
    if (!reported_.empty()) return;
    for (const StateIndex leaf : leaves) {
      for (const StateIndex target : targets(leaf)) check_regions(leaf, target);
    }
    for (const auto& [region, leaf] : migration_.fill) check_fill(region, leaf);
  }

 private:
  const StateList& targets(StateIndex leaf) const {
    static const StateList none;
    const auto found = migration_.states.find(leaf);
    return found == migration_.states.end() ? none : found->second;
  }

  Node place(StateIndex old_state) const {
    return place_in(root_, "states", "map", from_.state(old_state).path);
  }

  void check_covered(const State& leaf) {
    if (migration_.states.contains(leaf.index)) return;
    const auto same = to_.state_by_path.find(leaf.path);
    std::string hint;
    if (same != to_.state_by_path.end()) {
      const State& other = to_.state(same->second);
      hint = is_leaf(other) ? "; the new version has that state, too, but \"same\" does not say so, or it is "
                              "final in one version only"
                            : "; the new version has that state, too, but with states inside";
    }
    context_.error(place_in(root_, "states", "", ""), "uncovered_state",
                   "the old state " + quoted_name(leaf.path) +
                       " is not covered: name its new state in 'map', or in 'stay' why its items keep their "
                       "version" +
                       hint);
  }

  void check_together(StateIndex left, StateIndex right) {
    for (const StateIndex one : targets(left)) {
      for (const StateIndex other : targets(right)) {
        if (one == other || can_be_together(to_, one, other)) continue;
        const auto pair = std::pair(std::min(one, other), std::max(one, other));
        if (!reported_.insert(pair).second) continue;
        context_.error(place(left), "configuration",
                       "items in " + quoted_name(from_.state(left).path) +
                           (left == right ? std::string() : " and " + quoted_name(from_.state(right).path)) +
                           " would be in " + quoted_name(to_.state(one).path) + " and " +
                           quoted_name(to_.state(other).path) + ", of which only one can be active");
      }
    }
  }

  // Every region of the parallel states around a target must be said, or filled.
  void check_regions(StateIndex leaf, StateIndex target) {
    for (StateIndex inner = target; inner != 0; inner = to_.state(inner).parent) {
      const State& around = to_.state(to_.state(inner).parent);
      if (around.type != StateType::parallel) continue;
      for (const StateIndex region : around.children) {
        if (region == inner || migration_.fill.contains(region) || !Avoiding(migration_, region).with(leaf))
          continue;
        if (reported_.insert({region, region}).second) report_region(place(leaf), leaf, around, region);
      }
    }
  }

  void report_region(const Node& place, StateIndex leaf, const State& around, StateIndex region) {
    context_.error(place, "configuration",
                   "items in " + quoted_name(from_.state(leaf).path) + " would be in " +
                       quoted_name(around.path) + " without a state of its region " +
                       quoted_name(to_.state(region).path) +
                       ": give a list of new states, or name the region's state in 'fill'");
  }

  void check_fill(StateIndex region, StateIndex leaf) {
    for (StateIndex inner = leaf; inner != region; inner = to_.state(inner).parent) {
      const State& around = to_.state(to_.state(inner).parent);
      if (around.type != StateType::parallel) continue;
      for (const StateIndex other : around.children) {
        if (other == inner || migration_.fill.contains(other)) continue;
        context_.error(place_in(root_, "states", "fill", to_.state(region).path), "configuration",
                       quoted_name(to_.state(leaf).path) + " is inside " + quoted_name(around.path) +
                           ", whose region " + quoted_name(to_.state(other).path) +
                           " must be named in 'fill', too");
      }
    }
  }

  ParseContext& context_;
  const Node& root_;
  const Migration& migration_;
  const Definition& from_;
  const Definition& to_;
  std::set<std::pair<StateIndex, StateIndex>> reported_;
};

class TimerCheck {
 public:
  TimerCheck(ParseContext& context, const Node& root, const Migration& migration)
      : context_(context),
        root_(root),
        migration_(migration),
        from_(*migration.from),
        to_(*migration.to),
        leaves_(migrating_leaves(migration)) {}

  void check() {
    for (const TimerPlace& timer : timer_places(from_)) check_old(timer);
    for (auto one = migration_.timers.begin(); one != migration_.timers.end(); ++one) {
      for (auto other = std::next(one); other != migration_.timers.end(); ++other)
        check_doubled(*one, *other);
    }
    for (const TimerPlace& timer : timer_places(to_)) check_new(timer);
  }

 private:
  using Entry = std::pair<const TimerPlace, TimerPlace>;

  void check_old(const TimerPlace& timer) {
    const auto inside = [&](StateIndex leaf) { return is_inside(from_, leaf, timer.first); };
    if (std::none_of(leaves_.begin(), leaves_.end(), inside) || migration_.no_timers.contains(timer)) return;
    const auto mapped = migration_.timers.find(timer);
    if (mapped == migration_.timers.end()) {
      context_.error(place_in(root_, "timers", "", ""), "uncovered_timer",
                     "the old timer " + quoted_name(timer_name(from_, timer)) +
                         " is not covered: name its new timer in 'map', or in 'drop' why it is not needed");
      return;
    }
    const StateIndex owner = mapped->second.first;
    if (filled(migration_, owner)) return;  // each item is looked at
    const Avoiding without(migration_, owner);
    for (const StateIndex leaf : leaves_) {
      if (!inside(leaf) || !without.with(leaf)) continue;
      context_.error(place_in(root_, "timers", "map", timer_name(from_, timer)), "timer_state",
                     "items in " + quoted_name(from_.state(leaf).path) + " may have the timer " +
                         quoted_name(timer_name(from_, timer)) + ", but would not be in " +
                         quoted_name(to_.state(owner).path) + ", where " +
                         quoted_name(timer_name(to_, mapped->second)) + " runs");
      return;
    }
  }

  void check_doubled(const Entry& one, const Entry& other) {
    if (one.second != other.second || !can_be_together(from_, one.first.first, other.first.first)) return;
    context_.error(place_in(root_, "timers", "map", timer_name(from_, other.first)), "doubled_timer",
                   "the old timers " + quoted_name(timer_name(from_, one.first)) + " and " +
                       quoted_name(timer_name(from_, other.first)) +
                       " can run at once; only one of them can become " +
                       quoted_name(timer_name(to_, one.second)));
  }

  void check_new(const TimerPlace& timer) {
    if (migration_.started_timers.contains(timer) || migration_.not_started_timers.contains(timer)) return;
    const Avoiding part(migration_, timer.first);
    StateList sources;  // old states whose timer becomes this one
    for (const auto& [old_timer, new_timer] : migration_.timers) {
      if (new_timer == timer) sources.push_back(old_timer.first);
    }
    const auto comes_with = [&](StateIndex leaf) {
      return std::any_of(sources.begin(), sources.end(),
                         [&](StateIndex source) { return can_be_together(from_, source, leaf); });
    };
    if (sources.empty() && filled(migration_, timer.first)) return report_new(timer, "");
    for (const StateIndex leaf : leaves_) {
      if (part.enters(leaf) && !comes_with(leaf)) return report_new(timer, from_.state(leaf).path);
    }
  }

  void report_new(const TimerPlace& timer, const std::string& leaf) {
    context_.error(
        place_in(root_, "timers", "", ""), "uncovered_timer",
        "the new timer " + quoted_name(timer_name(to_, timer)) + " does not run in items" +
            (leaf.empty() ? std::string() : " that come from " + quoted_name(leaf)) +
            ": say in 'start' that it starts from \"now\" or from the \"deadline\", or in 'leave' why "
            "it does not");
  }

  ParseContext& context_;
  const Node& root_;
  const Migration& migration_;
  const Definition& from_;
  const Definition& to_;
  const StateList leaves_;
};

int visibility(const Definition& definition, const std::string& name) {
  const Json* schema = field_schema(definition, name);
  const std::string said =
      schema != nullptr && schema->is_object() ? schema->value("x-visibility", std::string()) : std::string();
  return said == "confidential" ? 2 : said == "internal" ? 1 : 0;
}

}  // namespace

void check_states(ParseContext& context, const Node& root, const Migration& migration) {
  StateCheck(context, root, migration).check();
}

void check_timers(ParseContext& context, const Node& root, const Migration& migration) {
  TimerCheck(context, root, migration).check();
}

void check_fields(ParseContext& context, const Node& root, const Migration& migration) {
  const Definition& from = *migration.from;
  const Definition& to = *migration.to;
  const Node part = place_in(root, "fields", "", "");
  const auto at = [&](const std::string& name) { return place_in(root, "fields", "rename", name); };
  if (from.fields && from.fields->contains("properties")) {
    for (const auto& [name, schema] : from.fields->at("properties").items()) {
      if (migration.fields.contains(name) || migration.no_fields.contains(name)) continue;
      context.error(
          part, "uncovered_field",
          "the old field " + quoted_name(name) +
              " is not covered: name its new field in 'rename', or in 'drop' why it is not kept" +
              (field_schema(to, name) != nullptr ? "; \"same\" keeps fields of the same name" : ""));
    }
  }
  std::map<std::string, std::string> carried;
  for (const auto& [name, new_name] : migration.fields) {
    if (!carried.emplace(new_name, name).second)
      context.error(at(name), "doubled_field", "two fields are carried to " + quoted_name(new_name));
    if (visibility(to, new_name) < visibility(from, name))
      context.error(at(name), "visibility",
                    "what is in " + quoted_name(name) + " could be read by more people in " +
                        quoted_name(new_name) + ": keep its 'x-visibility', or drop the field");
  }
  for (const auto& [name, value] : migration.set_fields) {
    if (carried.contains(name))
      context.error(place_in(root, "fields", "set", name), "said_twice",
                    quoted_name(name) + " is set, but also carried from " + quoted_name(carried.at(name)));
  }
  const std::string due = field_of_path(from.deadline_field);
  if (due.empty() || (field_schema(from, due) != nullptr && !migration.fields.contains(due) &&
                      !migration.no_fields.contains(due)))
    return;  // there is nothing to move, or it was said that the field is not covered
  const auto found = migration.fields.find(due);
  const bool free_field = !from.fields && migration.same_fields && !migration.no_fields.contains(due);
  const std::string goes_to = found != migration.fields.end() ? found->second : free_field ? due : "";
  const std::string rest = from.deadline_field.text().substr(std::string("/fields/").size() + due.size());
  if (goes_to.empty() || to.deadline_field != "/fields/" + goes_to + rest)
    context.error(at(due), "deadline_moves",
                  "the deadline is at " + from.deadline_field.text() + " in the old version, and " +
                      (to.deadline_field.empty() ? "the new version has none"
                                                 : "at " + to.deadline_field.text() + " in the new one") +
                      ": its value must be carried there, since a migration never moves a deadline");
}

void check_histories(ParseContext& context, const Node& root, const Migration& migration) {
  const Definition& from = *migration.from;
  const Definition& to = *migration.to;
  for (const State& history : from.states) {
    if (history.type != StateType::history || migration.no_histories.contains(history.index) ||
        stays_in(migration, history.parent))
      continue;
    const auto mapped = migration.histories.find(history.index);
    if (mapped == migration.histories.end()) {
      context.error(
          place_in(root, "history", "", ""), "uncovered_history",
          "what the old history state " + quoted_name(history.path) +
              " remembers is not covered: name the new one in 'map', or in 'drop' why it is forgotten");
      continue;
    }
    const State& other = to.state(mapped->second);
    const Node place = place_in(root, "history", "map", history.path);
    if (history.deep_history != other.deep_history) {
      context.error(place, "history_value",
                    quoted_name(history.path) + " and " + quoted_name(other.path) +
                        " must both be shallow or both be deep");
      continue;
    }
    for (const State& state : from.states) {
      const bool remembered = history.deep_history
                                  ? is_leaf(state) && from.is_descendant(state.index, history.parent)
                                  : state.parent == history.parent && state.type != StateType::history;
      if (!remembered) continue;
      const auto targets = migration.states.find(state.index);
      const bool fits = targets != migration.states.end() &&
                        std::all_of(targets->second.begin(), targets->second.end(), [&](StateIndex target) {
                          return history.deep_history ? to.is_descendant(target, other.parent)
                                                      : to.state(target).parent == other.parent;
                        });
      if (!fits)
        context.error(place, "history_value",
                      quoted_name(history.path) + " may remember " + quoted_name(state.path) +
                          ", which no entry of 'states' maps to a state that " + quoted_name(other.path) +
                          " can remember");
    }
  }
}

}  // namespace yellowsea::machine
