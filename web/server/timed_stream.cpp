#include "web/server/timed_stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t read_size = 16 * 1024;

}  // namespace

TimedStream::TimedStream(PeerStream stream) : stream_(std::move(stream)), timer_(stream_.get_executor()) {}

void TimedStream::arm(std::chrono::milliseconds after, AtDeadline what) {
  expired_ = false;
  const auto number = ++timer_number_;
  timer_.expires_after(after);
  timer_.async_wait([weak = weak_from_this(), number, what](error_code error) {
    const auto self = weak.lock();
    if (self && !error && self->timer_number_ == number) self->on_deadline(what);
  });
}

void TimedStream::disarm() {
  ++timer_number_;
  timer_.cancel();
  expired_ = false;
}

// Every read looks at expired_ first, because a read that has just completed cannot be cancelled any more.
void TimedStream::on_deadline(AtDeadline what) {
  expired_ = true;
  error_code ignored;
  switch (what) {
    case AtDeadline::cancel:
      stream_.socket().cancel(ignored);
      break;
    case AtDeadline::close:
      stream_.socket().close(ignored);
      break;
  }
}

std::string_view TimedStream::received() const {
  const auto data = buffer_.cdata();
  return {static_cast<const char*>(data.data()), data.size()};
}

asio::awaitable<bool> TimedStream::shake_hands() {
  if (!stream_.is_tls()) co_return true;
  error_code error;
  co_await stream_.async_handshake(asio::redirect_error(asio::use_awaitable, error));
  co_return !error && !closed_;
}

asio::awaitable<bool> TimedStream::read_more() {
  if (expired_ || closed_) co_return false;
  const auto space = buffer_.prepare(read_size);
  error_code error;
  const auto size = co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
  buffer_.commit(error ? 0 : size);
  co_return !error;
}

asio::awaitable<bool> TimedStream::write(std::span<const asio::const_buffer> parts) {
  error_code error;
  co_await asio::async_write(stream_, parts, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::awaitable<bool> TimedStream::say_goodbye() {
  error_code error;
  if (stream_.is_tls()) {
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
    co_return false;
  }
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  co_return !error;
}

void TimedStream::cancel() {
  error_code ignored;
  stream_.socket().cancel(ignored);
}

void TimedStream::close() {
  closed_ = true;
  error_code ignored;
  stream_.socket().close(ignored);
}

PeerStream TimedStream::release() { return std::move(stream_); }

}  // namespace yellowsea::web
