// What surrounds a simulated item, and the guide that leads it to what was never seen.
#include <algorithm>
#include <deque>
#include <set>

#include "engine/base/schema.hpp"
#include "engine/machine/simulate_parts.hpp"

namespace yellowsea::machine {
namespace {

// Made-up items of one kind; a run that looks for ever new ones would only grow.
constexpr std::size_t most_made_up = 200;

// A legal configuration with that leaf: its ancestors, their other regions in their initial states.
std::vector<StateIndex> active_with(const Definition& definition, StateIndex leaf) {
  std::set<StateIndex> active;
  for (StateIndex state = leaf; state != no_state; state = definition.state(state).parent)
    active.insert(state);
  std::deque<StateIndex> open(active.begin(), active.end());
  while (!open.empty()) {
    const State& state = definition.state(open.front());
    open.pop_front();
    const auto add = [&](StateIndex child) {
      if (active.insert(child).second) open.push_back(child);
    };
    const bool has_child = std::any_of(state.children.begin(), state.children.end(),
                                       [&](StateIndex child) { return active.contains(child); });
    if (state.type == StateType::parallel) {
      for (const StateIndex child : state.children) add(child);
    } else if (state.type == StateType::compound && !has_child) {
      const bool history = definition.state(state.initial).type == StateType::history;
      add(history ? state.children.front() : state.initial);
    }
  }
  return {active.begin(), active.end()};
}

void add_values(const Guard& guard, const Json& fields, std::map<std::string, std::vector<Json>>& values) {
  constexpr std::string_view data = "/data/";
  constexpr std::string_view own = "/fields";
  const auto note = [&](const std::string& path, const std::string& other, const Json& value) {
    if (path.rfind(data, 0) != 0 || path.find('/', data.size()) != std::string::npos) return;
    std::vector<Json>& list = values[path.substr(data.size())];
    if (other.rfind(own, 0) == 0) {
      const Json* found = at_pointer(fields, std::string_view(other).substr(own.size()));
      if (found == nullptr) return;
      list.push_back(*found);
      if (found->is_array()) list.insert(list.end(), found->begin(), found->end());
    } else if (other.empty() && !value.is_null()) {
      list.push_back(value);
    }
  };
  note(guard.path, guard.other, guard.value);
  // `contains`: the element looked for comes from the list.
  note(guard.other, guard.path, guard.value);
  for (const Guard& of : guard.of) add_values(of, fields, values);
}

void add_asked_for(const Guard& guard, std::map<std::string, std::vector<std::string>>& asked) {
  for (const Guard& of : guard.of) add_asked_for(of, asked);
  for (const auto* condition : {&guard.selection.having, &guard.must}) {
    if (!*condition) continue;
    std::vector<std::string>& names = asked[guard.selection.kind];
    names.insert(names.end(), (*condition)->states.begin(), (*condition)->states.end());
    names.insert(names.end(), (*condition)->tags.begin(), (*condition)->tags.end());
  }
}

}  // namespace

SimulatedWorld::SimulatedWorld(const Surroundings& surroundings, const Definition& own, std::string own_id,
                               Random& random, const DataHints& hints)
    : surroundings_(surroundings), own_(own), own_id_(std::move(own_id)), random_(random), hints_(hints) {
  for (const Transition& transition : own.transitions) {
    if (transition.guard) add_asked_for(*transition.guard, asked_for_);
  }
}

std::vector<ItemPtr> SimulatedWorld::select(const std::string& kind, const std::vector<FieldMatch>& matches) {
  std::vector<ItemPtr> found = items_.select(kind, matches);
  const DefinitionPtr definition = surroundings_.definition(kind);
  if (definition == nullptr || kind == sender_kind) return found;
  for (const ItemPtr& item : found) {
    if (!made_up_.contains({item->kind, item->id}) || !random_.chance(30)) continue;
    auto moved = std::make_shared<Item>(*item);
    const auto active = any_configuration(*definition);
    moved->active.assign(active.begin(), active.end());
    put(std::move(moved));
  }
  // Others may turn up beside those that are there, the simulated item itself among them.
  if (made_up_.size() < most_made_up && random_.chance(found.empty() ? 70 : 20)) {
    for (std::size_t i = 1 + random_.below(2); i > 0; --i) {
      if (const ItemPtr made = make_up(definition, matches)) put(made);
    }
  }
  return items_.select(kind, matches);
}

std::vector<StateIndex> SimulatedWorld::any_configuration(const Definition& definition) {
  std::vector<StateIndex> leaves;
  std::vector<StateIndex> asked;
  const auto names = asked_for_.find(definition.kind);
  for (const State& state : definition.states) {
    if (state.type != StateType::atomic && state.type != StateType::final) continue;
    leaves.push_back(state.index);
    if (names == asked_for_.end()) continue;
    const auto meant = [&](const std::string& name) {
      return state.path == name || state.path.rfind(name + ".", 0) == 0 ||
             std::find(state.tags.begin(), state.tags.end(), name) != state.tags.end();
    };
    if (std::any_of(names->second.begin(), names->second.end(), meant)) asked.push_back(state.index);
  }
  return active_with(definition, random_.pick(!asked.empty() && random_.chance(60) ? asked : leaves));
}

// Random fields, some of which hold texts of the simulated item, as items that belong together do.
Json SimulatedWorld::made_up_fields(const Definition& definition) {
  if (!definition.fields) return Json::object();
  Json fields = random_value(*definition.fields, random_, hints_);
  const ItemPtr own = items_.find(own_.kind, own_id_);
  if (!fields.is_object() || own == nullptr || !definition.fields->is_object()) return fields;
  std::vector<Json> known;
  for (const auto& [name, value] : own->fields.items()) {
    if (value.is_string()) known.push_back(value);
  }
  const Json properties = definition.fields->value("properties", Json::object());
  for (const auto& [name, property] : properties.items()) {
    if (known.empty() || !property.is_object() || !random_.chance(40)) continue;
    const Json one = random_.pick(known);
    const Json value = property.value("type", Json()) == Json("array") ? Json::array({one}) : one;
    if (check_schema_part(*definition.fields, property, value).empty()) fields[name] = value;
  }
  return fields;
}

ItemPtr SimulatedWorld::make_up(const DefinitionPtr& definition, const std::vector<FieldMatch>& matches) {
  auto item = std::make_shared<Item>();
  item->kind = definition->kind;
  item->definition = definition;
  item->order = next_order();
  item->id = "made-up-" + std::to_string(item->order);
  item->version = 1;
  item->created_at = item->updated_at = hints_.now;
  item->fields = made_up_fields(*definition);
  if (!item->fields.is_object()) item->fields = Json::object();
  for (const FieldMatch& match : matches) {
    if (match.values.empty()) return nullptr;
    const Json& value = random_.pick(match.values);
    if (match.field == "id") {
      if (!value.is_string() || find(item->kind, value.get<std::string>()) != nullptr) return nullptr;
      item->id = value.get<std::string>();
      continue;
    }
    Json& field = item->fields[match.field];
    // A list of the other item must only contain the value.
    if (field.is_array()) {
      field.push_back(value);
    } else {
      field = value;
    }
  }
  const auto active = any_configuration(*definition);
  item->active.assign(active.begin(), active.end());
  made_up_.emplace(item->kind, item->id);
  return item;
}

Guide::Guide(const Definition& definition, const Exploration& exploration)
    : exploration_(exploration), taken_(definition.transitions.size()), entered_(definition.states.size()) {
  for (std::size_t at = 0; at < exploration.configurations.size(); ++at) {
    index_.emplace(exploration.configurations[at].active, at);
  }
}

void Guide::note(const Told& told) {
  for (const TransitionIndex transition : told.taken) taken_[static_cast<std::size_t>(transition)] = true;
  for (const StateIndex state : told.entered) entered_[static_cast<std::size_t>(state)] = true;
}

const AbstractStep* Guide::next(const Item& item) const {
  std::vector<StateIndex> active(item.active.begin(), item.active.end());
  std::sort(active.begin(), active.end());
  const auto begin = index_.find(active);
  if (begin == index_.end()) return nullptr;
  const auto is_new = [&](const AbstractStep& step) {
    return std::any_of(step.taken.begin(), step.taken.end(),
                       [&](TransitionIndex index) { return !taken_[static_cast<std::size_t>(index)]; }) ||
           std::any_of(step.entered.begin(), step.entered.end(),
                       [&](StateIndex index) { return !entered_[static_cast<std::size_t>(index)]; });
  };
  std::map<std::size_t, const AbstractStep*> first{{begin->second, nullptr}};
  std::deque<std::size_t> open{begin->second};
  while (!open.empty()) {
    const std::size_t at = open.front();
    open.pop_front();
    for (const std::size_t index : exploration_.steps_from[at]) {
      const AbstractStep& step = exploration_.steps[index];
      const AbstractStep* way = first.at(at) == nullptr ? &step : first.at(at);
      if (is_new(step)) return way;
      if (first.emplace(step.to, way).second) open.push_back(step.to);
    }
  }
  return nullptr;
}

std::map<std::string, std::vector<Json>> values_for(const Definition& definition, const std::string& event,
                                                    const Json& fields) {
  std::map<std::string, std::vector<Json>> values;
  for (const State& state : definition.states) {
    for (const auto& on : state.on) {
      if (!descriptor_matches(on.descriptor, event)) continue;
      for (const TransitionIndex index : on.transitions) {
        const auto& guard = definition.transition(index).guard;
        if (guard) add_values(*guard, fields, values);
      }
    }
  }
  return values;
}

}  // namespace yellowsea::machine
