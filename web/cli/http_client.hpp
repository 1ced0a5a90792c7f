// Asking other servers, blocking: libcurl ends here. One thread at a time.
#pragma once

#include <string>

#include "engine/service/witness_client.hpp"

namespace yellowsea::web {

// Within ten seconds, without following redirections, at most 64 KiB of answer; https verified. Errors:
// unavailable ("http").
Result<HttpAnswer> http_post(const std::string& url, const std::string& body);

}  // namespace yellowsea::web
