// A drawing in DOT, the language of Graphviz. Pure; any thread.
//
// Nodes: sN a state, startN the dot inside state N from which its first state is entered, gN a gathering
// place; cluster_N a state with others inside, dashed if it is a region of a parallel state; edges have an
// `id`: eN an arrow, iN a start.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/graph/drawing.hpp"

namespace yellowsea::machine::graph {

enum class DotLabels {
  words,  // for people and their tools
  spaces  // room for the words only, as blocks measure it: for a layout that needs no fonts
};

// `lit`: by state, see lit_states(); may be empty.
std::string dot_text(const Drawing& drawing, const std::vector<bool>& lit, DotLabels labels);

// Sizes of what has no words, and the room around words; CSS pixels.
inline constexpr double start_size = 12;
inline constexpr double history_size = 26;
inline constexpr double box_margin = 10;

}  // namespace yellowsea::machine::graph
