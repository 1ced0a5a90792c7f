#include "web/routes/if_match.hpp"

namespace yellowsea::web {
namespace {

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
}

}  // namespace

Result<std::optional<std::vector<std::string>>> read_if_match(std::string_view header) {
  if (header.empty() || header == "*") return std::optional<std::vector<std::string>>();
  std::vector<std::string> tags;
  std::string_view rest = header;
  while (true) {
    skip_blanks(rest);
    const bool weak = rest.starts_with("W/");
    if (weak) rest.remove_prefix(2);
    const std::size_t end = rest.starts_with('"') ? rest.find('"', 1) : std::string_view::npos;
    if (end == std::string_view::npos)
      return fail(ProblemCode::malformed, "if_match", "If-Match must be \"VERSION\", or a list of such tags");
    if (!weak) tags.emplace_back(rest.substr(1, end - 1));
    rest.remove_prefix(end + 1);
    skip_blanks(rest);
    if (rest.empty()) return std::optional(std::move(tags));
    if (rest.front() != ',')
      return fail(ProblemCode::malformed, "if_match", "If-Match has tags without a comma between them");
    rest.remove_prefix(1);
  }
}

}  // namespace yellowsea::web
