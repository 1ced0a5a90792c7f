// What the rules of the analysis write into: diagnostics whose places are looked up at the end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/diagnostic.hpp"

namespace yellowsea::machine {

class Findings {
 public:
  void error(std::string pointer, std::string rule, std::string message);
  void warning(std::string pointer, std::string rule, std::string message);
  // With places in `text`, sorted by them; a place that is missing in the text is that of what should hold
  // it.
  std::vector<Diagnostic> take(std::string_view text);

 private:
  std::vector<Diagnostic> diagnostics_;
};

// "; did you mean 'x'?" for the candidate that is at most two letters away, "" if there is none.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates);
// "'a', 'b' and 'c'"
std::string listed(const std::vector<std::string>& names);
// A member's or element's pointer; `key` is escaped as RFC 6901 wants it.
std::string below(const std::string& pointer, const std::string& key);

}  // namespace yellowsea::machine
