#include "web/server/tls.hpp"

#include <openssl/ssl.h>

namespace yellowsea::web {
namespace {

namespace ssl = boost::asio::ssl;

Failure unusable(const std::string& file, const boost::system::error_code& error) {
  return fail(ProblemCode::invalid, "tls", file + ": " + error.message());
}

}  // namespace

Result<std::shared_ptr<ssl::context>> tls_context(const TlsFiles& files) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native,
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  if (SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
    return fail(ProblemCode::internal, "tls", "OpenSSL knows none of the ciphers.");
  boost::system::error_code error;
  context->use_certificate_chain_file(files.certificate, error);
  if (error) return unusable(files.certificate, error);
  context->use_private_key_file(files.key, ssl::context::pem, error);
  if (error) return unusable(files.key, error);
  if (SSL_CTX_check_private_key(native) != 1)
    return fail(ProblemCode::invalid, "tls", files.key + ": is not the key of " + files.certificate);
  return context;
}

}  // namespace yellowsea::web
