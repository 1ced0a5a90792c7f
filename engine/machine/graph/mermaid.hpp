// A drawing as a Mermaid state diagram (stateDiagram-v2). Pure; any thread.
// Conditions stand in words beside what they guard, as Mermaid has no room for a legend. History states are
// ordinary ones named H or H*, which is all that Mermaid offers.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/graph/drawing.hpp"

namespace yellowsea::machine::graph {

// `lit`: by state, see lit_states(); may be empty.
std::string mermaid_text(const Drawing& drawing, const std::vector<bool>& lit);

}  // namespace yellowsea::machine::graph
