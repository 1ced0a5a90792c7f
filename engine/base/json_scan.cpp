#include "engine/base/json_scan.hpp"

#include <algorithm>

namespace yellowsea {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view white_space = " \t\r\n";
constexpr std::string_view ends_of_scalar = " \t\r\n,:[]{}\"";

}  // namespace

TextPlace place_of(std::string_view text, std::size_t offset) {
  const std::size_t start = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  offset = std::clamp(offset, start, std::max(start, text.size()));
  TextPlace place;
  for (std::size_t at = start; at < offset; ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((byte & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

JsonScan::JsonScan(std::string_view text) : text_(text) {
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  skip_space();
}

void JsonScan::next_token() {
  at_ = token_end();
  skip_space();
}

void JsonScan::skip_value() {
  std::size_t open = 0;
  do {
    const char c = first();
    if (c == '{' || c == '[') ++open;
    if ((c == '}' || c == ']') && open > 0) --open;
    next_token();
  } while (open > 0 && !at_end());
}

std::size_t JsonScan::token_end() const {
  if (at_end()) return text_.size();
  const char c = text_[at_];
  if (c == '"') {
    for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_[at] == '"') {
        return at + 1;
      }
    }
    return text_.size();
  }
  if (std::string_view(",:[]{}").find(c) != std::string_view::npos) return at_ + 1;
  return std::min(text_.find_first_of(ends_of_scalar, at_ + 1), text_.size());
}

void JsonScan::skip_space() { at_ = std::min(text_.find_first_not_of(white_space, at_), text_.size()); }

}  // namespace yellowsea
