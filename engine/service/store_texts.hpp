// What is said to people when nothing can be stored, in four languages, by the rule that the failure names.
// Which statement failed is the operator's business and stands in the program's log. Pure; any thread.
#pragma once

#include <optional>
#include <string>

namespace yellowsea {

// Nothing if the rule is another's.
std::optional<std::string> store_sentence(const std::string& rule, const std::string& language);

}  // namespace yellowsea
