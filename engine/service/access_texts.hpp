// What is said to people about accounts, passwords and sessions, in four languages, by the rule that a
// refusal names. Pure; any thread.
#pragma once

#include <optional>
#include <string>

namespace yellowsea {

// Nothing if the rule is another's.
std::optional<std::string> access_sentence(const std::string& rule, const std::string& language);

}  // namespace yellowsea
