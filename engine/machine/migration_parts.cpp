#include "engine/machine/migration_parts.hpp"

#include <algorithm>

namespace yellowsea::machine {

StateIndex common_ancestor(const Definition& definition, StateIndex left, StateIndex right) {
  while (!is_inside(definition, right, left)) left = definition.state(left).parent;
  return left;
}

bool can_be_together(const Definition& definition, StateIndex left, StateIndex right) {
  const StateIndex common = common_ancestor(definition, left, right);
  return common == left || common == right || definition.state(common).type == StateType::parallel;
}

const Json* field_schema(const Definition& definition, const std::string& name) {
  if (!definition.fields) return nullptr;
  const auto properties = definition.fields->find("properties");
  if (properties == definition.fields->end() || !properties->is_object()) return nullptr;
  const auto property = properties->find(name);
  return property == properties->end() ? nullptr : &*property;
}

std::string field_of_path(const std::string& path) {
  const std::string root = "/fields/";
  if (path.rfind(root, 0) != 0) return {};
  return path.substr(root.size(), path.find('/', root.size()) - root.size());
}

std::string quoted_name(const std::string& name) { return "'" + name + "'"; }

std::vector<TimerPlace> timer_places(const Definition& definition) {
  std::vector<TimerPlace> places;
  for (const State& state : definition.states) {
    for (std::size_t i = 0; i < state.after.size(); ++i)
      places.emplace_back(state.index, static_cast<std::int32_t>(i));
  }
  return places;
}

std::string timer_name(const Definition& definition, const TimerPlace& place) {
  const State& state = definition.state(place.first);
  return state.path + "/" + state.after[static_cast<std::size_t>(place.second)].key;
}

bool stays_in(const Migration& migration, StateIndex state) {
  return std::any_of(migration.stay.begin(), migration.stay.end(),
                     [&](const auto& entry) { return is_inside(*migration.from, state, entry.first); });
}

Node place_in(const Node& root, const std::string& part, const std::string& list, const std::string& key) {
  if (!root.json.contains(part) || !root.json.at(part).is_object()) return root;
  Node node = root.member(part);
  if (list.empty() || !node.json.contains(list)) return node;
  const Node entries = node.member(list);
  return entries.json.is_object() && entries.json.contains(key) ? entries.member(key) : node;
}

void add_same_names(Migration& migration, const SameNames& same) {
  const Definition& from = *migration.from;
  const Definition& to = *migration.to;
  const auto same_state = [&](const State& state) -> const State* {
    const auto found = to.state_by_path.find(state.path);
    return found == to.state_by_path.end() ? nullptr : &to.state(found->second);
  };
  for (const State& state : from.states) {
    const State* other = same_state(state);
    if (other == nullptr) continue;
    if (state.type == StateType::history) {
      const bool said =
          migration.histories.contains(state.index) || migration.no_histories.contains(state.index);
      if (same.history && !said && other->type == StateType::history &&
          other->deep_history == state.deep_history)
        migration.histories[state.index] = other->index;
      continue;
    }
    // An atomic state that has become final is another state: it must be said.
    const bool alike =
        is_leaf(state) ? state.type == other->type : !is_leaf(*other) && other->type != StateType::history;
    if (same.states && state.index != 0 && alike && !migration.states.contains(state.index))
      migration.states[state.index] = {other->index};
  }
  if (migration.same_fields && from.fields && from.fields->contains("properties")) {
    for (const auto& [name, schema] : from.fields->at("properties").items()) {
      const bool said = migration.fields.contains(name) || migration.no_fields.contains(name);
      if (!said && (!to.fields || field_schema(to, name) != nullptr)) migration.fields[name] = name;
    }
  }
  if (!same.timers) return;
  const std::vector<TimerPlace> timers = timer_places(to);
  for (const TimerPlace& timer : timer_places(from)) {
    if (migration.timers.contains(timer) || migration.no_timers.contains(timer)) continue;
    const auto found = std::find_if(timers.begin(), timers.end(), [&](const TimerPlace& other) {
      return timer_name(to, other) == timer_name(from, timer);
    });
    if (found != timers.end()) migration.timers[timer] = *found;
  }
}

}  // namespace yellowsea::machine
