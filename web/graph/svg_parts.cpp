#include "web/graph/svg_parts.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace yellowsea::web::svg {

using machine::graph::Language;

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

std::string number(double value) {
  std::array<char, 32> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.1f", value);
  std::string text(buffer.data(), static_cast<std::size_t>(std::max(length, 0)));
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + number(value) + "\"";
}
std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + escaped(value) + "\"";
}

const char* fonts(Language language) {
  switch (language) {
    case Language::en:
      return "Noto Sans, Segoe UI, system-ui, Helvetica Neue, Arial, sans-serif";
    case Language::ja:
      return "Noto Sans CJK JP, Noto Sans JP, Hiragino Sans, Yu Gothic UI, Meiryo, sans-serif";
    case Language::zh:
      return "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif";
    case Language::ko:
      return "Noto Sans CJK KR, Noto Sans KR, Apple SD Gothic Neo, Malgun Gothic, sans-serif";
  }
  return "sans-serif";
}

}  // namespace yellowsea::web::svg
