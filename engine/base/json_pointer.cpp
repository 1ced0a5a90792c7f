#include "engine/base/json_pointer.hpp"

namespace yellowsea {

std::string pointer_segment(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace yellowsea
