#include "web/graph/arrange.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/machine/graph/block.hpp"

namespace yellowsea::web {
namespace {

using machine::State;
using machine::StateIndex;
using machine::StateType;
using machine::graph::Arrow;
using machine::graph::Drawing;

constexpr double row_width = 1160;
constexpr double gap = 16;
constexpr double padding = 8;
constexpr double far_away = 24;  // of a label from its arrow

// What encloses everything that was added.
struct Extent {
  double left = 1e9;
  double top = 1e9;
  double right = -1e9;
  double bottom = -1e9;

  void add(const Rectangle& r, double around = 0) {
    left = std::min(left, r.left - around);
    top = std::min(top, r.top - around);
    right = std::max(right, r.left + r.width + around);
    bottom = std::max(bottom, r.top + r.height + around);
  }
  Rectangle rectangle() const { return {left, top, right - left, bottom - top}; }
};

bool overlap(const Rectangle& a, const Rectangle& b) {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
         b.top < a.top + a.height;
}

double distance(const Rectangle& r, const Point& p) {
  const double dx = std::max({r.left - p.x, 0.0, p.x - r.left - r.width});
  const double dy = std::max({r.top - p.y, 0.0, p.y - r.top - r.height});
  return std::hypot(dx, dy);
}

// Points on a curve, close enough to each other to find the nearest.
std::vector<Point> along(const Curve& curve) {
  std::vector<Point> points;
  for (std::size_t part = 0; part + 3 < curve.points.size(); part += 3) {
    const Point* p = &curve.points[part];
    for (int step = 0; step <= 8; ++step) {
      const double t = step / 8.0;
      const double u = 1 - t;
      const auto mix = [&](double a, double b, double c, double d) {
        return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
      };
      points.push_back({mix(p[0].x, p[1].x, p[2].x, p[3].x), mix(p[0].y, p[1].y, p[2].y, p[3].y)});
    }
  }
  return points;
}

// The parts of a layout that lie inside a state, which move together.
struct Parts {
  std::vector<Rectangle*> boxes;
  std::vector<Curve*> curves;
  Extent extent;

  void move(double dx, double dy) {
    const auto shift = [&](Point& point) {
      point.x += dx;
      point.y += dy;
    };
    for (Rectangle* box : boxes) {
      box->left += dx;
      box->top += dy;
    }
    for (Curve* curve : curves) {
      for (Point& point : curve->points) shift(point);
      if (curve->tip) shift(*curve->tip);
      if (curve->label) shift(*curve->label);
    }
  }
};

class Arranger {
 public:
  Arranger(const Drawing& drawing, Layout layout)
      : drawing_(drawing), definition_(*drawing.definition), layout_(std::move(layout)) {}

  Layout arrange() {
    const State& root = definition_.root();
    const auto frame = layout_.clusters.find("cluster_0");
    if (frame == layout_.clusters.end()) return std::move(layout_);
    if (root.type == StateType::parallel && is_separate(root)) place_regions(root, frame->second);
    bring_labels_home();
    Parts all = parts_of(root);
    frame->second = all.extent.rectangle();
    all.move(-all.extent.left, -all.extent.top);
    layout_.width = frame->second.width;
    layout_.height = frame->second.height;
    return std::move(layout_);
  }

 private:
  bool inside(StateIndex state, StateIndex around) const {
    return state == around || definition_.is_descendant(state, around);
  }

  StateIndex tail_of(const Arrow& arrow) const {
    return arrow.from != machine::no_state ? arrow.from : drawing_.gatherings[arrow.gathering].inside;
  }

  // No arrow leads from one region to another.
  bool is_separate(const State& root) const {
    const auto within_one = [&](StateIndex a, StateIndex b) {
      return std::any_of(root.children.begin(), root.children.end(),
                         [&](StateIndex region) { return inside(a, region) && inside(b, region); });
    };
    return root.history_children.empty() &&
           std::all_of(drawing_.arrows.begin(), drawing_.arrows.end(),
                       [&](const Arrow& arrow) { return within_one(tail_of(arrow), arrow.to); });
  }

  Parts parts_of(const State& around) {
    Parts parts;
    const auto box = [&](std::map<std::string, Rectangle>& boxes, const std::string& name) {
      const auto found = boxes.find(name);
      if (found == boxes.end()) return;
      parts.boxes.push_back(&found->second);
      parts.extent.add(found->second);
    };
    const auto curve = [&](const std::string& name) -> Curve* {
      const auto found = layout_.curves.find(name);
      if (found == layout_.curves.end()) return nullptr;
      parts.curves.push_back(&found->second);
      return &found->second;
    };
    for (StateIndex index = around.index; index < around.subtree_end; ++index) {
      const std::string number = std::to_string(index);
      box(layout_.nodes, "s" + number);
      box(layout_.nodes, "start" + number);
      box(layout_.clusters, "cluster_" + number);
      curve("i" + number);
      curve("h" + number);
    }
    for (std::size_t i = 0; i < drawing_.gatherings.size(); ++i) {
      if (inside(drawing_.gatherings[i].inside, around.index)) box(layout_.nodes, "g" + std::to_string(i));
    }
    for (std::size_t i = 0; i < drawing_.arrows.size(); ++i) {
      const Arrow& arrow = drawing_.arrows[i];
      if (!inside(tail_of(arrow), around.index) || !inside(arrow.to, around.index)) continue;
      const Curve* line = curve("e" + std::to_string(i));
      if (line == nullptr) continue;
      for (const Point& point : line->points) parts.extent.add({point.x, point.y, 0, 0}, padding);
      if (!line->label) continue;
      const auto block = machine::graph::arrow_block(drawing_, arrow);
      parts.extent.add(
          {line->label->x - block.width / 2, line->label->y - block.height / 2, block.width, block.height},
          padding);
    }
    return parts;
  }

  Rectangle label_place(std::size_t arrow, Point middle) const {
    const auto block = machine::graph::arrow_block(drawing_, drawing_.arrows[arrow]);
    return {middle.x - block.width / 2, middle.y - block.height / 2, block.width, block.height};
  }

  // Whether nothing else with words stands there.
  bool is_free(const Rectangle& place, std::size_t own) const {
    for (const auto& [name, box] : layout_.nodes) {
      if (overlap(place, box)) return false;
    }
    for (std::size_t i = 0; i < drawing_.arrows.size(); ++i) {
      const auto other = layout_.curves.find("e" + std::to_string(i));
      if (i == own || other == layout_.curves.end() || !other->second.label) continue;
      if (overlap(place, label_place(i, *other->second.label))) return false;
    }
    return true;
  }

  // An arrow that ends at the border of a state was laid out to somewhere inside of it, and its label may
  // have stayed there: it goes beside what is left of the arrow, if there is room.
  void bring_labels_home() {
    for (std::size_t i = 0; i < drawing_.arrows.size(); ++i) {
      const auto found = layout_.curves.find("e" + std::to_string(i));
      if (found == layout_.curves.end() || !found->second.label || found->second.points.size() < 4) continue;
      Curve& curve = found->second;
      const Rectangle now = label_place(i, *curve.label);
      const auto near = [&](const Point& point) { return distance(now, point) < far_away; };
      const std::vector<Point> line = along(curve);
      if (std::any_of(line.begin(), line.end(), near)) continue;
      std::optional<Point> best;
      for (const Point& point : line) {
        for (const double side : {1.0, -1.0}) {
          const Point middle{point.x + side * (now.width / 2 + 6), point.y};
          const Point centre = line[line.size() / 2];
          const auto off = [&](const Point& p) { return std::hypot(p.x - centre.x, p.y - centre.y); };
          if (is_free(label_place(i, middle), i) && (!best || off(middle) < off(*best))) best = middle;
        }
      }
      if (best) curve.label = best;
    }
  }

  // Where a region fits: as high as can be, then as far left, beside or below those that have their place.
  static Rectangle fit(const Rectangle& region, const std::vector<Rectangle>& placed, Point begin) {
    std::vector<double> lefts{begin.x};
    for (const Rectangle& other : placed) lefts.push_back(other.left + other.width + gap);
    std::optional<Rectangle> best;
    for (const double left : lefts) {
      if (left > begin.x && left + region.width > begin.x + row_width) continue;
      Rectangle place{left, begin.y, region.width, region.height};
      for (const Rectangle& other : placed) {
        const bool above = other.left < left + region.width + gap && left < other.left + other.width + gap;
        if (above) place.top = std::max(place.top, other.top + other.height + gap);
      }
      const bool better =
          !best || place.top < best->top || (place.top == best->top && place.left < best->left);
      if (better) best = place;
    }
    return *best;
  }

  void place_regions(const State& root, Rectangle& frame) {
    const auto heading = machine::graph::heading_block(drawing_, root.index);
    const Point begin{frame.left + gap, frame.top + heading.height + gap};
    std::vector<Rectangle> placed;
    Extent all;
    all.add({frame.left, frame.top, heading.width + 2 * gap, heading.height + gap});
    for (const StateIndex region : root.children) {
      Parts parts = parts_of(definition_.state(region));
      if (parts.boxes.empty()) continue;
      const Rectangle now = parts.extent.rectangle();
      const auto cluster = layout_.clusters.find("cluster_" + std::to_string(region));
      if (cluster != layout_.clusters.end()) cluster->second = now;
      placed.push_back(fit(now, placed, begin));
      parts.move(placed.back().left - now.left, placed.back().top - now.top);
      all.add(placed.back(), gap);
    }
    frame = all.rectangle();
  }

  const Drawing& drawing_;
  const machine::Definition& definition_;
  Layout layout_;
};

}  // namespace

Layout arrange(const Drawing& drawing, Layout layout) {
  return Arranger(drawing, std::move(layout)).arrange();
}

}  // namespace yellowsea::web
