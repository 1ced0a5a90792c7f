// Asking other servers, blocking: libcurl ends here. Any thread, several at once.
#pragma once

#include <string>

#include "engine/base/http_exchange.hpp"

namespace yellowsea::web {

// Once, before threads that ask.
void begin_http();

// In the time that the question gives it, without following redirections, at most 64 KiB of answer; https
// verified. Errors: unavailable ("http").
Result<HttpAnswer> http_exchange(const HttpQuestion& question);

}  // namespace yellowsea::web
