// The bytes to and from one peer: a TCP socket, with TLS over it where the server has a certificate. An
// AsyncStream of Asio, so that HTTP and WebSocket are read and written alike. I/O thread only.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cstddef>
#include <utility>
#include <variant>

namespace yellowsea::web {

class PeerStream {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using executor_type = Socket::executor_type;

  explicit PeerStream(Socket socket) : stream_(std::move(socket)) {}
  // The stream keeps what it needs of the context.
  PeerStream(Socket socket, boost::asio::ssl::context& tls)
      : stream_(std::in_place_type<Tls>, std::move(socket), tls) {}

  bool is_tls() const { return std::holds_alternative<Tls>(stream_); }
  executor_type get_executor() { return socket().get_executor(); }
  Socket& socket() {
    if (auto* tls = std::get_if<Tls>(&stream_)) return tls->next_layer();
    return std::get<Socket>(stream_);
  }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          std::visit([&](auto& stream) { stream.async_read_some(into, std::move(handler)); }, stream_);
        },
        token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          std::visit([&](auto& stream) { stream.async_write_some(from, std::move(handler)); }, stream_);
        },
        token, buffers);
  }

  // Only with TLS.
  template <class Token>
  auto async_handshake(Token&& token) {
    return std::get<Tls>(stream_).async_handshake(boost::asio::ssl::stream_base::server,
                                                  std::forward<Token>(token));
  }
  // Says goodbye as TLS wants it. Only with TLS.
  template <class Token>
  auto async_shutdown(Token&& token) {
    return std::get<Tls>(stream_).async_shutdown(std::forward<Token>(token));
  }

 private:
  using Tls = boost::asio::ssl::stream<Socket>;
  std::variant<Socket, Tls> stream_;
};

}  // namespace yellowsea::web
