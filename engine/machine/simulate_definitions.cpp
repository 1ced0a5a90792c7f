// Definitions made from a definition: one that tells what it does, and the partners of its items.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/event_sources.hpp"
#include "engine/machine/analysis/findings.hpp"
#include "engine/machine/analysis/source_map.hpp"
#include "engine/machine/parse.hpp"
#include "engine/machine/simulate_parts.hpp"

namespace yellowsea::machine {
namespace {

constexpr const char* state_mark = "(entered) ";
constexpr const char* transition_mark = "(taken) ";

OrderedJson log_of(const std::string& message) {
  return OrderedJson{{"type", "log"}, {"params", OrderedJson{{"message", message}}}};
}

void add_action(OrderedJson& holder, const char* key, const std::string& message) {
  OrderedJson actions = OrderedJson::array();
  if (holder.contains(key)) {
    actions = holder.at(key).is_array() ? holder.at(key) : OrderedJson::array({holder.at(key)});
  }
  actions.push_back(log_of(message));
  holder[key] = std::move(actions);
}

DefinitionPtr parsed(const OrderedJson& json) { return parse_definition(json.dump()).definition; }

}  // namespace

DefinitionPtr telling_definition(const Definition& definition, std::string_view text) {
  const SourceMap source(definition, text);
  OrderedJson json = source.json();
  for (std::size_t i = 0; i < definition.transitions.size(); ++i) {
    OrderedJson& transition =
        json.at(OrderedJson::json_pointer(source.transition(static_cast<TransitionIndex>(i))));
    if (transition.is_string()) transition = OrderedJson{{"target", transition}};
    add_action(transition, "actions", transition_mark + std::to_string(i));
  }
  for (const State& state : definition.states) {
    if (state.type == StateType::history) continue;
    OrderedJson& place = json.at(OrderedJson::json_pointer(source.state(state.index)));
    add_action(place, "entry", state_mark + std::to_string(state.index));
  }
  return parsed(json);
}

Told told_by(const std::vector<std::string>& log) {
  Told told;
  for (const std::string& line : log) {
    if (line.rfind(state_mark, 0) == 0) {
      told.entered.push_back(static_cast<StateIndex>(std::stol(line.substr(std::string(state_mark).size()))));
    } else if (line.rfind(transition_mark, 0) == 0) {
      told.taken.push_back(
          static_cast<TransitionIndex>(std::stol(line.substr(std::string(transition_mark).size()))));
    }
  }
  return told;
}

DefinitionPtr sender_for(const Definition& definition) {
  OrderedJson on = OrderedJson::object();
  for (const EventDefinition& event : definition.events) {
    if (!event.internal || event.name == "open") continue;
    OrderedJson data = OrderedJson::object();
    if (event.data && event.data->is_object()) {
      const Json properties = event.data->value("properties", Json::object());
      for (const auto& [name, property] : properties.items()) {
        data[name] = below("/data/data", name);
      }
    }
    const OrderedJson to{{"kind", definition.kind}, {"match", OrderedJson{{"id", "/data/id"}}}};
    const OrderedJson params{{"to", to}, {"event", event.name}, {"data", data}};
    on[event.name] = OrderedJson{{"actions", OrderedJson{{"type", "send"}, {"params", params}}}};
  }
  return parsed(OrderedJson{{"format", "yellowsea.workflow/1"},
                            {"id", sender_kind},
                            {"version", 1},
                            {"machine", OrderedJson{{"on", on}}}});
}

DefinitionPtr stub_of(const std::string& kind) {
  return parsed(OrderedJson{
      {"format", "yellowsea.workflow/1"}, {"id", kind}, {"version", 1}, {"machine", OrderedJson::object()}});
}

std::vector<std::string> made_kinds(const Definition& definition) {
  std::set<std::string> kinds;
  visit_actions(definition, [&](const Action& action) {
    if (action.type == ActionType::make) kinds.insert(action.params.value("kind", std::string()));
  });
  return {kinds.begin(), kinds.end()};
}

}  // namespace yellowsea::machine
