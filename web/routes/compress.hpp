// Answers made for one request, sent smaller to whoever takes gzip. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "web/server/http.hpp"

namespace yellowsea::web {

// The answer as it is where it is small, compressed already, no text, or where the client does not take gzip;
// and where it holds what nobody may guess from its size (`/api/v1/session` and others that name secrets).
Response compressed(const Request& request, Response response);

// gzip's form of a text, at zlib's level 1 to 9; empty if it cannot be made.
std::string gzip(std::string_view text, int level = 9);

}  // namespace yellowsea::web
