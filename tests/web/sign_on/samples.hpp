// Tokens and keys that Node's crypto made: what tests of this folder read.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "engine/base/json_read.hpp"

namespace yellowsea::web {

inline const Json& samples() {
  static const Json json = [] {
    std::ifstream file(std::string(YELLOWSEA_SOURCE_DIR) + "/tests/web/sign_on/tokens.json");
    std::ostringstream text;
    text << file.rdbuf();
    return *read_json(text.str());
  }();
  return json;
}

}  // namespace yellowsea::web
