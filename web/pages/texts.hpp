// The front end's catalogues for pages that are written on the server: the same texts under the same keys
// (web/ui/src/locales). Constant; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.hpp"

namespace yellowsea::web {

class Texts {
 public:
  using Holes = std::vector<std::pair<std::string_view, std::string>>;  // {name} → what stands for it

  // English where there is no such language.
  explicit Texts(std::string_view language);
  // The key itself where there is no such text.
  std::string operator()(std::string_view key, const Holes& holes = {}) const;
  // A text that depends on {count}.
  std::string counted(std::string_view key, std::int64_t count, const Holes& holes = {}) const;
  const std::string& language() const { return language_; }

 private:
  std::string language_;
  const Json* catalogue_;
};

}  // namespace yellowsea::web
