#include "engine/base/pattern.hpp"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <utility>

namespace yellowsea {
namespace {

constexpr int most_work = 100;                // ICU's steps, each about a millisecond at most
constexpr int most_memory = 8 * 1024 * 1024;  // of the backtracking stack, in bytes

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

// Classes are ASCII in ECMAScript, but Unicode in ICU.
std::string translate_escape(char letter, bool in_class) {
  switch (letter) {
    case 'd':
      return in_class ? "0-9" : "[0-9]";
    case 'w':
      return in_class ? "A-Za-z0-9_" : "[A-Za-z0-9_]";
    case 'D':
      return "[^0-9]";
    case 'W':
      return "[^A-Za-z0-9_]";
    default:
      return std::string("\\") + letter;
  }
}

// From ECMAScript's syntax to ICU's: "$" is the very end only, and "[", "&" and a second "-" mean themselves
// in a class.
std::string translate(std::string_view pattern) {
  std::string out;
  bool in_class = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\' && at + 1 < pattern.size()) {
      out += translate_escape(pattern[++at], in_class);
    } else if (in_class) {
      if (c == ']') in_class = false;
      const bool escape =
          c == '[' || c == '&' || (c == '-' && at + 1 < pattern.size() && pattern[at + 1] == '-');
      if (escape) out += '\\';
      out += c;
    } else if (c == '[') {
      in_class = true;
      out += c;
      if (at + 1 < pattern.size() && pattern[at + 1] == '^') out += pattern[++at];
    } else if (c == '$') {
      out += "\\z";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
};

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

std::optional<Pattern> Pattern::compile(std::string_view ecma_script) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError place{};
  auto compiled = std::make_unique<Compiled>();
  compiled->pattern.reset(icu::RegexPattern::compile(to_icu(translate(ecma_script)), 0, place, status));
  if (U_FAILURE(status) || compiled->pattern == nullptr) return std::nullopt;
  return Pattern(std::move(compiled));
}

bool Pattern::found_in(std::string_view text) const {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString subject = to_icu(text);
  const std::unique_ptr<icu::RegexMatcher> matcher(compiled_->pattern->matcher(subject, status));
  if (U_FAILURE(status) || matcher == nullptr) return false;
  matcher->setTimeLimit(most_work, status);
  matcher->setStackLimit(most_memory, status);
  const bool found = matcher->find(status);
  return U_SUCCESS(status) && found;
}

}  // namespace yellowsea
