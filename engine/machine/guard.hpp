// The closed sets of guards and actions, as data. Documented in workflows/README.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/machine/path.hpp"

namespace yellowsea::machine {

enum class GuardType {
  all,
  any,
  negation,
  equals,
  present,
  before,
  actor,
  in,
  contains,
  each,
  some_linked,
  no_linked,
  every_linked
};

enum class ActionType {
  assign,
  assign_members,
  assign_date,
  append,
  append_record,
  remove,
  clear,
  add,
  assign_digest,
  assign_linked,
  notify,
  raise,
  log,
  make,
  send
};

std::optional<GuardType> guard_type(const std::string& name);
std::optional<ActionType> action_type(const std::string& name);
// True if the action writes a field of its own item.
bool writes_fields(ActionType type);

struct Guard;

// What a selected linked item must be like.
struct Condition {
  std::vector<std::string> states;  // one must be active
  std::vector<std::string> tags;    // one must be there
  std::vector<std::string> not_tags;
  std::shared_ptr<const Guard> where;
};

struct Selection {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> match;  // field or "id" → path
  std::optional<Condition> having;
};

struct Guard {
  GuardType type = GuardType::all;
  std::string name;       // as written
  std::string rule;       // parameter `rule`, "" if none
  std::vector<Guard> of;  // all, any, not, each
  Path path;
  Path other;  // empty if `value` is meant
  Json value;
  std::optional<Duration> add;
  std::vector<std::string> roles;
  Path scope;
  std::string state;    // in
  Selection selection;  // *_linked
  std::optional<Condition> must;
};

}  // namespace yellowsea::machine
