// JSON Pointers (RFC 6901) as they are put together. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace yellowsea {

// A name as one reference token, escaped as section 3 wants it.
std::string pointer_segment(std::string_view name);

}  // namespace yellowsea
