// What goes out before a body: status line and header fields, with the ones that the server itself is
// answerable for (Date, Content-Length, Connection, security headers). Pure; any thread.
#pragma once

#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "web/server/head.hpp"
#include "web/server/http.hpp"

namespace yellowsea::web {

// Sent with every response, unless the application set a field of the same name.
std::span<const std::pair<std::string_view, std::string_view>> security_headers();

std::string_view reason_phrase(int status);  // "" if unknown

// False for a response that must not be sent as it is: a status outside 200…599, a header name or value that
// would break the framing (response splitting).
bool is_sendable(const Response& response);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7)
std::string http_date(std::time_t now);

// What a response says of the connection that it goes out on.
struct Delivery {
  bool keep_alive = false;
  bool secure = false;  // over TLS, at the last trusted proxy at least: then browsers must stay with TLS
};

// The response must be sendable. Date, Content-Length, Connection and Transfer-Encoding of the application
// are ignored.
std::string response_head(const Response& response, Delivery delivery, std::time_t now);

std::string_view response_body(const Response& response);  // "" where the status has none

// An RFC 9457 problem document with `type`, `title`, `status` and `detail`.
Response problem_response(const Refusal& refusal);

}  // namespace yellowsea::web
