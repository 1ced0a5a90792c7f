// Evaluates guards. Pure but for what the repository reads; any thread that owns the repository.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/guard.hpp"
#include "engine/machine/item.hpp"
#include "engine/machine/path.hpp"
#include "engine/machine/repository.hpp"

namespace yellowsea::machine {

// Why an event was refused, as data.
struct Refusal {
  std::string by;                  // "by", "no_transition", "endless_loop", or a guard's type
  std::string rule;                // the guard's `rule`, or the same as `by`
  std::vector<std::string> items;  // ids of linked items that stand in the way
  bool reads_data = false;         // the guard depends on the event's data: other data might be taken
};

// What a guard sees.
struct GuardView {
  Scope scope;
  const Item* item = nullptr;        // for `in`
  Repository* repository = nullptr;  // nullptr: there are no linked items
};

bool holds(const Guard& guard, const GuardView& view);
// Names the member that refused: of an `all` its first false member, `any` and `not` by themselves.
Refusal refusal_of(const Guard& guard, const GuardView& view);
bool meets(const Condition& condition, const Item& linked, const GuardView& view);
std::vector<ItemPtr> select_items(const Selection& selection, const GuardView& view);
// True if `organisation` equals the value or is an element of it.
bool in_scope(const Json& value, const std::string& organisation);
// True if every path that the guard reads may be read by an `always` guard (no /data, /actor or linked
// items).
bool reads_only_own_state(const Guard& guard);
// True if the guard, or one inside it, has a path into /data.
bool reads_data(const Guard& guard);

}  // namespace yellowsea::machine
