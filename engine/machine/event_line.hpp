// One line of a list of events (trace, play, import history): reading and its errors. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/machine/event.hpp"

namespace yellowsea::machine {

struct EventLine {
  std::size_t number = 1;
  std::string kind;
  std::string key;
  std::optional<std::string> type;  // nullopt only moves the clock
  std::optional<Instant> at;
  Json data = Json::object();
  std::optional<Actor> actor;
};

// Errors: malformed, `arguments.line` says where.
Result<std::vector<EventLine>> read_event_lines(std::string_view text);

// A failure that names a line.
Failure line_failure(std::size_t line, std::string rule, const std::string& detail);

}  // namespace yellowsea::machine
