// A migration map: how an item of one version of a definition goes on under a later one. Nothing is silent:
// every state, field, timer and history value of the old version is said to go somewhere, to be dropped (with
// a reason), or its items stay behind; what the map does not say is refused. Deadlines and zones never move.
// Documented in workflows/README.md. Pure; any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/machine/definition.hpp"
#include "engine/machine/diagnostic.hpp"
#include "engine/machine/event.hpp"
#include "engine/machine/item.hpp"

namespace yellowsea::machine {

// The type of the event that moves an item to another version. As every name that begins with `xstate.`, it
// is reserved: nobody can post it and no definition takes it.
inline constexpr const char* migration_event = "xstate.migrate";

// What a map says of itself; enough to find the two definitions.
struct MigrationHead {
  std::string kind;
  int from_version = 0;
  std::string from_sha256;
  int to_version = 0;
  std::string to_sha256;  // "" if the map leaves it open
};

struct ParsedMigrationHead {
  std::optional<MigrationHead> head;  // nullopt if there is an error
  std::vector<Diagnostic> diagnostics;
};

ParsedMigrationHead read_migration_head(std::string_view text);

// A timer of a definition: its state, and which key of the state's `after` it is.
using TimerPlace = std::pair<StateIndex, std::int32_t>;

// From when a timer counts that the old version did not have: from the migration, as if its state were
// entered then, or from the deadline or field that its delay names, which must lie ahead.
enum class TimerStart { now, deadline };

// A map that was checked against both definitions. Names of the old version are keys, of the new one values.
// Immutable once made.
struct Migration {
  std::string sha256;  // of the map's bytes, hex
  std::string reason;
  DefinitionPtr from;
  DefinitionPtr to;
  std::map<StateIndex, StateList> states;
  std::map<StateIndex, std::string> stay;        // old state → why items in it keep their version
  std::map<StateIndex, StateIndex> fill;         // new region → its state, where the old states say none
  std::map<std::string, std::string> fields;     // carried
  std::map<std::string, std::string> no_fields;  // old field → why it is dropped
  std::map<std::string, Json> set_fields;        // new field → value
  bool same_fields = false;                      // fields without a schema keep their names
  std::map<TimerPlace, TimerPlace> timers;
  std::map<TimerPlace, std::string> no_timers;
  std::map<TimerPlace, TimerStart> started_timers;       // new timers
  std::map<TimerPlace, std::string> not_started_timers;  // new timers that items already there never get
  std::map<StateIndex, StateIndex> histories;            // history states
  std::map<StateIndex, std::string> no_histories;
};

using MigrationPtr = std::shared_ptr<const Migration>;

struct ParsedMigration {
  MigrationPtr migration;  // null if there is an error
  std::vector<Diagnostic> diagnostics;
};

// Reads a map and checks it against both definitions: unknown names, uncovered states, fields, timers and
// histories, configurations that would not be legal. The definitions must be those of the map's head.
ParsedMigration parse_migration(std::string_view text, const DefinitionPtr& from, const DefinitionPtr& to);

// What a migration sees besides the item.
struct MigrationContext {
  Instant now;
  std::map<std::string, std::string> zone_of_organisation;
  Zone zone = Zone::utc();  // where nothing else is said
  std::optional<Actor> actor;
};

struct TimerStep {
  enum class What { carried, dropped, started, not_started };
  What what = What::carried;
  std::string from;            // "STATE/DELAY" of the old version, "" for a new timer
  std::string to;              // of the new version, "" for a dropped one
  std::optional<Instant> due;  // of a carried timer the one it had; nullopt if it is never due
  std::string reason;          // of one that is dropped or not started
};

// What a migration does to one item, as values; nothing has happened yet.
struct MigrationStep {
  enum class Outcome { migrates, stays, refused };
  Outcome outcome = Outcome::refused;
  std::string rule;    // of a refusal: "unstable", "deadline_moves", …
  std::string reason;  // English: why it is refused or stays
  std::string kind;
  std::string id;
  std::uint64_t version = 0;        // before
  std::vector<std::string> before;  // configurations
  std::vector<std::string> after;
  Json changed_fields = Json::object();  // null: removed
  std::vector<TimerStep> timers;
  std::optional<Event> event;        // of one that migrates
  std::shared_ptr<const Item> item;  // after it
};

// The item must be of the version that the map is from.
MigrationStep migrate_item(const Migration& migration, const Item& item, const MigrationContext& context);

// "STATE/DELAY", as maps and messages name a timer.
std::string timer_name(const Definition& definition, const TimerPlace& place);
// The configuration that these atomic and final states make: they and all states around them, and what
// `fill` puts into regions that would be empty; in document order. Errors: refused ("configuration"), naming
// the state that has two active children, or none.
Result<StateList> configuration_of(const Definition& definition, const StateList& leaves,
                                   const std::map<StateIndex, StateIndex>& fill, StateIndex within = 0);

}  // namespace yellowsea::machine
