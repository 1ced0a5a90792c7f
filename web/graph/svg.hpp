// A drawing and its layout as SVG that stands alone: presentation attributes only, so that it looks the same
// under a content security policy without inline styles, and in a file of its own. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/graph/drawing.hpp"
#include "web/graph/layout.hpp"

namespace yellowsea::web {

// A picture without anything lit, as pieces between which the lit states differ. Made once for a definition
// and a language.
struct Picture {
  struct Piece {
    std::string text;                               // what stands before
    machine::StateIndex state = machine::no_state;  // whose look follows; none after the last
    std::string idle;
    std::string lit;
  };
  std::vector<Piece> pieces;
  double width = 0;
  double height = 0;
  std::vector<Rectangle> places;  // of the states, by state; empty ones are not drawn
};

Picture svg_picture(const machine::graph::Drawing& drawing, const Layout& layout);
// `lit`: by state, see lit_states(); may be empty.
std::string svg_text(const Picture& picture, const std::vector<bool>& lit);

}  // namespace yellowsea::web
