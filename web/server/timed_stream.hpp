// A peer's bytes under one absolute deadline at a time: what comes is gathered until it is consumed, and
// whatever waits for the peer ends when the deadline passes. I/O thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "web/server/peer_stream.hpp"

namespace yellowsea::web {

// What a deadline ends: only the waiting, so that the peer can still be told, or the connection itself.
enum class AtDeadline { cancel, close };

class TimedStream final : public std::enable_shared_from_this<TimedStream> {
 public:
  explicit TimedStream(PeerStream stream);

  // From now on whatever waits ends after so long. Replaces the deadline before.
  void arm(std::chrono::milliseconds after, AtDeadline what = AtDeadline::cancel);
  void disarm();
  bool expired() const { return expired_; }  // the deadline armed last has passed

  bool is_tls() const { return stream_.is_tls(); }
  PeerStream::executor_type executor() { return stream_.get_executor(); }

  // What has come and was not consumed, valid until the next reading. A client may send several requests at
  // once.
  std::string_view received() const;
  bool has_received() const { return buffer_.size() > 0; }
  void consume(std::size_t bytes) { buffer_.consume(bytes); }

  boost::asio::awaitable<bool> shake_hands();  // with TLS; at once without
  // False: the peer is gone, or the deadline has passed (then expired()).
  boost::asio::awaitable<bool> read_more();
  boost::asio::awaitable<bool> write(
      std::span<const boost::asio::const_buffer> parts);  // all of them, or false
  boost::asio::awaitable<bool> say_goodbye();             // true: the peer may still be sending

  void cancel();  // ends what waits; the connection stays
  void close();   // for good
  bool closed() const { return closed_; }

  PeerStream release();  // to whoever speaks another protocol over it; what is called here then ends nothing

 private:
  void on_deadline(AtDeadline what);

  PeerStream stream_;
  boost::asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  bool expired_ = false;
  bool closed_ = false;
  std::uint64_t timer_number_ = 0;  // tells a timer that was already firing from the one armed after it
};

}  // namespace yellowsea::web
