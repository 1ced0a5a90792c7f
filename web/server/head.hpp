// The head of one HTTP/1.x request (request line and header fields), read strictly: whatever two
// implementations might read differently is refused before anything acts on it (request smuggling). Pure; any
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "web/server/http.hpp"
#include "web/server/server.hpp"

namespace yellowsea::web {

// Why the server itself answers a request, with which status, and closes.
struct Refusal {
  int status = 400;
  std::string detail;  // English sentence for the problem document
};

struct Head {
  std::string method;
  std::string target;  // as sent
  bool http_1_1 = true;
  Headers headers;  // names in lower case, in order
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;
  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
  std::string_view header(std::string_view lower_case_name) const;  // "" if absent
};

enum class HeadScan { more, complete, malformed };

// Looks for the empty line that ends a head. `scanned` says how far earlier calls have looked (begin with 0);
// when complete it is the length of the head with its empty line. A line feed without a carriage return is
// malformed.
HeadScan scan_head(std::string_view received, std::size_t& scanned);

// `block` is a complete head, as scan_head found it.
tl::expected<Head, Refusal> parse_head(std::string_view block, const ServerLimits& limits);

// What to say about a head longer than header_bytes, of which `received` is the beginning: 414 if the target
// alone is too long, otherwise 431.
Refusal oversized_head(std::string_view received, const ServerLimits& limits);

// True if a comma-separated header value (Connection, Upgrade) has the token, in any case.
bool has_token(std::string_view list, std::string_view lower_case_token);

bool is_token(std::string_view text);          // RFC 9110, section 5.6.2
bool is_field_value(std::string_view text);    // no control characters but tab
std::string to_lower(std::string_view ascii);  // ASCII only

}  // namespace yellowsea::web
