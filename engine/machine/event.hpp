// An accepted event: what happened to one item, and everything that evolve needs to repeat it. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/machine/item.hpp"

namespace yellowsea::machine {

struct Actor {
  std::string user;
  std::string role;
  std::string organisation;
};

// The timer that fired, by names.
struct FiredTimer {
  std::string state;
  std::string delay;
};

// A notice that the event asks for: to everyone who acts in that role of that organisation.
struct Notice {
  std::string role;
  std::string organisation;  // "" for every organisation
  std::string message;       // key of the definition's `rules`
};

// What changed: the fields that now have another value (null: removed), of lists that actions have appended
// to only what was appended, and the machine's new state.
struct Change {
  Json fields = Json::object();
  Json machine = Json::object();   // snapshot_of without `fields`
  Json appended = Json::object();  // field → new elements at its end; no field of `fields`
};

struct Event {
  std::string kind;
  std::string id;
  std::uint64_t version = 0;  // of the item after it
  std::string definition;     // SHA-256 of the definition it was decided with
  int definition_version = 1;
  std::string type;  // "open" makes the item; "" for a timer
  std::optional<FiredTimer> timer;
  Instant at;  // the time that counts
  std::optional<Actor> actor;
  Json data = Json::object();
  Change change;
  std::vector<Notice> notices;
  std::vector<std::string> log;
  Json actions = Json::array();  // executed ones, as in the definition; not stored
};

// Applies an accepted event; never refuses, reads nothing but the event. For an "open" event `item` is a new
// one with kind, id, definition and order set.
Item evolve(Item item, const Event& event);

}  // namespace yellowsea::machine
