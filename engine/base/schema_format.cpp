#include "engine/base/schema_format.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/rfc3339.hpp"
#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word(char c) { return is_letter(c) || is_digit(c); }

bool is_time(std::string_view text) {
  // A day with a year on each side: the offset may lead into either.
  return parse_rfc3339_instant("2000-06-15T" + std::string(text)).has_value();
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool hyphen = at == 8 || at == 13 || at == 18 || at == 23;
    if (hyphen ? text[at] != '-' : !is_hex(text[at])) return false;
  }
  return true;
}

bool is_byte(std::string_view text) {
  if (text.empty() || text.size() > 3 || !std::all_of(text.begin(), text.end(), is_digit)) return false;
  // Zeros in front are octal to some readers: two programs would read two addresses.
  return (text.size() == 1 || text.front() != '0') && std::stoi(std::string(text)) <= 255;
}

bool is_ipv4(std::string_view text) {
  const auto bytes = split(text, '.');
  return bytes.size() == 4 && std::all_of(bytes.begin(), bytes.end(), is_byte);
}

bool is_host_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '-'; });
}

bool is_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_word(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

bool is_email(std::string_view text) {
  // Lengths of RFC 5321, section 4.5.3.1; npos is more than them.
  const std::size_t at = text.find('@');
  if (at > 64 || text.size() > 254) return false;
  const auto atoms = split(text.substr(0, at), '.');
  const auto labels = split(text.substr(at + 1), '.');
  return std::all_of(atoms.begin(), atoms.end(), is_atom) &&
         std::all_of(labels.begin(), labels.end(), is_host_label);
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) return false;
  const std::string_view scheme = text.substr(0, colon);
  const bool named = std::all_of(scheme.begin(), scheme.end(),
                                 [](char c) { return is_word(c) || c == '+' || c == '-' || c == '.'; });
  if (!named || std::count(text.begin(), text.end(), '#') > 1) return false;
  for (std::size_t at = colon + 1; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '%') {
      if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
    } else if (!is_word(c) && std::string_view("-._~:/?#[]@!$&'()*+,;=").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

struct Format {
  std::string_view name;
  bool (*fits)(std::string_view text);
  std::string_view must;
};

constexpr Format formats[] = {
    {"date", [](std::string_view text) { return parse_rfc3339_date(text).has_value(); },
     "must be a date that exists, as YYYY-MM-DD"},
    {"date-time", [](std::string_view text) { return parse_rfc3339_instant(text).has_value(); },
     "must be a time with its offset, as 2026-01-31T09:00:00+09:00"},
    {"time", is_time, "must be a time of day with its offset, as 09:00:00+09:00"},
    {"email", is_email, "must be an e-mail address, as name@example.org"},
    {"uri", is_uri, "must be an address with its scheme, as https://example.org/"},
    {"uuid", is_uuid, "must be a UUID, as 2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
    {"ipv4", is_ipv4, "must be an IPv4 address, as 192.0.2.1"},
};

}  // namespace

std::string_view wrong_format(std::string_view format, std::string_view text) {
  for (const Format& known : formats) {
    if (known.name == format) return known.fits(text) ? std::string_view() : known.must;
  }
  return {};
}

}  // namespace yellowsea
