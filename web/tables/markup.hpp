// Walks through an XML document in memory, from its first element to its last. The only place that knows
// libxml2. Entities other than XML's own five, and document types, are refused, so nothing can expand or be
// fetched. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace yellowsea::web {

struct MarkupNode {
  enum class Kind { start, end, text };
  Kind kind = Kind::start;
  std::string name;  // without a prefix; "" of a text
  std::string text;
  // Of a start; by its name without a prefix, "" if there is none.
  std::function<std::string(const char* name)> attribute;
};

// `visit` says whether to go on. An empty element has a start and an end. Errors: malformed (markup).
Result<void> walk_markup(std::string_view xml, const std::function<bool(const MarkupNode&)>& visit);

}  // namespace yellowsea::web
