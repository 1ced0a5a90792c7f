// A workflow definition, compiled: states, events and delays are small integers into tables here.
// Made once by parse_definition, immutable afterwards, shared by all items of its kind; any thread.
// Invariants: states are numbered in document order (a parent before its children, index 0 is the root), so
// the descendants of state s are exactly s+1 … subtree_end-1.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/machine/guard.hpp"
#include "engine/machine/state_set.hpp"

namespace yellowsea::machine {

enum class StateType { atomic, compound, parallel, final, history };

// An action of the definition: its type, its parameters as they stand in the file.
struct Action {
  ActionType type = ActionType::log;
  std::string name;
  Json params;
  std::optional<Selection> selection;  // `to` of send, the selection of assign_linked, `with` of make
  std::optional<Selection> unless;     // of make
  EventIndex event = unknown_event;    // of raise
};

// What taking a transition alone leaves (the active ones among the states left_begin … left_end-1) and
// enters.
struct TransitionPlan {
  StateIndex left_begin = 0;
  StateIndex left_end = 0;
  StateSet entry;
};

struct Transition {
  StateIndex source = 0;
  bool has_target = false;
  std::vector<StateIndex> targets;
  bool reenter = false;
  std::optional<Guard> guard;
  std::vector<Action> actions;
  std::optional<TransitionPlan> plan;  // nullopt where it depends on what a history state remembers
};

// All candidates of one event descriptor of one state, in document order.
struct DescriptorTransitions {
  std::string descriptor;
  std::vector<TransitionIndex> transitions;
};

struct Delay {
  enum class Base { duration, deadline, field };
  Base base = Base::duration;
  Duration duration;  // base == duration
  Path field;         // base == field
  std::optional<Duration> offset;
  bool skip_past = false;  // "past": "skip"
};

// One key of `after`.
struct After {
  std::string key;
  Delay delay;
  std::string event;  // xstate.after.KEY.STATE-ID
  EventIndex event_index = unknown_event;
  std::vector<TransitionIndex> transitions;
};

struct State {
  StateIndex index = 0;
  StateIndex parent = no_state;
  StateIndex subtree_end = 1;
  StateType type = StateType::atomic;
  std::string key;
  std::string id;
  std::string path;                  // from the root, without the root's own name; "" for the root
  StateIndex initial = no_state;     // compound
  std::vector<StateIndex> children;  // without history states
  std::vector<StateIndex> history_children;
  bool deep_history = false;
  bool history_has_default = false;
  std::vector<StateIndex> history_default;
  std::vector<Action> entry;
  std::vector<Action> exit;
  std::vector<DescriptorTransitions> on;  // as in the file; done and after events follow
  std::vector<TransitionIndex> always;
  bool has_always = false;  // this state or one around it
  std::vector<After> after;
  std::string done_event;  // xstate.done.state.ID
  EventIndex done_event_index = unknown_event;
  std::vector<std::string> tags;
  Json meta;
  std::string description;
};

// Who may do something: one of the roles (any, if empty), with the organisation in the scoped field.
struct Permission {
  std::vector<std::string> roles;
  std::string scope;  // JSON Pointer into the paths' root, "" for none
};

struct ReadRule {
  std::vector<std::string> roles;
  std::string scope;
  std::string tag;            // "" for any state
  bool confidential = false;  // may also read confidential fields
};

struct EventDefinition {
  std::string name;
  Json title;  // {lang: text}
  bool has_by = false;
  std::vector<Permission> by;
  bool internal = false;
  std::optional<Json> data;    // JSON Schema
  std::optional<Guard> guard;  // of `open` only
};

// The candidates of one state for one event, in the order in which they are tried.
struct Handler {
  StateIndex state = 0;
  StateIndex subtree_end = 1;  // of the state
  std::vector<TransitionIndex> candidates;
};

// Lets tables of names be asked without making a string.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Definition {
  std::string kind;  // the definition's id
  int version = 1;
  std::string sha256;  // of the file's bytes, hex
  std::string path;    // in addresses
  Json title = Json::object();
  std::optional<Json> fields;     // JSON Schema
  std::string zone_field;         // JSON Pointer, "" if none
  std::string zone_organisation;  // JSON Pointer to an organisation's id, "" if none
  Path deadline_field;            // empty if there is none
  std::vector<EventDefinition> events;
  std::unordered_map<std::string, std::size_t> event_by_name;
  std::vector<ReadRule> read;
  bool has_read = false;
  Json identity;  // null or {"from", "join"}
  Json rules = Json::object();
  Json links = Json::object();
  std::vector<State> states;
  std::vector<Transition> transitions;
  std::unordered_map<std::string, StateIndex> state_by_path;
  // Every name that the machine's tables hold.
  std::unordered_map<std::string, EventIndex, TextHash, std::equal_to<>> index_of_event;
  std::vector<std::vector<Handler>> handlers;  // by event, in document order of their states
  bool has_always = false;
  bool has_history = false;

  const State& root() const { return states.front(); }
  const EventDefinition* event(const std::string& name) const;
  bool is_descendant(StateIndex child, StateIndex ancestor) const {
    return child > ancestor && child < states[static_cast<std::size_t>(ancestor)].subtree_end;
  }
  const State& state(StateIndex index) const { return states[static_cast<std::size_t>(index)]; }
  const Transition& transition(TransitionIndex index) const {
    return transitions[static_cast<std::size_t>(index)];
  }
};

using DefinitionPtr = std::shared_ptr<const Definition>;

}  // namespace yellowsea::machine
