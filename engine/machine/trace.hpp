// Runs one instance of a definition through a list of events, as `workflow trace` shows it. Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/machine/definition.hpp"

namespace yellowsea::machine {

struct TraceOptions {
  Zone zone = Zone::utc();  // where the definition names none
  std::map<std::string, std::string> zone_of_organisation;
};

// `lines` is JSON Lines; `write` gets one answer (without line end) for the start, each fired timer and each
// line. Errors: malformed, with the number of the line in `arguments`.
Result<void> trace(const DefinitionPtr& definition, std::string_view lines, const TraceOptions& options,
                   const std::function<void(const std::string&)>& write);

}  // namespace yellowsea::machine
