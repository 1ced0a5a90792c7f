// Text in lines, with the space that it takes: measured by estimate, so that neither the layout nor the
// server needs fonts. Generous, so that text does not reach over its box in any usual font. Lengths are CSS
// pixels. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/graph/drawing.hpp"

namespace yellowsea::machine::graph {

inline constexpr double title_size = 14;
inline constexpr double text_size = 12;
inline constexpr double clock_width = 16;

double text_width(std::string_view text, double size);
// Lines no wider than `width` where words allow it; CJK text breaks between any two characters but before
// closing punctuation.
std::vector<std::string> wrap(std::string_view text, double size, double width);

struct Line {
  std::string text;
  double size = text_size;
  bool heading = false;
  bool grey = false;   // happens by itself
  bool clock = false;  // begins with the mark for time
};

struct Block {
  std::vector<Line> lines;
  double width = 0;
  double height = 0;
};

double line_height(const Line& line);

// A state's title and notes, of a state without others inside.
Block state_block(const Drawing& drawing, StateIndex state);
// The same above the states inside.
Block heading_block(const Drawing& drawing, StateIndex state);
Block arrow_block(const Drawing& drawing, const Arrow& arrow);
Block gathering_block(const Gathering& gathering);
// The numbered conditions and what grey means.
Block legend_block(const Drawing& drawing, double width);

}  // namespace yellowsea::machine::graph
