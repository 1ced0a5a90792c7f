// What a schema demands of a value without looking into it: its type, that it is one of a choice, a text's
// length, pattern and format, a number's bounds. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/pattern.hpp"

namespace yellowsea {

struct SchemaFault {
  std::string rule;
  std::string detail;
};

// Patterns of one check, each compiled once. One belongs to one thread at a time.
class SchemaPatterns {
 public:
  // Also true for what is no regular expression: that is the schema's own fault.
  bool found_in(const std::string& pattern, const std::string& text);

 private:
  std::map<std::string, std::optional<Pattern>> patterns_;
};

// "" if the value is of one of the schema's types, else their names.
std::string wanted_types(const Json& schema, const Json& value);

// The value is of the schema's type.
std::vector<SchemaFault> scalar_faults(const Json& schema, const Json& value, SchemaPatterns& patterns);

}  // namespace yellowsea
