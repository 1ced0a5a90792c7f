// Who may fire an event at all: the `by` of a definition. Pure; any thread.
#pragma once

#include <optional>

#include "engine/machine/event.hpp"

namespace yellowsea::machine {

// The JSON form that guards see; an empty object without an actor.
Json actor_json(const std::optional<Actor>& actor);

// True if the definition lets this actor fire the event on an item with these fields. Internal events: never.
// Events without `by`: always (whether the role may write at all is the caller's to ask).
bool may_fire(const Definition& definition, const std::string& event, const Json& fields, const Json& data,
              const Actor& actor);
// True for names that only the machine itself makes (xstate.…).
bool is_reserved(const std::string& event);

}  // namespace yellowsea::machine
