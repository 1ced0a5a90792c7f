// What the parts of the migration map's reader share; for migration*.cpp only.
#pragma once

#include "engine/machine/migration.hpp"
#include "engine/machine/parse_context.hpp"

namespace yellowsea::machine {

inline bool is_leaf(const State& state) {
  return state.type == StateType::atomic || state.type == StateType::final;
}

inline bool is_inside(const Definition& definition, StateIndex state, StateIndex around) {
  return state == around || definition.is_descendant(state, around);
}

// The innermost state that is around both, or one of them.
StateIndex common_ancestor(const Definition& definition, StateIndex left, StateIndex right);
// True if both can be active at once: one around the other, or in different regions of a parallel state.
bool can_be_together(const Definition& definition, StateIndex left, StateIndex right);
// The state of a field's schema; nullptr if the definition has no schema, or none for this field.
const Json* field_schema(const Definition& definition, const std::string& name);
// "due" of "/fields/due/day"; "" if it does not point into the fields.
std::string field_of_path(const std::string& path);
std::string quoted_name(const std::string& name);
// Every timer of a definition.
std::vector<TimerPlace> timer_places(const Definition& definition);
// True if an item in that old state keeps its version, whatever else is active.
bool stays_in(const Migration& migration, StateIndex state);

// Which parts of the map say `"same": true`.
struct SameNames {
  bool states = false;
  bool timers = false;
  bool history = false;
};

// Adds what keeps its name, where the map says so.
void add_same_names(Migration& migration, const SameNames& same);
// What a map must cover, and what would not be legal. `root` is the whole map.
void check_states(ParseContext& context, const Node& root, const Migration& migration);
void check_fields(ParseContext& context, const Node& root, const Migration& migration);
void check_timers(ParseContext& context, const Node& root, const Migration& migration);
void check_histories(ParseContext& context, const Node& root, const Migration& migration);

// Where a message about an entry of a part stands: at the entry, if the map has it, or at the part.
Node place_in(const Node& root, const std::string& part, const std::string& list, const std::string& key);

}  // namespace yellowsea::machine
