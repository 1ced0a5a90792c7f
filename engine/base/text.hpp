// Text helpers over UTF-8, with ICU for what needs Unicode tables. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yellowsea {

bool is_utf8(std::string_view text);
// How many bytes at the front of the text are valid UTF-8.
std::size_t valid_utf8_prefix(std::string_view text);
std::size_t code_points(std::string_view utf8);
std::string trim(std::string_view text);  // ASCII white space and U+3000
std::vector<std::string> split(std::string_view text, char separator);
// NFKC with case folded, with a space before and after every CJK character: what the search index and its
// queries are made of, so that words of one or two characters are found. White space becomes one space, none
// at the ends.
std::string search_text(std::string_view text);
// Lower-case ASCII letters, digits and '-' only, for ids made from names; "" if nothing is left.
std::string slug(std::string_view text);

}  // namespace yellowsea
