// One command and everything that follows from it: the event on its item, the items it makes and the events
// it sends to others, to the end. Pure but for the repository, into which changed items are put; use an
// OverlayRepository to keep a refusal without traces. Owned by one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/machine/evaluate.hpp"
#include "engine/machine/event.hpp"
#include "engine/machine/repository.hpp"

namespace yellowsea::machine {

// What new items are made of, and whose zone is whose.
struct Surroundings {
  std::map<std::string, DefinitionPtr> definitions;  // newest of each kind
  std::map<std::string, std::string> zone_of_organisation;
  Zone zone = Zone::utc();  // where nothing else is said

  DefinitionPtr definition(const std::string& kind) const;
};

struct Command {
  std::string kind;
  std::string id;
  std::string type;  // "open" makes the item, with `data` as its fields
  Json data = Json::object();
  std::optional<Actor> actor;  // without one, `by` is not asked
  Instant at;
  std::optional<std::uint64_t> expected_version;
};

// Events a command may cause before it is given up as endless.
inline constexpr std::size_t max_cascade_events = 100'000;

// All events in order, the command's first. Errors, in the contract's order: not_found, forbidden (rule
// "by"), stale
// (`arguments.version`), refused (`rule`, `arguments.items`), invalid (`fields`); refused "exists" if an
// open's id is taken.
Result<std::vector<Event>> execute(Repository& repository, const Surroundings& surroundings,
                                   const Command& command);
// Lets one due timer fire, with its due time as the time that counts. Empty if the timer is no longer there.
Result<std::vector<Event>> execute_timer(Repository& repository, const Surroundings& surroundings,
                                         const DueTimer& due);
// Lets every timer due at or before `until` fire, in order; each one's events go to `done`.
Result<void> advance(Repository& repository, const Surroundings& surroundings, Instant until,
                     const std::function<void(std::vector<Event>)>& done);

// Why an event that an item's definition knows can't be fired by this actor now; nullopt if it can.
// The data are not known yet: guards that read them are not counted as reasons.
std::optional<Refusal> why_not(Repository& repository, const Surroundings& surroundings, const Item& item,
                               const std::string& type, const std::optional<Actor>& actor, Instant now);

}  // namespace yellowsea::machine
