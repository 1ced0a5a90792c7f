// What reasons are said with: sentences with holes, lists and spans of time in the four languages. Pure; any
// thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/calendar/civil.hpp"

namespace yellowsea {

using Holes = std::vector<std::pair<std::string, std::string>>;

// The phrase of that name in a language (English if it has none), its {holes} filled in.
std::string phrase(const std::string& name, const std::string& language, const Holes& holes = {});
// "a, b or c".
std::string any_of(const std::vector<std::string>& parts, const std::string& language);
// In the quotation marks of the language.
std::string quote(const std::string& title, const std::string& language);
// A title inside a sentence: English writes it small, unless it begins with an abbreviation.
std::string inside(const std::string& title, const std::string& language);
// Whole years, months and days in words; hours and less are left out.
std::string span_text(const Duration& duration, const std::string& language);
// Without the full stop at its end, to be put into another sentence.
std::string clause(std::string sentence);

}  // namespace yellowsea
