#include "engine/machine/simulate_invariants.hpp"

#include <algorithm>

namespace yellowsea::machine {
namespace {

std::string named(const State& state) { return "'" + (state.path.empty() ? state.key : state.path) + "'"; }

// True if one of the executed actions writes to, above or below the path.
bool writes(const Json& actions, const std::string& path) {
  const auto related = [](const std::string& left, const std::string& right) {
    const std::string& shorter = left.size() < right.size() ? left : right;
    const std::string& longer = left.size() < right.size() ? right : left;
    return longer.rfind(shorter, 0) == 0 &&
           (longer.size() == shorter.size() || longer[shorter.size()] == '/');
  };
  return std::any_of(actions.begin(), actions.end(), [&](const Json& action) {
    if (!action.is_object() || !action.contains("params") || !action.at("params").is_object()) return false;
    const Json& written = action.at("params").value("path", Json(nullptr));
    return written.is_string() && related(written.get<std::string>(), path);
  });
}

}  // namespace

std::vector<std::string> configuration_faults(const Item& item) {
  std::vector<std::string> faults;
  const Definition& definition = *item.definition;
  if (!item.is_active(0)) faults.emplace_back("the root is not active");
  for (const StateIndex index : item.active) {
    const State& state = definition.state(index);
    if (std::count(item.active.begin(), item.active.end(), index) > 1) {
      faults.push_back(named(state) + " is active twice");
    }
    if (state.type == StateType::history)
      faults.push_back("the history state " + named(state) + " is active");
    if (state.parent != no_state && !item.is_active(state.parent)) {
      faults.push_back(named(state) + " is active, but not the state around it");
    }
    const auto inside =
        static_cast<std::size_t>(std::count_if(state.children.begin(), state.children.end(),
                                               [&](StateIndex child) { return item.is_active(child); }));
    if (state.type == StateType::compound && inside != 1) {
      faults.push_back("the compound state " + named(state) + " has " + std::to_string(inside) +
                       " active children");
    }
    if (state.type == StateType::parallel && inside != state.children.size()) {
      faults.push_back("the parallel state " + named(state) + " has " + std::to_string(inside) + " of its " +
                       std::to_string(state.children.size()) + " regions active");
    }
  }
  for (const Timer& timer : item.timers) {
    if (!item.is_active(timer.state)) {
      faults.push_back("a timer of " + named(definition.state(timer.state)) + " runs, which is not active");
    }
  }
  if (item.done && !item.timers.empty()) faults.emplace_back("the item is done and still has timers");
  return faults;
}

std::vector<std::string> snapshot_faults(const Item& item) {
  Item again;
  again.kind = item.kind;
  again.id = item.id;
  again.definition = item.definition;
  const Json snapshot = snapshot_of(item);
  if (!restore_snapshot(again, snapshot)) return {"its own snapshot can't be put back"};
  if (snapshot_of(again) != snapshot || configuration(again) != configuration(item) ||
      again.timers != item.timers) {
    return {"the item that its snapshot gives is another one"};
  }
  return {};
}

std::vector<std::string> refusal_faults(const Item& before, const Item& after) {
  if (before.version != after.version) return {"a refused event changed the version"};
  if (snapshot_of(before) != snapshot_of(after)) return {"a refused event changed the item"};
  return {};
}

std::vector<std::string> step_faults(const Item& before, const Event& event, const Item& after) {
  std::vector<std::string> faults;
  if (after.version != before.version + 1 || event.version != after.version) {
    faults.push_back("the version went from " + std::to_string(before.version) + " to " +
                     std::to_string(after.version));
  }
  if (after.updated_at < before.updated_at) faults.emplace_back("time went back");
  // A timer that was there when the item ended would have been stopped.
  if (before.done) faults.emplace_back("a finished item took an event");
  const std::string& deadline = before.definition->deadline_field;
  if (!deadline.empty() && before.version > 0) {
    const Zone zone = Zone::utc();
    const auto was = deadline_of(before, zone);
    const auto is = deadline_of(after, zone);
    const bool moved = was.has_value() != is.has_value() || (was && was->passed != is->passed);
    if (moved && !writes(event.actions, deadline)) {
      faults.emplace_back("the deadline moved, though no action wrote " + deadline);
    }
  }
  return faults;
}

std::vector<std::string> replay_faults(const Item& item, const Item& replayed) {
  if (item.version != replayed.version) return {"the replayed item has another version"};
  if (snapshot_of(item) != snapshot_of(replayed)) return {"replaying the events gives another item"};
  return {};
}

}  // namespace yellowsea::machine
