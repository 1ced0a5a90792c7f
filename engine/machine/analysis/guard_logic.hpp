// What can be said of a guard without knowing an item's fields: whether it holds never, perhaps or always,
// and whether one guard implies another. Sound, not complete: "maybe" and "not implied" may be said of more.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/definition.hpp"

namespace yellowsea::machine {

enum class Truth { never, maybe, always };

// What is known where a guard is asked.
struct GuardFacts {
  const Definition* definition = nullptr;
  const std::vector<StateIndex>* active = nullptr;  // sorted; nullptr: not known
  bool no_data = false;                             // /data is empty
  bool no_actor = false;                            // /actor is empty
};

Truth truth_of(const Guard& guard, const GuardFacts& facts);
// No guard at all always holds.
Truth truth_of(const Transition& transition, const GuardFacts& facts);

// The same condition; names of rules do not count.
bool same_guard(const Guard& left, const Guard& right);
// Whenever `left` holds, `right` does, too.
bool implies(const Guard& left, const Guard& right);
// They never hold together.
bool excludes(const Guard& left, const Guard& right);
// Every path of own fields that a guard reads.
void add_read_paths(const Guard& guard, std::vector<std::string>& paths);
// "always", or a short text of the guard for messages.
std::string guard_text(const Guard& guard);

}  // namespace yellowsea::machine
