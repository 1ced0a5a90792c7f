#include "web/pages/assets.hpp"

#include <algorithm>

namespace yellowsea::web {

const Asset* find_asset(std::string_view name) {
  const std::span<const Asset> all = assets();
  const auto at =
      std::lower_bound(all.begin(), all.end(), name,
                       [](const Asset& asset, std::string_view wanted) { return asset.name < wanted; });
  return at != all.end() && at->name == name ? &*at : nullptr;
}

}  // namespace yellowsea::web
