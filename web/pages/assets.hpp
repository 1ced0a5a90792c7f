// The files of the built front end, as they lie in the program: hashed scripts and styles ("assets/…") and
// the HTML shells ("shells/LANGUAGE/PAGE.html"). The table is made at build time by web/ui/embed.mjs, sorted
// by name, lives as long as the program and never changes, so any thread may read it.
#pragma once

#include <span>
#include <string_view>

namespace yellowsea::web {

struct Asset {
  std::string_view name;
  std::string_view content_type;
  std::string_view etag;  // with its quotes
  std::string_view content;
  std::string_view gzip;    // empty where compressing does not make it smaller
  std::string_view brotli;  // likewise
};

std::span<const Asset> assets();

// Null if there is none of that name.
const Asset* find_asset(std::string_view name);

}  // namespace yellowsea::web
