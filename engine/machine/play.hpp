// Plays a list of events of a whole pack, with linked items, in memory: `workflow play`. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/machine/cascade.hpp"

namespace yellowsea::machine {

// `write` gets one answer (without line end) for each line. Errors: malformed, `arguments.line` says where.
Result<void> play(const Surroundings& surroundings, std::string_view lines,
                  const std::function<void(const std::string&)>& write);

// The word that trace and play show for a problem: "by", "no_transition", a guard's type, "data",
// "unknown_item", …
std::string refused_by(const Problem& problem);

}  // namespace yellowsea::machine
