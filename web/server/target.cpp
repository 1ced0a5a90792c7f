#include "web/server/target.hpp"

#include <algorithm>
#include <optional>

#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

tl::unexpected<Refusal> refuse(std::string detail) {
  return tl::unexpected<Refusal>(Refusal{400, std::move(detail)});
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

// RFC 3986: pchar, '/', '?'; and '%', whose digits are checked when decoding. Browsers send '|', '[', ']',
// '^', '`',
// '{', '}' and '"' raw in queries, which harms nobody.
bool may_be_sent(char c, bool in_query) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  if (std::string_view("-._~!$&'()*+,;=:@/%").find(c) != std::string_view::npos) return true;
  return in_query && std::string_view("?|[]^`{}\"").find(c) != std::string_view::npos;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low) return std::nullopt;
      decoded += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      decoded += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  if (decoded.find('\0') != std::string::npos || !is_utf8(decoded)) return std::nullopt;
  return decoded;
}

tl::expected<std::string, Refusal> decode_path(std::string_view raw) {
  std::string path;
  std::string_view rest = raw;
  while (!rest.empty()) {  // one segment with its leading slash at a time
    rest.remove_prefix(1);
    const auto end = rest.find('/');
    const auto segment = decode(rest.substr(0, end), false);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    if (!segment) return refuse("The path is not valid percent-encoded UTF-8.");
    if (*segment == "." || *segment == "..") return refuse("The path must not have dot segments.");
    const bool unclear = std::any_of(segment->begin(), segment->end(), [](char c) {
      return c == '/' || c == '\\' || (static_cast<unsigned char>(c) < 0x20) || c == 0x7f;
    });
    if (unclear) return refuse("A path segment must not have slashes or control characters.");
    path += '/' + *segment;
  }
  return path;
}

}  // namespace

tl::expected<Target, Refusal> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return refuse("The target must begin with a slash.");
  const auto mark = target.find('?');
  const auto raw_path = target.substr(0, mark);
  std::string_view raw_query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  const auto fits = [](std::string_view text, bool in_query) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return may_be_sent(c, in_query); });
  };
  if (!fits(raw_path, false) || !fits(raw_query, true)) {
    return refuse("The target has characters that must be percent-encoded.");
  }
  auto path = decode_path(raw_path);
  if (!path) return tl::unexpected<Refusal>(path.error());
  Target result{std::move(*path), {}};
  while (!raw_query.empty()) {
    const auto end = raw_query.find('&');
    const auto pair = raw_query.substr(0, end);
    raw_query = end == std::string_view::npos ? std::string_view{} : raw_query.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value =
        decode(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!name || !value) return refuse("The query is not valid percent-encoded UTF-8.");
    result.query.emplace_back(std::move(*name), std::move(*value));
  }
  return result;
}

}  // namespace yellowsea::web
