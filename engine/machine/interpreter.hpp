// The statechart interpreter: SCXML's macrostep as XState 5 performs it, on one item. Pure: time, actor and
// the other items are arguments. Effects on other items are returned, not performed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/evaluate.hpp"
#include "engine/machine/event.hpp"
#include "engine/machine/item.hpp"
#include "engine/machine/selection.hpp"

namespace yellowsea::machine {

// An action on other items (make, send), with what its parameters pointed to when it stood there.
struct Effect {
  const Action* action = nullptr;  // of the item's definition
  Json fields;
  Json data;
  Json actor;
};

// What a macrostep sees.
struct StepContext {
  Instant now;
  Zone zone = Zone::utc();
  const Json* data = nullptr;        // of the event
  const Json* actor = nullptr;       // {user, role, organisation}, or an empty object
  Repository* repository = nullptr;  // nullptr: there are no linked items
};

struct StepResult {
  bool accepted = false;
  Refusal refusal;
  std::vector<Effect> effects;
  std::vector<Notice> notices;
  std::vector<std::string> log;
  boost::container::small_vector<const Action*, 8> actions;  // executed, in order; of the item's definition
};

// Actions as they stand in the definition.
Json actions_json(const StepResult& result);

// What the guard of `open` has against making this item, which has its fields and no active state yet; the
// data of the event are the fields.
std::optional<Refusal> refusal_to_open(const Item& item, const StepContext& context);

// All change the item in place and allocate next to nothing. Refused as "endless_loop" they leave a
// half-moved item: whoever goes on then works on a copy. Refused otherwise, the item is as it was.
//
// Enters the initial states. The item has fields and definition, and no active state.
StepResult start(Item& item, const StepContext& context);
// Takes an event.
StepResult take(Item& item, std::string_view event, const StepContext& context);
// The same by its number, for who has looked the name up once (selection.hpp: event_name).
StepResult take(Item& item, const EventName& event, const StepContext& context);
// Lets a started timer fire (context.now is its due time). The timer is gone afterwards, also if nothing was
// enabled.
StepResult fire(Item& item, const Timer& timer, const StepContext& context);
// Whether an event would select a transition now; nothing is performed.
StepResult would_take(const Item& item, std::string_view event, const StepContext& context);

// Microsteps of one macrostep before it is given up as endless.
inline constexpr int max_microsteps = 1000;

}  // namespace yellowsea::machine
