#include "engine/base/schema_reference.hpp"

#include <charconv>

#include "engine/base/text.hpp"

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

std::string segment_name(std::string_view segment) {
  std::string out;
  for (std::size_t at = 0; at < segment.size(); ++at) {
    const bool escape = segment[at] == '~' && at + 1 < segment.size();
    out += escape ? (segment[++at] == '1' ? '/' : '~') : segment[at];
  }
  return out;
}

const Json* element(const Json& list, std::string_view segment) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(segment.data(), segment.data() + segment.size(), index);
  const bool number = error == std::errc() && end == segment.data() + segment.size();
  return number && index < list.size() ? &list[index] : nullptr;
}

}  // namespace

std::optional<std::string> local_pointer(std::string_view reference) {
  if (!reference.starts_with('#')) return std::nullopt;
  auto pointer = percent_decoded(reference.substr(1));
  if (pointer && !pointer->empty() && pointer->front() != '/') return std::nullopt;
  return pointer;
}

const Json* referred(const Json& whole, std::string_view reference) {
  const auto pointer = local_pointer(reference);
  if (!pointer) return nullptr;
  const Json* at = &whole;
  if (pointer->empty()) return at;
  for (const std::string& segment : split(std::string_view(*pointer).substr(1), '/')) {
    if (at->is_object()) {
      const auto member = at->find(segment_name(segment));
      at = member == at->end() ? nullptr : &*member;
    } else {
      at = at->is_array() ? element(*at, segment) : nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

}  // namespace yellowsea
