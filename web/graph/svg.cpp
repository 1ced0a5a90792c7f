#include "web/graph/svg.hpp"

#include <algorithm>
#include <cmath>

#include "engine/machine/graph/block.hpp"
#include "engine/machine/graph/dot.hpp"
#include "web/graph/svg_parts.hpp"

namespace yellowsea::web {
namespace {

using machine::no_state;
using machine::State;
using machine::StateIndex;
using machine::StateType;
using machine::graph::Block;
using machine::graph::Drawing;
using machine::graph::Line;
using svg::attribute;
using svg::escaped;
using svg::number;

// The colours of the pages: ink, gold, grey of small print, lines.
constexpr const char* ink = "#0b1f33";
constexpr const char* gold = "#ffe9a8";
constexpr const char* grey = "#4d5863";
constexpr const char* pale = "#8a949e";
constexpr double edge = 16;  // around the picture
constexpr double heading_top = 7;
constexpr double min_width = 420;

class SvgWriter {
 public:
  SvgWriter(const Drawing& drawing, const Layout& layout)
      : drawing_(drawing), definition_(*drawing.definition), layout_(layout) {}

  Picture write() {
    picture_.places.resize(definition_.states.size());
    const double inner = std::max(layout_.width, min_width);
    const Block legend = machine::graph::legend_block(drawing_, inner);
    picture_.width = inner + 2 * edge;
    picture_.height = layout_.height + 2 * edge + (legend.lines.empty() ? 0 : legend.height + edge);
    const std::string title = machine::graph::definition_title(definition_, drawing_.language);
    text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\"" +
            attribute("lang", std::string(machine::graph::tag_of(drawing_.language))) +
            attribute("width", picture_.width) + attribute("height", picture_.height) + " viewBox=\"0 0 " +
            number(picture_.width) + " " + number(picture_.height) +
            "\" role=\"img\" aria-labelledby=\"title\"" +
            attribute("font-family", svg::fonts(drawing_.language)) +
            attribute("font-size", machine::graph::text_size) + attribute("fill", ink) +
            ">\n<title id=\"title\">" + escaped(title) + "</title>\n" +
            "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<g transform=\"translate(" + number(edge) +
            " " + number(edge) + ")\">\n";
    for (const State& state : definition_.states) {
      if (machine::graph::has_inside(state)) write_cluster(state);
    }
    write_starts();
    for (std::size_t i = 0; i < drawing_.arrows.size(); ++i) write_arrow(i);
    for (std::size_t i = 0; i < drawing_.gatherings.size(); ++i) write_gathering(i);
    for (const State& state : definition_.states) {
      if (!machine::graph::has_inside(state)) write_leaf(state);
    }
    for (std::size_t i = 0; i < drawing_.arrows.size(); ++i) write_label(i);
    write_block(legend, 0, layout_.height + edge, Align::left);
    text_ += "</g>\n</svg>\n";
    picture_.pieces.push_back({std::move(text_), no_state, "", ""});
    return std::move(picture_);
  }

 private:
  enum class Align { left, middle };

  // Here the picture depends on whether the state is lit.
  void look(StateIndex state, const std::string& idle, const std::string& lit) {
    picture_.pieces.push_back({std::move(text_), state, idle, lit});
    text_.clear();
  }

  void remember(StateIndex state, const Rectangle& place) {
    picture_.places[static_cast<std::size_t>(state)] = {place.left + edge, place.top + edge, place.width,
                                                        place.height};
  }

  void open_group(const State& state, const std::string& kind, const std::string& idle,
                  const std::string& lit) {
    text_ += "<g" + attribute("id", machine::graph::element_id(state));
    look(state.index, attribute("class", kind) + idle, attribute("class", kind + " active") + lit);
    text_ += ">";
  }

  void write_clock(double x, double y, const char* colour) {
    text_ += "<g class=\"clock\" fill=\"none\" stroke-width=\"1\"" + attribute("stroke", colour) +
             " transform=\"translate(" + number(x) + " " + number(y) +
             ")\"><circle r=\"5\"/><path d=\"M0 -3V0H2.5M-1.5 -6.5H1.5\"/></g>";
  }

  void write_block(const Block& block, double x, double top, Align align) {
    double y = top;
    for (const Line& line : block.lines) {
      const double height = machine::graph::line_height(line);
      const double baseline = y + height / 2 + line.size * 0.36;
      const char* colour = line.grey ? grey : ink;
      const double width = machine::graph::text_width(line.text, line.size);
      double text_x = x;
      if (line.clock) {
        const double left = align == Align::middle ? x - (width + machine::graph::clock_width) / 2 : x;
        write_clock(left + 6, baseline - line.size * 0.36, colour);
        text_x =
            align == Align::middle ? x + machine::graph::clock_width / 2 : left + machine::graph::clock_width;
      }
      text_ += "<text" + attribute("x", text_x) + attribute("y", baseline) +
               (align == Align::middle ? " text-anchor=\"middle\"" : "") +
               (line.size == machine::graph::text_size ? "" : attribute("font-size", line.size)) +
               (line.heading ? " font-weight=\"700\"" : "") + (line.grey ? attribute("fill", grey) : "") +
               ">" + escaped(line.text) + "</text>";
      y += height;
    }
  }

  std::string rectangle(const Rectangle& r, double radius, const std::string& more = "") {
    return "<rect" + attribute("x", r.left) + attribute("y", r.top) + attribute("width", r.width) +
           attribute("height", r.height) + attribute("rx", radius) + more + "/>";
  }

  void write_cluster(const State& state) {
    const auto found = layout_.clusters.find("cluster_" + std::to_string(state.index));
    if (found == layout_.clusters.end()) return;
    const Rectangle& place = found->second;
    remember(state.index, place);
    const bool region =
        state.parent != no_state && definition_.state(state.parent).type == StateType::parallel;
    const std::string dashes = region ? attribute("stroke-dasharray", std::string("7 5")) : "";
    const std::string fill = state.parent == no_state ? "#fff" : "#f6f8fa";
    open_group(state, region ? "region" : "compound",
               attribute("fill", fill) + attribute("stroke", pale) + dashes,
               attribute("fill", fill) + attribute("stroke", ink) + attribute("stroke-width", 2) + dashes);
    text_ += rectangle(place, 10);
    text_ += "<g stroke=\"none\"" + attribute("fill", ink) + ">";
    write_block(machine::graph::heading_block(drawing_, state.index), place.left + 12,
                place.top + heading_top, Align::left);
    text_ += "</g></g>\n";
  }

  void write_leaf(const State& state) {
    const auto found = layout_.nodes.find("s" + std::to_string(state.index));
    if (found == layout_.nodes.end()) return;
    const Rectangle& place = found->second;
    remember(state.index, place);
    const std::string idle = attribute("fill", std::string("#fff")) + attribute("stroke", ink);
    const std::string lit = attribute("fill", gold) + attribute("stroke", ink) + attribute("stroke-width", 3);
    const Point middle{place.left + place.width / 2, place.top + place.height / 2};
    if (state.type == StateType::history) {
      open_group(state, "history", idle, lit);
      text_ += "<circle" + attribute("cx", middle.x) + attribute("cy", middle.y) +
               attribute("r", place.width / 2) + "/><text stroke=\"none\" text-anchor=\"middle\"" +
               attribute("fill", ink) + attribute("x", middle.x) + attribute("y", middle.y + 4) + ">" +
               (state.deep_history ? "H*" : "H") + "</text></g>\n";
      return;
    }
    open_group(state, state.type == StateType::final ? "state final" : "state", idle, lit);
    text_ += rectangle(place, 8);
    if (state.type == StateType::final)
      text_ += rectangle({place.left + 4, place.top + 4, place.width - 8, place.height - 8}, 5,
                         " fill=\"none\" stroke-width=\"1\"");
    text_ += "<g stroke=\"none\"" + attribute("fill", ink) + ">";
    const Block block = machine::graph::state_block(drawing_, state.index);
    write_block(block, middle.x, middle.y - block.height / 2, Align::middle);
    text_ += "</g></g>\n";
  }

  void write_gathering(std::size_t index) {
    const auto found = layout_.nodes.find("g" + std::to_string(index));
    if (found == layout_.nodes.end()) return;
    const Rectangle& place = found->second;
    text_ += "<g class=\"gathering\">" +
             rectangle(place, place.height / 2 > 14 ? 14 : place.height / 2,
                       attribute("fill", std::string("#eef1f4")) + attribute("stroke", pale) +
                           attribute("stroke-dasharray", std::string("2 3")));
    const Block block = machine::graph::gathering_block(drawing_.gatherings[index]);
    write_block(block, place.left + place.width / 2, place.top + place.height / 2 - block.height / 2,
                Align::middle);
    text_ += "</g>\n";
  }

  void write_curve(const Curve& curve, const char* colour) {
    if (curve.points.empty()) return;
    std::string path = "M" + number(curve.points.front().x) + " " + number(curve.points.front().y);
    for (std::size_t i = 1; i < curve.points.size(); ++i)
      path += (i % 3 == 1 ? "C" : " ") + number(curve.points[i].x) + " " + number(curve.points[i].y);
    text_ += "<path fill=\"none\"" + attribute("stroke", colour) + attribute("d", path) + "/>";
    if (!curve.tip) return;
    const Point tip = *curve.tip;
    const Point base = curve.points.back();
    const double dx = tip.x - base.x;
    const double dy = tip.y - base.y;
    const double length = std::max(std::hypot(dx, dy), 0.1);
    const Point side{-dy / length * 3.5, dx / length * 3.5};
    text_ += "<path stroke=\"none\"" + attribute("fill", colour) +
             attribute("d", "M" + number(tip.x) + " " + number(tip.y) + "L" + number(base.x + side.x) + " " +
                                number(base.y + side.y) + "L" + number(base.x - side.x) + " " +
                                number(base.y - side.y) + "Z") +
             "/>";
  }

  void write_starts() {
    for (const State& state : definition_.states) {
      const std::string index = std::to_string(state.index);
      for (const char* kind : {"i", "h"}) {
        if (const auto curve = layout_.curves.find(kind + index); curve != layout_.curves.end())
          write_curve(curve->second, ink);
      }
      const auto start = layout_.nodes.find("start" + index);
      if (start == layout_.nodes.end()) continue;
      const Rectangle& place = start->second;
      text_ += "<circle class=\"start\"" + attribute("cx", place.left + place.width / 2) +
               attribute("cy", place.top + place.height / 2) + attribute("r", place.width / 2) + "/>\n";
    }
  }

  void write_arrow(std::size_t index) {
    const auto curve = layout_.curves.find("e" + std::to_string(index));
    if (curve == layout_.curves.end()) return;
    const auto& labels = drawing_.arrows[index].labels;
    const bool person = std::any_of(labels.begin(), labels.end(), [](const auto& label) {
      return label.trigger == machine::graph::Trigger::person;
    });
    text_ += "<g class=\"arrow\">";
    write_curve(curve->second, person ? ink : pale);
    text_ += "</g>\n";
  }

  // After everything else, so that no line crosses a word.
  void write_label(std::size_t index) {
    const auto curve = layout_.curves.find("e" + std::to_string(index));
    if (curve == layout_.curves.end() || !curve->second.label) return;
    const Block block = machine::graph::arrow_block(drawing_, drawing_.arrows[index]);
    // Lines that pass behind the words do not touch them.
    text_ += "<g class=\"label\" stroke=\"#fbfcfd\" stroke-width=\"3\" paint-order=\"stroke\">";
    write_block(block, curve->second.label->x, curve->second.label->y - block.height / 2, Align::middle);
    text_ += "</g>\n";
  }

  const Drawing& drawing_;
  const machine::Definition& definition_;
  const Layout& layout_;
  Picture picture_;
  std::string text_;
};

}  // namespace

Picture svg_picture(const Drawing& drawing, const Layout& layout) {
  return SvgWriter(drawing, layout).write();
}

std::string svg_text(const Picture& picture, const std::vector<bool>& lit) {
  std::string text;
  for (const Picture::Piece& piece : picture.pieces) {
    text += piece.text;
    if (piece.state == no_state) continue;
    const auto index = static_cast<std::size_t>(piece.state);
    text += index < lit.size() && lit[index] ? piece.lit : piece.idle;
  }
  return text;
}

}  // namespace yellowsea::web
