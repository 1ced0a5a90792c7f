#include "engine/machine/graph/mermaid.hpp"

#include <algorithm>

namespace yellowsea::machine::graph {
namespace {

// What has a meaning in Mermaid's grammar is written as its code.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "#quot;";
        break;
      case '<':
        result += "#lt;";
        break;
      case '>':
        result += "#gt;";
        break;
      case '#':
      case ';':
      case ':':
      case '{':
      case '}':
      case '%':
        result += "#" + std::to_string(static_cast<int>(c)) + ";";
        break;
      case '\n':
        result += ' ';
        break;
      default:
        result += c;
    }
  }
  return result;
}

class MermaidWriter {
 public:
  MermaidWriter(const Drawing& drawing, const std::vector<bool>& lit)
      : drawing_(drawing), definition_(*drawing.definition), lit_(lit) {}

  std::string write() {
    line("stateDiagram-v2");
    ++depth_;
    const State& root = definition_.root();
    // Regions side by side exist only inside of a state.
    if (root.type == StateType::parallel || !drawing_.boxes.front().notes.empty())
      write_state(root);
    else
      write_inside(root);
    write_lit();
    return std::move(text_);
  }

 private:
  void line(const std::string& text) {
    text_ += std::string(static_cast<std::size_t>(depth_) * 2, ' ') + text + "\n";
  }

  static std::string name(StateIndex state) { return "s" + std::to_string(state); }

  std::string title(const State& state) const {
    const Box& box = drawing_.boxes[static_cast<std::size_t>(state.index)];
    std::string text = escaped(box.title);
    // Notes of a state with others inside would be lost in Mermaid's narrow heading: they get their own line.
    for (const Label& note : box.notes) text += "<br/>· " + escaped(label_text(drawing_, note, true));
    return text;
  }

  void write_state(const State& state) {
    if (!has_inside(state)) {
      line("state \"" + title(state) + "\" as " + name(state.index));
      if (state.type == StateType::final) line(name(state.index) + " --> [*]");
      return;
    }
    line("state \"" + title(state) + "\" as " + name(state.index) + " {");
    ++depth_;
    write_inside(state);
    --depth_;
    line("}");
  }

  void write_inside(const State& state) {
    bool first = true;
    for (const StateIndex child : state.children) {
      if (!first && state.type == StateType::parallel) line("--");
      first = false;
      write_state(definition_.state(child));
    }
    for (const StateIndex child : state.history_children) {
      const State& history = definition_.state(child);
      line(std::string("state \"") + (history.deep_history ? "H*" : "H") + "\" as " + name(child));
      for (const StateIndex target : history.history_default) line(name(child) + " --> " + name(target));
    }
    if (state.initial != no_state) line("[*] --> " + name(state.initial));
    for (std::size_t i = 0; i < drawing_.gatherings.size(); ++i) {
      if (drawing_.gatherings[i].inside == state.index)
        line("state \"" + escaped(drawing_.gatherings[i].text) + "\" as g" + std::to_string(i));
    }
    for (const Arrow& arrow : drawing_.arrows) {
      if (place_of(arrow) == state.index) write_arrow(arrow);
    }
  }

  // The innermost state around both ends: there Mermaid wants the arrow.
  StateIndex place_of(const Arrow& arrow) const {
    StateIndex place = arrow.from == no_state ? drawing_.gatherings[arrow.gathering].inside
                                              : definition_.state(arrow.from).parent;
    while (place > 0 && !definition_.is_descendant(arrow.to, place)) place = definition_.state(place).parent;
    return std::max(place, StateIndex{0});
  }

  void write_arrow(const Arrow& arrow) {
    const std::string from =
        arrow.from == no_state ? "g" + std::to_string(arrow.gathering) : name(arrow.from);
    for (const Label& label : arrow.labels) {
      Label bare = label;
      bare.conditions.clear();
      std::string text = escaped(label_text(drawing_, bare, true));
      std::string conditions;
      for (const std::size_t number : label.conditions)
        conditions += (conditions.empty() ? "" : " ") + escaped(drawing_.conditions[number - 1]);
      if (!conditions.empty()) text += " [" + conditions + "]";
      line(from + " --> " + name(arrow.to) + " : " + text);
    }
  }

  void write_lit() {
    std::string names;
    for (const State& state : definition_.states) {
      const auto index = static_cast<std::size_t>(state.index);
      if (index < lit_.size() && lit_[index] && !has_inside(state))
        names += (names.empty() ? "" : ",") + name(state.index);
    }
    if (names.empty()) return;
    line("classDef active fill:#ffe9a8,stroke:#0b1f33,stroke-width:3px");
    line("class " + names + " active");
  }

  const Drawing& drawing_;
  const Definition& definition_;
  const std::vector<bool>& lit_;
  std::string text_;
  int depth_ = 0;
};

}  // namespace

std::string mermaid_text(const Drawing& drawing, const std::vector<bool>& lit) {
  return MermaidWriter(drawing, lit).write();
}

}  // namespace yellowsea::machine::graph
