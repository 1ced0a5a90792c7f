#include "engine/machine/item.hpp"

#include <algorithm>

#include "engine/base/json_members.hpp"
#include "engine/machine/path.hpp"

namespace yellowsea::machine {
namespace {

StateList in_document_order(const Item& item) {
  StateList states = item.active;
  std::sort(states.begin(), states.end());
  return states;
}

StateIndex active_child(const Item& item, const State& state) {
  for (const StateIndex child : state.children) {
    if (item.is_active(child)) return child;
  }
  return no_state;
}

Json value_of_state(const Item& item, const State& state) {
  const Definition& definition = *item.definition;
  switch (state.type) {
    case StateType::atomic:
    case StateType::final:
    case StateType::history:
      return Json::object();
    case StateType::compound: {
      const StateIndex child_index = active_child(item, state);
      if (child_index == no_state) return Json::object();
      const State& child = definition.state(child_index);
      if (child.type == StateType::atomic || child.type == StateType::final) return child.key;
      return Json{{child.key, value_of_state(item, child)}};
    }
    case StateType::parallel: {
      Json value = Json::object();
      for (const StateIndex child : state.children) {
        value[definition.state(child).key] = value_of_state(item, definition.state(child));
      }
      return value;
    }
  }
  return Json::object();
}

std::optional<StateIndex> state_named(const Definition& definition, const std::string& path) {
  const auto found = definition.state_by_path.find(path);
  if (found == definition.state_by_path.end()) return std::nullopt;
  return found->second;
}

Json paths_of(const Definition& definition, const StateList& states) {
  Json paths = Json::array();
  for (const StateIndex state : states) paths.push_back(definition.state(state).path);
  return paths;
}

bool read_states(const Definition& definition, const Json& paths, StateList& states) {
  if (!paths.is_array()) return false;
  states.clear();
  for (const Json& path : paths) {
    const auto state =
        path.is_string() ? state_named(definition, path.get_ref<const std::string&>()) : std::nullopt;
    if (!state) return false;
    states.push_back(*state);
  }
  return true;
}

bool read_timers(Item& item, const Json& timers) {
  if (!timers.is_array()) return false;
  item.timers.clear();
  for (const Json& row : timers) {
    const auto state = state_named(*item.definition, text_member(row, "state"));
    const auto due = parse_instant(text_member(row, "due"));
    if (!state || !due) return false;
    const auto& afters = item.definition->state(*state).after;
    const std::string key = text_member(row, "delay");
    const auto after =
        std::find_if(afters.begin(), afters.end(), [&](const After& a) { return a.key == key; });
    if (after == afters.end()) return false;
    item.timers.push_back(Timer{*state, static_cast<std::int32_t>(after - afters.begin()), *due,
                                static_cast<std::uint64_t>(integer_member(row, "generation"))});
  }
  return true;
}

bool read_history(Item& item, const Json& history) {
  if (!history.is_object()) return false;
  item.history.clear();
  for (const auto& [path, remembered] : history.items()) {
    const auto state = state_named(*item.definition, path);
    if (!state || !read_states(*item.definition, remembered, item.history[*state])) return false;
  }
  return true;
}

bool read_snapshot(Item& item, const Json& snapshot) {
  if (!snapshot.is_object() || !snapshot.contains("active")) return false;
  if (!read_states(*item.definition, snapshot.at("active"), item.active) ||
      !read_history(item, snapshot.value("history", Json::object())) ||
      !read_timers(item, snapshot.value("timers", Json::array()))) {
    return false;
  }
  item.generation = static_cast<std::uint64_t>(integer_member(snapshot, "generation"));
  item.done = flag_member(snapshot, "done");
  const auto fields = snapshot.find("fields");
  if (fields == snapshot.end()) return true;
  if (fields->is_object()) item.fields = *fields;
  return fields->is_object();
}

}  // namespace

bool Item::has_tag(const std::string& tag) const {
  return std::any_of(active.begin(), active.end(), [&](StateIndex state) {
    const auto& tags = definition->state(state).tags;
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

bool Item::in_state(const std::string& path) const {
  const auto found = definition->state_by_path.find(path);
  return found != definition->state_by_path.end() && is_active(found->second);
}

std::vector<std::string> configuration(const Item& item) {
  std::vector<std::string> paths;
  for (const StateIndex index : in_document_order(item)) {
    const State& state = item.definition->state(index);
    if (state.type == StateType::atomic || state.type == StateType::final) paths.push_back(state.path);
  }
  return paths;
}

Json state_value(const Item& item) { return value_of_state(item, item.definition->root()); }

std::vector<std::string> active_paths(const Item& item) {
  std::vector<std::string> paths;
  for (const StateIndex index : in_document_order(item)) {
    if (index != 0) paths.push_back(item.definition->state(index).path);
  }
  return paths;
}

Json snapshot_of(const Item& item) {
  const Definition& definition = *item.definition;
  Json timers = Json::array();
  for (const Timer& timer : item.timers) {
    const State& state = definition.state(timer.state);
    timers.push_back(Json{{"state", state.path},
                          {"delay", state.after[static_cast<std::size_t>(timer.after)].key},
                          {"due", format_instant(timer.due)},
                          {"generation", timer.generation}});
  }
  Json history = Json::object();
  for (const auto& [state, remembered] : item.history) {
    history[definition.state(state).path] = paths_of(definition, remembered);
  }
  return Json{{"active", paths_of(definition, item.active)},
              {"history", std::move(history)},
              {"timers", std::move(timers)},
              {"generation", item.generation},
              {"done", item.done},
              {"fields", item.fields}};
}

bool restore_snapshot(Item& item, const Json& snapshot) {
  const bool fits = read_snapshot(item, snapshot);
  if (!fits) item.active.clear();
  return fits;
}

Zone zone_of(const Item& item, const std::map<std::string, std::string>& zone_of_organisation,
             const Zone& fallback) {
  const Definition& definition = *item.definition;
  Scope scope;
  scope.fields = &item.fields;
  std::string name;
  if (!definition.zone_field.empty()) {
    const Json value = value_at(scope, definition.zone_field);
    if (value.is_string()) name = value.get<std::string>();
  } else if (!definition.zone_organisation.empty()) {
    const Json value = value_at(scope, definition.zone_organisation);
    const auto found =
        value.is_string() ? zone_of_organisation.find(value.get<std::string>()) : zone_of_organisation.end();
    if (found != zone_of_organisation.end()) name = found->second;
  }
  if (name.empty()) return fallback;
  return Zone::find(name).value_or(fallback);
}

std::optional<Deadline> deadline_of(const Item& item, const Zone& zone) {
  if (item.definition->deadline_field.empty()) return std::nullopt;
  Scope scope;
  scope.fields = &item.fields;
  const Json value = value_at(scope, item.definition->deadline_field);
  if (!value.is_string()) return std::nullopt;
  constexpr std::chrono::milliseconds one{1};
  if (const auto date = parse_date(value.get_ref<const std::string&>())) {
    // The last instant is shown to the second, as people write the end of a day.
    const Instant passed = start_of(add(*date, Duration{.days = 1}), zone);
    return Deadline{passed - std::chrono::seconds(1), passed};
  }
  if (const auto instant = parse_instant(value.get_ref<const std::string&>()))
    return Deadline{*instant, *instant + one};
  return std::nullopt;
}

bool is_overdue(const Item& item, const Zone& zone, Instant now) {
  const auto deadline = deadline_of(item, zone);
  return deadline && now >= deadline->passed && !item.has_tag("settled") && !item.has_tag("stopped");
}

}  // namespace yellowsea::machine
