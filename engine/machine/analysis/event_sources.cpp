#include "engine/machine/analysis/event_sources.hpp"

#include <algorithm>

namespace yellowsea::machine {

void visit_actions(const Definition& definition, const std::function<void(const Action&)>& visit) {
  for (const State& state : definition.states) {
    for (const Action& action : state.entry) visit(action);
    for (const Action& action : state.exit) visit(action);
  }
  for (const Transition& transition : definition.transitions) {
    for (const Action& action : transition.actions) visit(action);
  }
}

bool role_may_write(const AnalysisContext& context, const std::string& role) {
  if (!context.roles) return true;
  const auto found = context.roles->find(role);
  return found != context.roles->end() && found->second;
}

EventSources::EventSources(const Definition& definition, const AnalysisContext& context)
    : definition_(definition), context_(context) {
  visit_actions(definition, [&](const Action& action) {
    if (action.type == ActionType::raise) raised_.insert(action.params.value("event", std::string()));
  });
  const auto note_sent = [&](const Action& action) {
    if (action.type == ActionType::send && action.selection && action.selection->kind == definition_.kind) {
      sent_.insert(action.params.value("event", std::string()));
    }
  };
  visit_actions(definition, note_sent);
  for (const DefinitionPtr& other : context.pack) visit_actions(*other, note_sent);
}

bool EventSources::from_people(const std::string& event) const {
  const EventDefinition* declared = definition_.event(event);
  if (declared == nullptr) return true;
  if (declared->internal) return false;
  if (!declared->has_by) return true;
  return std::any_of(declared->by.begin(), declared->by.end(), [&](const Permission& permission) {
    return permission.roles.empty() ||
           std::any_of(permission.roles.begin(), permission.roles.end(),
                       [&](const std::string& role) { return role_may_write(context_, role); });
  });
}

bool EventSources::from_items(const std::string& event) const {
  if (sent_.contains(event)) return true;
  const EventDefinition* declared = definition_.event(event);
  return !context_.pack_is_whole && declared != nullptr && declared->internal;
}

}  // namespace yellowsea::machine
