#include "engine/machine/permission.hpp"

#include <algorithm>

#include "engine/machine/evaluate.hpp"

namespace yellowsea::machine {

Json actor_json(const std::optional<Actor>& actor) {
  Json json = Json::object();
  if (!actor) return json;
  if (!actor->user.empty()) json["user"] = actor->user;
  if (!actor->role.empty()) json["role"] = actor->role;
  if (!actor->organisation.empty()) json["organisation"] = actor->organisation;
  return json;
}

bool may_fire(const Definition& definition, const std::string& event, const Json& fields, const Json& data,
              const Actor& actor) {
  const EventDefinition* declared = definition.event(event);
  if (declared == nullptr) return true;
  if (declared->internal) return false;
  if (!declared->has_by) return true;
  Scope scope;
  scope.fields = &fields;
  scope.data = &data;
  const Json acting = actor_json(actor);
  scope.actor = &acting;
  return std::any_of(declared->by.begin(), declared->by.end(), [&](const Permission& permission) {
    const auto& roles = permission.roles;
    if (!roles.empty() && std::find(roles.begin(), roles.end(), actor.role) == roles.end()) return false;
    return permission.scope.empty() ||
           (!actor.organisation.empty() && in_scope(value_at(scope, permission.scope), actor.organisation));
  });
}

bool is_reserved(const std::string& event) { return event.rfind("xstate.", 0) == 0; }

}  // namespace yellowsea::machine
