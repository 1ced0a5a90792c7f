// Forms as HTTP carries them (application/x-www-form-urlencoded). Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yellowsea::web {

// Everything but A-Z, a-z, 0-9, '-', '.', '_' and '~' as %XX.
std::string percent_encoded(std::string_view text);
// "a=1&b=2"
std::string form_text(const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace yellowsea::web
