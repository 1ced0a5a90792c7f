// A regular expression of ECMAScript, as JSON Schema's `pattern` uses it: unanchored, over code points. Made
// on ICU's engine, which needs no stack and has a limit on its work, where std::regex ends the process on
// long texts. Not supported: the empty classes [] and [^]. One Pattern belongs to one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace yellowsea {

class Pattern {
 public:
  // nullopt if it is not a regular expression.
  static std::optional<Pattern> compile(std::string_view ecma_script);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  // False also if the answer would take too much work.
  bool found_in(std::string_view text) const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace yellowsea
