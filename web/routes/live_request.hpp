// What a client of the live stream asks for: {"subscribe": {"kind", "round", "city", …}, "since": N}. Pure;
// any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace yellowsea::web {

struct LiveFilter {
  std::string kind;                               // "" for all
  std::map<std::string, std::string> parameters;  // as of the lists: round, city, …
};

struct LiveRequest {
  LiveFilter filter;
  std::optional<std::int64_t> since;  // what came after this sequence number was missed; not negative
};

// nullopt if it is no such message.
std::optional<LiveRequest> read_live_request(std::string_view text);

}  // namespace yellowsea::web
