// What a path of a guard or an action may hold, by the schemas of fields and of events' data. A type is the
// JSON Schema of the value; nullptr means that nothing is known. Pure; any thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/machine/analysis/source_map.hpp"

namespace yellowsea::machine {

using ValueType = const Json*;

// What paths point into where a guard or an action stands.
struct PathScope {
  const Definition* own = nullptr;
  DataView data;
  const Definition* linked = nullptr;  // nullptr: not known
  bool has_linked = false;
  ValueType each = nullptr;
  bool has_each = false;
};

struct PathType {
  ValueType type = nullptr;
  std::string wrong;     // what is wrong with the path, "" if nothing is
  bool certain = false;  // it can't hold anything; otherwise the schema only does not name it
};

PathType type_of_path(const PathScope& scope, const std::string& path);
// The type of a list's elements.
ValueType element_type(ValueType list);

// Names of JSON types that a value may have; empty if nothing is known.
std::set<std::string> json_types(ValueType type);
bool may_be(ValueType type, const std::string& json_type);
// "a date", "a text", "a list" … for messages.
std::string type_text(ValueType type);

enum class TimeForm { date, instant, text, unknown, none };
// Whether it may hold a date or an instant; `text` is a text without format.
TimeForm time_form(ValueType type);

// Why values of the two types are never equal; "" if they may be.
std::string never_equal(ValueType left, ValueType right);
// True if even their JSON types have nothing in common.
bool disjoint(ValueType left, ValueType right);

// Types that are always the same.
ValueType text_type();
ValueType instant_type();

}  // namespace yellowsea::machine
