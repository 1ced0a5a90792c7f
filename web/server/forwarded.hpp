// Who is asking: the peer of the socket, or, behind a proxy that the operator trusts, the client it names.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/server/http.hpp"

namespace yellowsea::web {

struct Client {
  std::string address;
  bool secure = false;
};

// The text of an address in one form only (IPv4 mapped into IPv6 becomes IPv4); "" if it is none.
std::string normal_address(std::string_view text);

// Believes X-Forwarded-For and X-Forwarded-Proto only if `peer` is trusted, and takes the last address that
// is not itself a trusted proxy (everything left of it was written by the client). Otherwise it removes both
// from `headers`, so that nobody behind can take them for the truth.
Client identify_client(const std::string& peer, const std::vector<std::string>& trusted_proxies,
                       Headers& headers);

}  // namespace yellowsea::web
