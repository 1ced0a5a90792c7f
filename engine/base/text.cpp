#include "engine/base/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace yellowsea {
namespace {

constexpr std::string_view ideographic_space = "\xE3\x80\x80";

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool in_range(unsigned byte, unsigned low, unsigned high) { return byte >= low && byte <= high; }

// Length of the well-formed sequence that begins at `at` (Unicode, table 3-7), 0 if there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  const unsigned second = byte_at(text, at + 1);
  if (first < 0x80) return 1;
  if (in_range(first, 0xC2, 0xDF)) return in_range(second, 0x80, 0xBF) ? 2 : 0;
  if (in_range(first, 0xE0, 0xEF)) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return in_range(second, low, high) && in_range(byte_at(text, at + 2), 0x80, 0xBF) ? 3 : 0;
  }
  if (in_range(first, 0xF0, 0xF4)) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return in_range(second, low, high) && in_range(byte_at(text, at + 2), 0x80, 0xBF) &&
                   in_range(byte_at(text, at + 3), 0x80, 0xBF)
               ? 4
               : 0;
  }
  return 0;
}

bool is_cjk(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
      return true;
    default:
      return c == 0x30FC;  // the mark of a long vowel, which belongs to two scripts
  }
}

icu::UnicodeString normalized(const icu::Normalizer2* with, std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  auto result = with->normalize(source, status);
  return U_SUCCESS(status) ? result : source;
}

void append_utf8(std::string& out, UChar32 c) { icu::UnicodeString(c).toUTF8String(out); }

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

bool is_utf8(std::string_view text) { return valid_utf8_prefix(text) == text.size(); }

std::size_t code_points(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

std::string trim(std::string_view text) {
  for (;;) {
    if (!text.empty() && is_ascii_space(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(ideographic_space)) {
      text.remove_prefix(ideographic_space.size());
    } else {
      break;
    }
  }
  for (;;) {
    if (!text.empty() && is_ascii_space(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(ideographic_space)) {
      text.remove_suffix(ideographic_space.size());
    } else {
      break;
    }
  }
  return std::string(text);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (;;) {
    const std::size_t to = text.find(separator, from);
    parts.emplace_back(text.substr(from, to - from));
    if (to == std::string_view::npos) return parts;
    from = to + 1;
  }
}

std::string search_text(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return std::string(text);
  const icu::UnicodeString folded = normalized(fold, text);

  std::string out;
  bool space_due = false;
  for (int at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const UChar32 c = folded.char32At(at);
    if (u_isUWhiteSpace(c)) {
      space_due = true;
      continue;
    }
    const bool alone = is_cjk(c);
    if ((space_due || alone) && !out.empty()) out += ' ';
    append_utf8(out, c);
    space_due = alone;
  }
  return out;
}

std::string slug(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return {};
  const icu::UnicodeString letters = normalized(decompose, text);

  std::string out;
  bool dash_due = false;
  for (int at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 c = u_tolower(letters.char32At(at));
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      if (dash_due && !out.empty()) out += '-';
      out += static_cast<char>(c);
      dash_due = false;
    } else {
      dash_due = true;
    }
  }
  return out;
}

}  // namespace yellowsea
