// Where everything of a drawing stands, found by Graphviz's `dot` in a process of its own: a crash or an
// endless layout there ends that process, not ours. Any thread; the caller waits.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea::web {

// Pixels, from the top left corner.
struct Point {
  double x = 0;
  double y = 0;
};

struct Rectangle {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
};

struct Curve {
  std::vector<Point> points;   // a Bézier curve: a start, then three points for each part
  std::optional<Point> tip;    // of the arrowhead, beyond the last point
  std::optional<Point> label;  // the middle of the label
};

struct Layout {
  double width = 0;
  double height = 0;
  std::map<std::string, Rectangle> nodes;     // by name
  std::map<std::string, Rectangle> clusters;  // by name
  std::map<std::string, Curve> curves;        // by the edge's `id`
};

// `program` is dot's name or path. Errors: unavailable (see run_child); internal ("layout") if its answer
// can't be understood.
Result<Layout> lay_out(const std::string& dot, const std::string& program = "dot");
// Reads what `dot -Tjson0` writes.
Result<Layout> read_layout(const std::string& json);

}  // namespace yellowsea::web
