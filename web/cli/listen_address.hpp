// Where a server listens, as the command line and the configuration write it.
#pragma once

#include <string>

#include "web/server/server.hpp"

namespace yellowsea::web {

// ADDRESS:PORT, an IPv6 address in brackets. Errors: malformed.
Result<void> read_listen(const std::string& text, ServerOptions& options);
// "http://ADDRESS:PORT".
std::string base_url(const ServerOptions& options, std::uint16_t port);

}  // namespace yellowsea::web
