#include "engine/machine/graph/dot.hpp"

#include <algorithm>
#include <cmath>

#include "engine/machine/graph/block.hpp"

namespace yellowsea::machine::graph {
namespace {

std::string in_quotes(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n')
      result += "\\n";
    else
      result += c;
  }
  return result + "\"";
}

std::string whole(double number) { return std::to_string(static_cast<int>(std::ceil(number))); }

// Graphviz measures nodes in inches of 72 pixels; thousandths are exact enough.
std::string inches(double pixels) {
  const int thousandths = static_cast<int>(std::ceil(pixels / 72 * 1000));
  std::string fraction = std::to_string(thousandths % 1000);
  fraction.insert(0, 3 - fraction.size(), '0');
  return std::to_string(thousandths / 1000) + "." + fraction;
}

std::string room(const Block& block) {
  if (block.lines.empty()) return "\"\"";
  return R"(<<table border="0" cellborder="0" cellspacing="0" cellpadding="0"><tr><td fixedsize="true" width=")" +
         whole(block.width + 8) + "\" height=\"" + whole(block.height + 2) + "\"></td></tr></table>>";
}

class DotWriter {
 public:
  DotWriter(const Drawing& drawing, const std::vector<bool>& lit, DotLabels labels)
      : drawing_(drawing), definition_(*drawing.definition), lit_(lit), labels_(labels) {}

  std::string write() {
    line("digraph " + in_quotes(definition_.kind) + " {");
    line("graph [compound=true, rankdir=TB, nodesep=0.3, ranksep=0.45, fontname=\"sans-serif\", fontsize=14" +
         legend() + "];");
    line("node [fontname=\"sans-serif\", fontsize=13, shape=box, style=rounded];");
    line("edge [fontname=\"sans-serif\", fontsize=11, arrowsize=0.7];");
    write_state(definition_.root());
    for (std::size_t i = 0; i < drawing_.arrows.size(); ++i) write_arrow(i);
    line("}");
    return std::move(text_);
  }

 private:
  bool words() const { return labels_ == DotLabels::words; }
  bool lit(StateIndex state) const {
    const auto index = static_cast<std::size_t>(state);
    return index < lit_.size() && lit_[index];
  }

  void line(const std::string& text) {
    if (text.front() == '}') --depth_;
    text_ += std::string(static_cast<std::size_t>(depth_) * 2, ' ') + text + "\n";
    if (text.back() == '{') ++depth_;
  }

  std::string legend() const {
    if (!words() || drawing_.conditions.empty()) return "";
    std::string label = phrase(Phrase::conditions, drawing_.language);
    for (std::size_t i = 0; i < drawing_.conditions.size(); ++i)
      label += "\n[" + std::to_string(i + 1) + "] " + drawing_.conditions[i];
    // Left-justified lines end with \l in DOT.
    std::string text = in_quotes(label);
    for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at) text[at + 1] = 'l';
    text.insert(text.size() - 1, "\\l");
    return ", labelloc=b, labeljust=l, label=" + text;
  }

  static std::string in_lines(const std::string& text) {
    std::string lines;
    for (const std::string& line : wrap(text, text_size, 150)) lines += (lines.empty() ? "" : "\n") + line;
    return lines;
  }

  std::string title_and_notes(StateIndex state) const {
    const Box& box = drawing_.boxes[static_cast<std::size_t>(state)];
    std::string label = in_lines(box.title);
    for (const Label& note : box.notes) label += "\n· " + label_text(drawing_, note, true);
    return in_quotes(label);
  }

  void write_state(const State& state) {
    if (has_inside(state))
      write_cluster(state);
    else
      write_leaf(state);
  }

  void write_leaf(const State& state) {
    std::string attributes = "id=" + in_quotes(element_id(state));
    if (words()) {
      attributes += ", label=" + title_and_notes(state.index);
    } else {
      const Block block = state_block(drawing_, state.index);
      attributes += ", label=\"\", fixedsize=true, width=" + inches(block.width + 2 * box_margin + 6) +
                    ", height=" + inches(block.height + 2 * box_margin);
    }
    if (state.type == StateType::final) attributes += ", peripheries=2";
    if (lit(state.index)) attributes += ", style=\"rounded,filled\", fillcolor=\"#ffe9a8\", penwidth=3";
    line("s" + std::to_string(state.index) + " [" + attributes + "];");
  }

  void write_history(const State& state) {
    const std::string name = "s" + std::to_string(state.index);
    std::string attributes =
        "id=" + in_quotes(element_id(state)) + ", shape=circle, style=solid, fixedsize=true";
    attributes += ", width=" + inches(history_size) + ", label=\"";
    attributes += words() ? (state.deep_history ? "H*" : "H") : "";
    line(name + " [" + attributes + "\"];");
    for (const StateIndex target : state.history_default)
      write_edge(name, no_state, target, "id=\"h" + std::to_string(state.index) + "\"");
  }

  void write_cluster(const State& state) {
    const std::string number = std::to_string(state.index);
    const bool region =
        state.parent != no_state && definition_.state(state.parent).type == StateType::parallel;
    line("subgraph cluster_" + number + " {");
    line("id=" + in_quotes(element_id(state)) + ";");
    line(words() ? "label=" + title_and_notes(state.index) + ";"
                 : "label=" + room(heading_block(drawing_, state.index)) + ";");
    line("labelloc=t;");
    line("labeljust=l;");
    line("margin=12;");
    std::string style = region ? "rounded,dashed" : "rounded";
    line("style=" + in_quotes(style) + ";");
    if (lit(state.index)) line("penwidth=3;");
    if (state.initial != no_state) {
      line("start" + number +
           " [shape=circle, style=filled, fillcolor=black, fixedsize=true, label=\"\", width=" +
           inches(start_size) + "];");
      write_edge("start" + number, no_state, state.initial, "weight=8, id=\"i" + number + "\"");
    }
    for (const StateIndex child : state.children) write_state(definition_.state(child));
    for (const StateIndex child : state.history_children) write_history(definition_.state(child));
    for (std::size_t i = 0; i < drawing_.gatherings.size(); ++i) {
      if (drawing_.gatherings[i].inside == state.index) write_gathering(i);
    }
    line("}");
  }

  void write_gathering(std::size_t index) {
    const Gathering& gathering = drawing_.gatherings[index];
    std::string attributes = "shape=box, style=\"rounded,dotted\"";
    if (words()) {
      std::string label;
      for (const Line& each : gathering_block(gathering).lines)
        label += (label.empty() ? "" : "\n") + each.text;
      attributes += ", fontsize=11, label=" + in_quotes(label);
    } else {
      const Block block = gathering_block(gathering);
      attributes += ", label=\"\", fixedsize=true, width=" + inches(block.width + 2 * box_margin) +
                    ", height=" + inches(block.height + box_margin);
    }
    const std::string name = "g" + std::to_string(index);
    line(name + " [" + attributes + "];");
    line("s" + std::to_string(above(index)) + " -> " + name + " [style=invis, weight=0];");
  }

  // Below which state a gathering place stands, so that a picture begins with its beginning and ends with its
  // ends: the last of its states, or of those inside its one state, that is written before where it leads.
  StateIndex above(std::size_t index) const {
    const Gathering& gathering = drawing_.gatherings[index];
    const bool one = gathering.sources.size() == 1;
    const auto& states = one ? definition_.state(gathering.sources.front()).children : gathering.sources;
    StateIndex first_target = static_cast<StateIndex>(definition_.states.size());
    for (const Arrow& arrow : drawing_.arrows) {
      if (arrow.from == no_state && arrow.gathering == index) first_target = std::min(first_target, arrow.to);
    }
    StateIndex last = states.front();
    for (const StateIndex state : states) {
      if (state < first_target) last = state;
    }
    return first_leaf(definition_, last);
  }

  // Graphviz joins nodes only: an arrow to or from a state with others inside is cut at its border.
  void write_edge(const std::string& from, StateIndex tail, StateIndex to, const std::string& attributes) {
    // A definition is written from its beginning to its end, so the picture runs that way, too: what leads
    // back is laid out from its end.
    const bool back = !words() && tail != no_state && to < tail;
    std::string all = attributes + (back ? ", dir=back" : "");
    const bool into_itself = tail != no_state && (to == tail || definition_.is_descendant(to, tail));
    if (tail != no_state && has_inside(definition_.state(tail)) && !into_itself)
      all += std::string(back ? ", lhead" : ", ltail") + "=cluster_" + std::to_string(tail);
    std::string head = "s" + std::to_string(to);
    const State& target = definition_.state(to);
    if (has_inside(target)) {
      const bool from_inside = tail != no_state && (tail == to || definition_.is_descendant(tail, to));
      head = "s" + std::to_string(first_leaf(definition_, to));
      if (!from_inside)
        all += std::string(back ? ", ltail" : ", lhead") + "=cluster_" + std::to_string(to);
      else if (target.initial != no_state)
        head = "start" + std::to_string(to);
    }
    line((back ? head : from) + " -> " + (back ? from : head) + " [" + all + "];");
  }

  void write_arrow(std::size_t index) {
    const Arrow& arrow = drawing_.arrows[index];
    std::string attributes = "id=\"e" + std::to_string(index) + "\"";
    if (words()) {
      std::string label;
      for (const Label& each : arrow.labels)
        label += (label.empty() ? "" : "\n") + in_lines(label_text(drawing_, each, true));
      attributes += ", label=" + in_quotes(label);
    } else {
      attributes += ", label=" + room(arrow_block(drawing_, arrow));
    }
    const std::string from = arrow.from == no_state
                                 ? "g" + std::to_string(arrow.gathering)
                                 : "s" + std::to_string(first_leaf(definition_, arrow.from));
    write_edge(from, arrow.from, arrow.to, attributes);
  }

  const Drawing& drawing_;
  const Definition& definition_;
  const std::vector<bool>& lit_;
  DotLabels labels_;
  std::string text_;
  int depth_ = 0;
};

}  // namespace

std::string dot_text(const Drawing& drawing, const std::vector<bool>& lit, DotLabels labels) {
  return DotWriter(drawing, lit, labels).write();
}

}  // namespace yellowsea::machine::graph
