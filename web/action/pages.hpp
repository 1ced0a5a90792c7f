// The pages that the program has for ACTION only. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/service/pack.hpp"

namespace yellowsea::web {

// Those of them that a pack does not name under "pages" of its config/pages.json: it has no use for them.
std::vector<std::string> hidden_pages(const Pack& pack);

}  // namespace yellowsea::web
