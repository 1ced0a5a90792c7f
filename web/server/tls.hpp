// What TLS needs of the server's side: certificate, key, and which versions and ciphers are spoken (1.2 with
// forward secrecy and authenticated encryption, 1.3).
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "engine/base/result.hpp"

namespace yellowsea::web {

struct TlsFiles {
  std::string certificate;  // PEM, the server's own first, then those that lead to a root; "": no TLS
  std::string key;          // PEM
};

// Reads the files. Errors: invalid ("tls"), naming the file.
Result<std::shared_ptr<boost::asio::ssl::context>> tls_context(const TlsFiles& files);

}  // namespace yellowsea::web
