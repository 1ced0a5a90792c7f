#include "engine/base/schema_reference.hpp"

#include <charconv>

namespace yellowsea {
namespace {

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at];
      continue;
    }
    unsigned byte = 0;
    const std::string_view digits = text.substr(at + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + digits.size())
      return std::nullopt;
    out += static_cast<char>(byte);
    at += 2;
  }
  return out;
}

}  // namespace

std::optional<std::string> local_pointer(std::string_view reference) {
  if (!reference.starts_with('#')) return std::nullopt;
  auto pointer = percent_decoded(reference.substr(1));
  if (pointer && !pointer->empty() && pointer->front() != '/') return std::nullopt;
  return pointer;
}

const Json* referred(const Json& whole, std::string_view reference) {
  const auto text = local_pointer(reference);
  if (!text) return nullptr;
  try {
    const Json::json_pointer pointer(*text);
    return whole.contains(pointer) ? &whole.at(pointer) : nullptr;
  } catch (const Json::exception&) {
    return nullptr;  // a "~" that escapes nothing
  }
}

}  // namespace yellowsea
