// Why somebody may or may not fire an event on an item now: every reason, as data; sentences are made of them
// at the edge. The event's data are not known yet, so what depends on them is no reason. Pure but for what
// the repository reads; any thread that owns it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/machine/cascade.hpp"

namespace yellowsea::machine {

// What has to change before the event can be fired.
enum class Cause {
  role,          // somebody in another role does it
  organisation,  // the same role of another organisation does it
  itself,        // nobody fires it: it follows from something else
  state,         // the item must be in another state
  field,         // a field must be given, or be another
  time,          // a moment must have come, or must not have passed
  items,         // other items stand in the way, or are missing
  one_of,        // one of several would do
  all_of         // several together, inside `one_of`
};

// What an internal event follows from: an event of a kind, a timer, or entering a state.
struct Origin {
  DefinitionPtr definition;
  std::string event;  // "" if it is no event
  bool timer = false;
  StateIndex state = no_state;  // where the timer runs, or the state that is entered
};

struct Reason {
  std::string by;    // as a refusal names it: "by", "no_transition", or the guard's type
  std::string rule;  // the guard's `rule`, or the same as `by`
  Cause cause = Cause::field;
  const Guard* guard = nullptr;            // of the item's definition
  bool negated = false;                    // the guard holds, and must not
  std::vector<std::string> roles;          // role: who may; empty: whoever may write at all
  std::string field;                       // the path that has to change; organisation: the scope
  std::vector<std::string> organisations;  // whose event it is
  std::vector<StateIndex> states;          // where the event is taken
  std::vector<ItemPtr> items;              // that stand in the way
  std::vector<Origin> origins;
  std::vector<Reason> of;
};

struct Possibility {
  std::vector<Reason> reasons;     // none: the event may be fired
  std::vector<Reason> conditions;  // what stands in the way unless the event's data say otherwise
  // Where it leads: the targets of the transition that would be taken, or of those that might be, depending
  // on the data. Empty if the item stays where it is.
  std::vector<StateIndex> targets;
  bool allowed() const { return reasons.empty(); }
};

// Who asks. Without an actor nobody is signed in.
struct Asker {
  std::optional<Actor> actor;
  bool may_write = true;  // whether the actor's role fires events at all
};

// Events that a definition knows: those it declares, in their order, then those that only its machine names.
// Without `open`, wildcards and what the machine itself makes.
std::vector<std::string> known_events(const Definition& definition);

Possibility possibility(Repository& repository, const Surroundings& surroundings, const Item& item,
                        const std::string& event, const Asker& asker, Instant now);

// Where an internal event of a kind comes from, over all definitions.
std::vector<Origin> origins_of(const Surroundings& surroundings, const std::string& kind,
                               const std::string& event);

}  // namespace yellowsea::machine
