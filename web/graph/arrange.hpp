// Puts right what Graphviz leaves: labels that reach over the frame or stand far from their arrows, and the
// regions of a parallel machine, which come in any order in one long row. They are put in document order, in
// rows that a screen can hold. Pure; any thread.
#pragma once

#include "engine/machine/graph/drawing.hpp"
#include "web/graph/layout.hpp"

namespace yellowsea::web {

Layout arrange(const machine::graph::Drawing& drawing, Layout layout);

}  // namespace yellowsea::web
