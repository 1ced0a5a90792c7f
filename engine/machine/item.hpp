// An item: one running instance of a definition. A value; whoever changes it makes a copy.
// Invariants: `active` holds a legal configuration (root included, one child in each active compound state,
// all regions of a parallel one) in the order in which the states were entered; `version` counts the accepted
// events.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/machine/definition.hpp"

namespace yellowsea::machine {

// A started delay. It fires once, at `due`; `generation` tells it from an earlier start of the same delay.
struct Timer {
  StateIndex state = 0;
  std::int32_t after = 0;  // index into State::after
  Instant due;
  std::uint64_t generation = 0;
  bool operator==(const Timer&) const = default;
};

// What each history state remembers.
using HistoryValue = std::map<StateIndex, StateList>;

struct Item {
  std::string kind;
  std::string id;
  DefinitionPtr definition;
  std::uint64_t version = 0;
  std::uint64_t order = 0;  // items made first have the smaller number
  Json fields = Json::object();
  StateList active;
  HistoryValue history;
  boost::container::small_vector<Timer, 6> timers;
  std::uint64_t generation = 0;  // of the newest timer
  Instant created_at;
  Instant updated_at;
  bool done = false;

  bool is_active(StateIndex state) const {
    return std::find(active.begin(), active.end(), state) != active.end();
  }
  bool has_tag(const std::string& tag) const;
  // True if a state with that path, or one inside it, is active.
  bool in_state(const std::string& path) const;
};

// Active atomic and final states by path, in document order.
std::vector<std::string> configuration(const Item& item);
// XState's value: nested objects and keys.
Json state_value(const Item& item);
// Every active state's path but the root's, in document order.
std::vector<std::string> active_paths(const Item& item);

// What an item is but for kind, id, definition, version, order and times, by names: {"active", "history",
// "timers", "generation", "done", "fields"}. Stored; the format is frozen as version 1.
Json snapshot_of(const Item& item);
// Puts a snapshot back; false if it does not fit the item's definition, and then no state is active. Never
// throws.
bool restore_snapshot(Item& item, const Json& snapshot);

// The zone in which the item's dates count. `zone_of_organisation` may be empty.
Zone zone_of(const Item& item, const std::map<std::string, std::string>& zone_of_organisation,
             const Zone& fallback);

struct Deadline {
  Instant last;    // the last instant that still counts
  Instant passed;  // from here on it has passed
};
// nullopt if the definition has none, or the field is absent.
std::optional<Deadline> deadline_of(const Item& item, const Zone& zone);
// Deadline passed, and no active state tagged `settled` or `stopped`.
bool is_overdue(const Item& item, const Zone& zone, Instant now);

}  // namespace yellowsea::machine
