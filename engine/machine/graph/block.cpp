#include "engine/machine/graph/block.hpp"

#include <algorithm>

namespace yellowsea::machine::graph {
namespace {

struct Character {
  std::string_view bytes;
  char32_t code = 0;
};

// The text is valid UTF-8: it comes from a definition that was read.
Character next_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const std::string_view bytes = text.substr(0, length);
  char32_t code = length == 1 ? first : first & (0x7fU >> length);
  for (const char byte : bytes.substr(1)) code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3fU);
  return {bytes, code};
}

bool is_hangul(char32_t code) {
  return (code >= 0x1100 && code <= 0x11ff) || (code >= 0x3130 && code <= 0x318f) ||
         (code >= 0xac00 && code <= 0xd7af);
}

// Set on a square, and breakable after every character (Hangul is square, but breaks at spaces).
bool is_square(char32_t code) {
  return code >= 0x1100 && ((code >= 0x2e80 && code <= 0xd7af) || (code >= 0xf900 && code <= 0xfaff) ||
                            (code >= 0xfe30 && code <= 0xfe4f) || (code >= 0xff00 && code <= 0xff60) ||
                            code >= 0x20000 || is_hangul(code));
}

bool closes(char32_t code) {
  static constexpr std::u32string_view closing = U"、。，．！？：；）」』】〉》”’,.!?:;)]ーっゃゅょッャュョ";
  return closing.find(code) != std::u32string_view::npos;
}

// In ems, of a wide sans serif.
double width_of(char32_t code) {
  static constexpr std::u32string_view narrow = U"iIjl.,:;'|!`";
  static constexpr std::u32string_view slim = U"frt()[]-/\"*";
  static constexpr std::u32string_view broad = U"mwMW@%&";
  if (is_square(code)) return 1.0;
  if (code == U' ') return 0.28;
  if (narrow.find(code) != std::u32string_view::npos) return 0.32;
  if (slim.find(code) != std::u32string_view::npos) return 0.42;
  if (broad.find(code) != std::u32string_view::npos) return 0.95;
  if (code >= U'A' && code <= U'Z') return 0.7;
  if (code < 0x80) return 0.6;
  return 0.75;
}

// What stays together, each piece with the space after it.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces{""};
  bool broken = false;
  while (!text.empty()) {
    const Character character = next_character(text);
    text.remove_prefix(std::min(character.bytes.size(), text.size()));
    if (broken && !closes(character.code)) pieces.emplace_back();
    pieces.back() += character.bytes;
    broken = character.code == U' ' || (is_square(character.code) && !is_hangul(character.code));
  }
  return pieces;
}

std::vector<std::string> fill(const std::vector<std::string>& pieces, double size, double width) {
  std::vector<std::string> lines{""};
  for (const std::string& piece : pieces) {
    const std::string_view visible =
        piece.ends_with(' ') ? std::string_view(piece).substr(0, piece.size() - 1) : piece;
    if (!lines.back().empty() && text_width(lines.back(), size) + text_width(visible, size) > width)
      lines.emplace_back();
    lines.back() += piece;
  }
  for (std::string& line : lines) {
    while (line.ends_with(' ')) line.pop_back();
  }
  return lines;
}

void add_lines(Block& block, const std::string& text, const Line& like, double width) {
  const double room = width - (like.clock ? clock_width : 0);
  bool first = true;
  for (const std::string& part : wrap(text, like.size, room)) {
    Line line = like;
    line.text = part;
    line.clock = like.clock && first;
    first = false;
    block.width = std::max(block.width, text_width(part, like.size) * (like.heading ? 1.06 : 1.0) +
                                            (like.clock ? clock_width : 0));
    block.height += line_height(line);
    block.lines.push_back(std::move(line));
  }
}

Line line_of(const Label& label) {
  return {"", text_size, false, label.trigger != Trigger::person, label.trigger == Trigger::timer};
}

}  // namespace

double text_width(std::string_view text, double size) {
  double ems = 0;
  while (!text.empty()) {
    const Character character = next_character(text);
    ems += width_of(character.code);
    text.remove_prefix(std::min(character.bytes.size(), text.size()));
  }
  return ems * size;
}

std::vector<std::string> wrap(std::string_view text, double size, double width) {
  const auto pieces = pieces_of(text);
  std::vector<std::string> lines = fill(pieces, size, width);
  // Lines of about one length, so that no last one holds a lonely word.
  for (double narrower = width - 6; lines.size() > 1 && narrower > width / 2; narrower -= 6) {
    auto tried = fill(pieces, size, narrower);
    const bool worse =
        tried.size() > lines.size() || std::any_of(tried.begin(), tried.end(), [&](const std::string& line) {
          return text_width(line, size) > narrower;
        });
    if (worse) break;
    lines = std::move(tried);
  }
  return lines;
}

double line_height(const Line& line) { return line.size * 1.35; }

Block state_block(const Drawing& drawing, StateIndex state) {
  const Box& box = drawing.boxes[static_cast<std::size_t>(state)];
  Block block;
  add_lines(block, box.title, {"", title_size, true, false, false}, 150);
  for (const Label& note : box.notes) {
    const std::string mark = note.trigger == Trigger::timer ? "" : "· ";
    add_lines(block, mark + label_text(drawing, note, false), line_of(note), 165);
  }
  return block;
}

Block heading_block(const Drawing& drawing, StateIndex state) {
  const Box& box = drawing.boxes[static_cast<std::size_t>(state)];
  Block block;
  add_lines(block, box.title, {"", title_size, true, false, false}, 260);
  std::vector<std::string> notes;
  for (const Label& note : box.notes) notes.push_back(label_text(drawing, note, false));
  if (!notes.empty()) {
    const std::string text =
        phrase(Phrase::any_time, drawing.language) + ": " + join(notes, drawing.language);
    add_lines(block, text, {"", text_size, false, false, false}, 340);
  }
  return block;
}

Block arrow_block(const Drawing& drawing, const Arrow& arrow) {
  Block block;
  for (const Label& label : arrow.labels)
    add_lines(block, label_text(drawing, label, false), line_of(label), 130);
  return block;
}

Block gathering_block(const Gathering& gathering) {
  Block block;
  add_lines(block, gathering.text, {"", text_size, false, true, false}, 170);
  return block;
}

Block legend_block(const Drawing& drawing, double width) {
  Block block;
  const bool grey = std::any_of(drawing.arrows.begin(), drawing.arrows.end(), [](const Arrow& arrow) {
    return std::any_of(arrow.labels.begin(), arrow.labels.end(),
                       [](const Label& label) { return label.trigger != Trigger::person; });
  });
  if (grey)
    add_lines(block, phrase(Phrase::automatic_key, drawing.language), {"", text_size, false, true, false},
              width);
  if (drawing.conditions.empty()) return block;
  add_lines(block, phrase(Phrase::conditions, drawing.language), {"", text_size, true, false, false}, width);
  for (std::size_t i = 0; i < drawing.conditions.size(); ++i) {
    add_lines(block, "[" + std::to_string(i + 1) + "] " + drawing.conditions[i],
              {"", text_size, false, false, false}, width);
  }
  return block;
}

}  // namespace yellowsea::machine::graph
