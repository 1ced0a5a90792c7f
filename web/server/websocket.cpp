#include "web/server/websocket.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <exception>
#include <utility>

#include "web/server/response_head.hpp"

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_goodbye{5'000};  // for the closing handshake

// What Beast asks of a stream that it closes (found by the namespace of PeerStream).
}  // namespace

void teardown(beast::role_type, PeerStream& peer, error_code& error) { peer.socket().close(error); }

template <class Handler>
void async_teardown(beast::role_type, PeerStream& peer, Handler&& handler) {
  error_code error;
  peer.socket().close(error);
  asio::post(peer.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error));
}

void beast_close_socket(PeerStream& peer) {
  error_code ignored;
  peer.socket().close(ignored);
}

namespace {

class Session final : public LiveSession, public std::enable_shared_from_this<Session> {
 public:
  Session(ServerContext& context, PeerStream peer, std::shared_ptr<LiveOutbox> outbox,
          std::shared_ptr<LiveHandler> handler)
      : context_(context),
        stream_(std::move(peer)),
        deadline_(stream_.get_executor()),
        heartbeat_(stream_.get_executor()),
        outbox_(std::move(outbox)),
        handler_(std::move(handler)) {}

  asio::awaitable<void> run(std::shared_ptr<LiveSession> self, Request request) override;
  void abort() override;

 private:
  void configure();
  asio::awaitable<void> read_messages();
  void leave();
  void pump();
  void begin_close(int code);
  void arm_deadline(std::chrono::milliseconds after);
  void disarm_deadline();
  void schedule_heartbeat();
  void beat();

  ServerContext& context_;
  // The plain socket below, not a tcp_stream: its timers and those of the WebSocket get into each other's
  // way.
  websocket::stream<PeerStream, false> stream_;
  asio::steady_timer deadline_;   // of the write or the closing handshake under way
  asio::steady_timer heartbeat_;  // next ping, or the moment at which a silent client is dropped
  std::shared_ptr<LiveOutbox> outbox_;
  std::shared_ptr<LiveHandler> handler_;
  Clock::time_point last_heard_ = Clock::now();
  Clock::time_point next_ping_;
  std::uint64_t deadline_number_ = 0;  // tells a timer that was already firing from the one armed after it
  bool open_ = false;
  bool writing_ = false;
  bool closing_ = false;
  bool pinging_ = false;
};

void Session::configure() {
  // Only the handshakes (opening, and closing when the client begins it) are left to Beast's own timer: its
  // idle timer counts our pings as life.
  websocket::stream_base::timeout timeouts{};
  timeouts.handshake_timeout = std::min(context_.limits().header_deadline, longest_goodbye);
  timeouts.idle_timeout = websocket::stream_base::none();
  timeouts.keep_alive_pings = false;
  stream_.set_option(timeouts);
  stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.erase(beast::http::field::server);
    for (const auto& [name, value] : security_headers()) response.set(beast::string_view(name), value);
  }));
  stream_.read_message_max(context_.limits().live_in_bytes);
  stream_.auto_fragment(false);
  stream_.text(true);
  // The client's close frame is the end for the application; the socket may take some time more to die.
  stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
    last_heard_ = Clock::now();
    if (kind == websocket::frame_type::close) leave();
  });
}

asio::awaitable<void> Session::run([[maybe_unused]] std::shared_ptr<LiveSession> self, Request request) {
  configure();
  beast::http::request<beast::http::empty_body> upgrade{beast::http::verb::get, "/live", 11};
  for (const auto& [name, value] : request.headers) upgrade.insert(name, value);
  error_code error;
  co_await stream_.async_accept(upgrade, asio::redirect_error(asio::use_awaitable, error));
  if (!error) {
    ++context_.live_open;
    open_ = true;
    last_heard_ = Clock::now();
    next_ping_ = last_heard_ + context_.limits().live_ping;
    std::weak_ptr<Session> weak = weak_from_this();
    outbox_->attach([weak] {
      if (const auto session = weak.lock()) session->pump();
    });
    schedule_heartbeat();
    pump();
    co_await read_messages();
  }
  disarm_deadline();
  abort();
  leave();
}

// Parts with the application, once.
void Session::leave() {
  const auto handler = std::exchange(handler_, nullptr);
  if (!handler) return;
  if (std::exchange(open_, false)) --context_.live_open;
  heartbeat_.cancel();
  outbox_->finish();
  try {
    handler->on_close();
  } catch (const std::exception& exception) {
    context_.log(std::string("live handler failed on closing: ") + exception.what());
  }
}

asio::awaitable<void> Session::read_messages() {
  beast::flat_buffer buffer;
  while (true) {
    error_code error;
    co_await stream_.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;  // closed by either side; Beast has sent 1009 or 1007 where the client broke a rule
    last_heard_ = Clock::now();
    if (closing_ || !open_) {
      buffer.clear();
      continue;
    }
    if (!stream_.got_text()) {
      outbox_->close(websocket::close_code::unknown_data);
    } else {
      const auto data = buffer.cdata();
      try {
        handler_->on_message(std::string_view(static_cast<const char*>(data.data()), data.size()));
      } catch (const std::exception& exception) {
        context_.log(std::string("live handler failed on a message: ") + exception.what());
        outbox_->close(websocket::close_code::internal_error);
      }
    }
    buffer.clear();
  }
}

// Starts the one thing that may be started now: the next message, or the close frame after the last of them.
void Session::pump() {
  if (!open_ || writing_ || closing_) return;
  const auto message = outbox_->take();
  if (!message) {
    if (const auto code = outbox_->close_code()) begin_close(*code);
    return;
  }
  writing_ = true;
  arm_deadline(context_.limits().write_deadline);
  stream_.async_write(asio::buffer(*message),
                      [self = shared_from_this(), message](error_code error, std::size_t) {
                        self->writing_ = false;
                        self->disarm_deadline();
                        self->outbox_->written();
                        if (error) return;
                        self->pump();
                        const auto handler = self->handler_;
                        if (!self->writing_ && !self->closing_ && handler) handler->on_drained();
                      });
}

void Session::begin_close(int code) {
  closing_ = true;
  arm_deadline(std::min(context_.limits().write_deadline, longest_goodbye));
  const websocket::close_reason reason(static_cast<websocket::close_code>(code));
  stream_.async_close(reason, [self = shared_from_this()](error_code) { self->abort(); });
}

void Session::abort() {
  error_code ignored;
  stream_.next_layer().socket().close(ignored);
}

void Session::arm_deadline(std::chrono::milliseconds after) {
  const auto number = ++deadline_number_;
  deadline_.expires_after(after);
  deadline_.async_wait([weak = weak_from_this(), number](error_code error) {
    const auto self = weak.lock();
    if (self && !error && self->deadline_number_ == number) self->abort();
  });
}

void Session::disarm_deadline() {
  ++deadline_number_;
  deadline_.cancel();
}

void Session::schedule_heartbeat() {
  heartbeat_.expires_at(std::min(next_ping_, last_heard_ + context_.limits().live_drop));
  heartbeat_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (self && !error && self->open_) self->beat();
  });
}

void Session::beat() {
  const auto now = Clock::now();
  if (now >= last_heard_ + context_.limits().live_drop) return abort();
  if (now >= next_ping_) {
    next_ping_ = now + context_.limits().live_ping;
    handler_->on_ping();
    if (!pinging_ && !closing_) {
      pinging_ = true;
      stream_.async_ping({}, [self = shared_from_this()](error_code) { self->pinging_ = false; });
    }
  }
  schedule_heartbeat();
}

}  // namespace

std::shared_ptr<LiveSession> LiveSession::make(ServerContext& context, PeerStream peer,
                                               std::shared_ptr<LiveOutbox> outbox,
                                               std::shared_ptr<LiveHandler> handler) {
  return std::make_shared<Session>(context, std::move(peer), std::move(outbox), std::move(handler));
}

}  // namespace yellowsea::web
