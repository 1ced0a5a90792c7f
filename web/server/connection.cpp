#include "web/server/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <ctime>
#include <exception>
#include <optional>
#include <utility>

#include "web/server/forwarded.hpp"
#include "web/server/head.hpp"
#include "web/server/live_outbox.hpp"
#include "web/server/pending_reply.hpp"
#include "web/server/response_head.hpp"
#include "web/server/streamed_body.hpp"
#include "web/server/target.hpp"
#include "web/server/websocket.hpp"

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Parser = http::request_parser<StreamedBody>;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::chrono::milliseconds longest_linger{2'000};
// How long a stop waits for a connection that has not said anything yet: browsers open some in advance.
constexpr std::chrono::milliseconds longest_silence{250};

// Why a connection ends before a request was complete: with an answer, or silently.
struct Cut {
  std::optional<Refusal> refusal;
  std::optional<Response> response{};  // instead, from whoever was to take the body
};

tl::unexpected<Cut> cut() { return tl::unexpected<Cut>(Cut{}); }
tl::unexpected<Cut> cut(Refusal refusal) { return tl::unexpected<Cut>(Cut{std::move(refusal)}); }

Refusal too_long(std::uint64_t limit) {
  return {413, "The body is longer than " + std::to_string(limit) + " bytes."};
}

enum class Phase { idle, reading, handling, writing, lingering, live };
enum class Next { another_request, linger, nothing };

class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(ServerContext& context, PeerStream stream, std::string peer)
      : context_(context),
        stream_(std::move(stream)),
        timer_(stream_.get_executor()),
        secure_(stream_.is_tls()),
        peer_(std::move(peer)) {}

  asio::awaitable<void> run(std::shared_ptr<Connection> self) override;
  void begin_stop() override;
  void abort() override;

 private:
  asio::awaitable<bool> shake_hands();
  asio::awaitable<Next> serve_one();
  asio::awaitable<tl::expected<Head, Cut>> read_head(Parser& parser);
  asio::awaitable<std::optional<Cut>> read_body(Parser& parser, const Head& head, const BodyPlan& plan);
  asio::awaitable<bool> read_more();  // false: the peer is gone, or the deadline has passed (then expired_)
  asio::awaitable<Response> answer(Request request);
  asio::awaitable<bool> write(const Response& response, bool keep_alive, bool with_body);
  asio::awaitable<bool> write_stream(BodySource& source);
  asio::awaitable<Next> refuse(const Cut& cut);
  asio::awaitable<Next> upgrade(const Head& head, Request request);
  asio::awaitable<void> linger();

  tl::expected<Head, Cut> take_head(std::size_t size, Parser& parser);
  BodyPlan plan_body(const Request& request);
  std::chrono::milliseconds time_for(std::uint64_t bytes) const;
  bool may_serve_another() const;
  Request make_request(const Head& head, Target target);
  std::string_view received() const;
  void arm(std::chrono::milliseconds after);
  void disarm();
  void on_deadline();

  ServerContext& context_;
  PeerStream stream_;
  asio::steady_timer timer_;
  bool secure_;  // the peer, or the trusted proxy it is, has spoken TLS in its last request
  const std::string peer_;
  boost::beast::flat_buffer buffer_;  // kept from request to request: what a client pipelines
  const Clock::time_point began_ = Clock::now();
  std::uint32_t served_ = 0;
  bool silent_ = false;  // nothing of the next request has come yet
  Phase phase_ = Phase::reading;
  bool expired_ = false;            // the deadline armed last has passed
  std::uint64_t timer_number_ = 0;  // tells a timer that was already firing from the one armed after it
  std::weak_ptr<PendingReply> pending_;
  bool aborted_ = false;
  std::shared_ptr<LiveSession> live_;
  std::shared_ptr<LiveOutbox> live_outbox_;
};

asio::awaitable<void> HttpConnection::run([[maybe_unused]] std::shared_ptr<Connection> self) {
  Next next = co_await shake_hands() ? Next::another_request : Next::nothing;
  while (next == Next::another_request) next = co_await serve_one();
  if (next == Next::linger) co_await linger();
  disarm();
  error_code ignored;
  stream_.socket().close(ignored);
}

// With TLS; whoever does not get through it gets no answer either.
asio::awaitable<bool> HttpConnection::shake_hands() {
  if (!stream_.is_tls()) co_return true;
  arm(context_.limits().tls_deadline);
  error_code error;
  co_await stream_.async_handshake(asio::redirect_error(asio::use_awaitable, error));
  disarm();
  co_return !error && !aborted_;
}

asio::awaitable<Next> HttpConnection::serve_one() {
  Parser parser;  // a new one for each message
  parser.header_limit(context_.limits().header_bytes);
  parser.body_limit(boost::none);  // said once the head tells what the body is for
  const auto head = co_await read_head(parser);
  if (!head) co_return co_await refuse(head.error());
  auto target = parse_target(head->target);
  if (!target) {
    const Cut refused{target.error()};
    co_return co_await refuse(refused);
  }
  Request request = make_request(*head, std::move(*target));
  BodyPlan plan = head->has_body() ? plan_body(request) : BodyPlan{};
  const auto failed = co_await read_body(parser, *head, plan);
  if (failed) co_return co_await refuse(*failed);
  ++served_;
  request.body = std::move(parser.get().body().text);
  request.upload = std::move(plan.sink);
  if (request.method == "GET" && request.path == "/live" && head->http_1_1 &&
      has_token(head->header("upgrade"), "websocket")) {
    co_return co_await upgrade(*head, std::move(request));
  }
  const Response response = co_await answer(std::move(request));
  if (aborted_) co_return Next::nothing;
  const bool keep_alive = head->keep_alive && may_serve_another();
  const bool written = co_await write(response, keep_alive, head->method != "HEAD");
  if (!written) co_return Next::nothing;
  co_return keep_alive ? Next::another_request : Next::linger;
}

bool HttpConnection::may_serve_another() const {
  const auto& limits = context_.limits();
  return !context_.stopping && served_ < limits.requests_per_connection &&
         Clock::now() - began_ < limits.connection_lifetime;
}

std::string_view HttpConnection::received() const {
  const auto data = buffer_.cdata();
  return {static_cast<const char*>(data.data()), data.size()};
}

asio::awaitable<bool> HttpConnection::read_more() {
  if (expired_ || aborted_) co_return false;
  const auto space = buffer_.prepare(read_size);
  error_code error;
  const auto size = co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
  buffer_.commit(error ? 0 : size);
  co_return !error;
}

asio::awaitable<tl::expected<Head, Cut>> HttpConnection::read_head(Parser& parser) {
  const auto& limits = context_.limits();
  const bool idle = served_ > 0 && buffer_.size() == 0;
  phase_ = idle ? Phase::idle : Phase::reading;
  silent_ = buffer_.size() == 0;
  arm(idle ? limits.idle_deadline : limits.header_deadline);
  std::size_t scanned = 0;
  while (true) {
    switch (scan_head(received(), scanned)) {
      case HeadScan::complete:
        disarm();
        phase_ = Phase::reading;
        co_return take_head(scanned, parser);
      case HeadScan::malformed:
        co_return cut({400, "A header line must end with carriage return and line feed, and not be empty."});
      case HeadScan::more:
        break;
    }
    if (buffer_.size() >= limits.header_bytes) co_return cut(oversized_head(received(), limits));
    if (phase_ == Phase::idle && context_.stopping) co_return cut();
    const bool more = co_await read_more();
    if (!more) {
      if (expired_ && buffer_.size() > 0) co_return cut({408, "The header did not arrive in time."});
      co_return cut();
    }
    if (silent_) {
      silent_ = false;
      phase_ = Phase::reading;
      arm(limits.header_deadline);
    }
  }
}

// Our own strict reading decides; Beast's parser, which also frames the body, must agree.
tl::expected<Head, Cut> HttpConnection::take_head(std::size_t size, Parser& parser) {
  const auto block = received().substr(0, size);
  auto head = parse_head(block, context_.limits());
  if (!head) return cut(head.error());
  error_code error;
  const auto used = parser.put(asio::const_buffer(block.data(), block.size()), error);
  if (error || used != size || !parser.is_header_done() || parser.chunked() != head->chunked ||
      parser.is_done() == head->has_body()) {
    return cut({400, "The header is not valid."});
  }
  buffer_.consume(size);
  return std::move(*head);
}

BodyPlan HttpConnection::plan_body(const Request& request) {
  try {
    BodyPlan plan = context_.application.plan_body(request);
    if (!plan.refusal || is_sendable(*plan.refusal)) return plan;
    context_.log("a refused upload's response has an invalid status or header");
  } catch (const std::exception& exception) {
    context_.log(std::string("an upload could not begin: ") + exception.what());
  }
  return {nullptr, 0, problem_response({500, "The request could not be handled."})};
}

std::chrono::milliseconds HttpConnection::time_for(std::uint64_t bytes) const {
  return std::chrono::milliseconds(bytes * 1000 / context_.limits().slowest_stream_bytes_per_second);
}

asio::awaitable<std::optional<Cut>> HttpConnection::read_body(Parser& parser, const Head& head,
                                                              const BodyPlan& plan) {
  if (parser.is_done()) co_return std::nullopt;
  if (plan.refusal) co_return Cut{std::nullopt, plan.refusal};
  const auto& limits = context_.limits();
  const std::uint64_t limit = plan.sink ? plan.limit_bytes : limits.body_bytes;
  if (head.content_length.value_or(0) > limit) co_return Cut{too_long(limit)};
  parser.body_limit(limit);
  parser.get().body().sink = plan.sink.get();
  arm(limits.body_deadline + (plan.sink ? time_for(head.content_length.value_or(limit)) : time_for(0)));
  if (head.expects_continue && buffer_.size() == 0) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto text = asio::buffer(go_on.data(), go_on.size());
    error_code error;
    co_await asio::async_write(stream_, text, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return Cut{};
  }
  parser.eager(true);
  bool need_more = buffer_.size() == 0;
  while (!parser.is_done()) {
    if (need_more) {
      const bool more = co_await read_more();
      if (!more && expired_) co_return Cut{Refusal{408, "The body did not arrive in time."}};
      if (!more) co_return Cut{};
    }
    error_code error;
    buffer_.consume(parser.put(buffer_.cdata(), error));
    need_more = buffer_.size() == 0 || error == http::error::need_more;
    if (error == http::error::body_limit) co_return Cut{too_long(limit)};
    if (error == boost::system::errc::operation_canceled) co_return Cut{std::nullopt, plan.sink->refusal()};
    if (error && error != http::error::need_more)
      co_return Cut{Refusal{400, "The chunked body is not valid."}};
    // What is left over is a chunk's header or the trailers.
    if (error && buffer_.size() > limits.header_bytes)
      co_return Cut{Refusal{400, "A chunk's header is too long."}};
  }
  disarm();
  co_return std::nullopt;
}

Request HttpConnection::make_request(const Head& head, Target target) {
  Request request;
  request.method = head.method == "HEAD" ? "GET" : head.method;
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  request.headers = head.headers;
  auto client = identify_client(peer_, context_.options.trusted_proxies, request.headers);
  request.remote = std::move(client.address);
  request.secure = secure_ = client.secure || stream_.is_tls();
  return request;
}

asio::awaitable<Response> HttpConnection::answer(Request request) {
  phase_ = Phase::handling;
  ++context_.requests;
  const auto pending = std::make_shared<PendingReply>(stream_.get_executor());
  pending_ = pending;
  try {
    context_.application.handle(std::move(request), make_reply(context_.mailbox, pending));
  } catch (const std::exception& exception) {
    context_.log(std::string("a handler failed: ") + exception.what());
    pending->response = problem_response({500, "The request could not be handled."});
  }
  if (!pending->response) {
    pending->timer.expires_after(context_.limits().handler_deadline);
    error_code ignored;
    co_await pending->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (!pending->response) co_return problem_response({503, "The request took too long to handle."});
  if (!is_sendable(*pending->response)) {
    context_.log("a handler's response has an invalid status or header");
    co_return problem_response({500, "The request could not be answered."});
  }
  co_return std::move(*pending->response);
}

asio::awaitable<bool> HttpConnection::write(const Response& response, bool keep_alive, bool with_body) {
  phase_ = Phase::writing;
  const std::string head = response_head(response, {keep_alive, secure_}, std::time(nullptr));
  const bool streams = with_body && response.stream && response.status != 204 && response.status != 304;
  const auto body = with_body && !streams ? response_body(response) : std::string_view{};
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body.data(), body.size())};
  arm(context_.limits().write_deadline + time_for(streams ? response.stream->size() : 0));
  error_code error;
  co_await asio::async_write(stream_, parts, asio::redirect_error(asio::use_awaitable, error));
  bool written = !error;
  if (written && streams) written = co_await write_stream(*response.stream);
  disarm();
  co_return written;
}

// The deadline is one for all pieces. A source that ends early leaves a body shorter than announced: only
// closing the connection tells the client so.
asio::awaitable<bool> HttpConnection::write_stream(BodySource& source) {
  std::uint64_t left = source.size();
  while (left > 0) {
    std::optional<std::string> piece;
    try {
      piece = source.next();
    } catch (const std::exception& exception) {
      context_.log(std::string("a streamed body broke off: ") + exception.what());
    }
    if (!piece || piece->empty() || piece->size() > left || aborted_) co_return false;
    left -= piece->size();
    error_code error;
    co_await asio::async_write(stream_, asio::buffer(*piece),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
  }
  co_return true;
}

asio::awaitable<Next> HttpConnection::refuse(const Cut& cut) {
  if ((!cut.refusal && !cut.response) || aborted_) co_return Next::nothing;
  ++context_.refusals;
  const Response response = cut.response ? *cut.response : problem_response(*cut.refusal);
  const bool written = co_await write(response, false, true);
  co_return written ? Next::linger : Next::nothing;
}

asio::awaitable<Next> HttpConnection::upgrade(const Head& head, Request request) {
  Cut bad{Refusal{400, "The WebSocket handshake is not valid."}};
  if (!has_token(head.header("connection"), "upgrade") || head.header("sec-websocket-key").size() != 24 ||
      head.has_body() || buffer_.size() > 0) {
    co_return co_await refuse(bad);
  }
  if (head.header("sec-websocket-version") != "13") {
    Response response = problem_response({426, "The only WebSocket version served is 13."});
    response.headers.emplace_back("sec-websocket-version", "13");
    const bool written = co_await write(response, false, true);
    co_return written ? Next::linger : Next::nothing;
  }
  const auto& limits = context_.limits();
  live_outbox_ =
      std::make_shared<LiveOutbox>(context_.mailbox, limits.live_queue_messages, limits.live_queue_bytes);
  Response refusal = problem_response({403, "The live stream is not open to this request."});
  std::shared_ptr<LiveHandler> handler;
  try {
    handler = context_.application.open_live(request, live_outbox_, refusal);
  } catch (const std::exception& exception) {
    context_.log(std::string("a live stream could not be opened: ") + exception.what());
    refusal = problem_response({500, "The request could not be handled."});
  }
  if (!handler) {
    live_outbox_->finish();
    if (!is_sendable(refusal)) refusal = problem_response({500, "The request could not be answered."});
    const bool written = co_await write(refusal, false, true);
    co_return written ? Next::linger : Next::nothing;
  }
  phase_ = Phase::live;
  live_ = LiveSession::make(context_, std::move(stream_), live_outbox_, std::move(handler));
  if (context_.stopping) live_outbox_->close(1001);
  co_await live_->run(live_, std::move(request));
  co_return Next::nothing;
}

// Closing while the peer is still sending makes its kernel throw away the answer; so we say that we are done,
// and listen a little longer.
asio::awaitable<void> HttpConnection::linger() {
  phase_ = Phase::lingering;
  error_code error;
  arm(std::min(context_.limits().write_deadline, longest_linger));
  if (stream_.is_tls()) {
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
    co_return;
  }
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  if (error || context_.stopping) co_return;
  bool more = true;
  while (more && !context_.stopping) {
    buffer_.clear();
    more = co_await read_more();
  }
}

void HttpConnection::arm(std::chrono::milliseconds after) {
  expired_ = false;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      context_.limits().connection_lifetime - (Clock::now() - began_));
  if (phase_ == Phase::idle) after = std::max(std::chrono::milliseconds{0}, std::min(after, left));
  const auto number = ++timer_number_;
  timer_.expires_after(after);
  timer_.async_wait([weak = weak_from_this(), number](error_code error) {
    const auto self = weak.lock();
    if (self && !error && self->timer_number_ == number) self->on_deadline();
  });
}

void HttpConnection::disarm() {
  ++timer_number_;
  timer_.cancel();
  expired_ = false;
}

// Reading is cancelled, so that the client can be told; every read looks at expired_ first, because a read
// that has just completed cannot be cancelled any more. A write that takes too long has nobody to be told.
void HttpConnection::on_deadline() {
  expired_ = true;
  error_code ignored;
  if (phase_ == Phase::writing) {
    stream_.socket().close(ignored);
  } else {
    stream_.socket().cancel(ignored);
  }
}

void HttpConnection::begin_stop() {
  error_code ignored;
  switch (phase_) {
    case Phase::idle:
    case Phase::lingering:
      stream_.socket().cancel(ignored);  // in vain if a request has just come in: that one is still served
      break;
    case Phase::live:
      live_outbox_->close(1001);
      break;
    case Phase::reading:
      if (silent_) arm(longest_silence);
      break;
    case Phase::handling:
    case Phase::writing:
      break;
  }
}

void HttpConnection::abort() {
  aborted_ = true;
  error_code ignored;
  stream_.socket().close(ignored);
  if (live_) live_->abort();
  if (const auto pending = pending_.lock()) pending->timer.cancel();
}

}  // namespace

std::shared_ptr<Connection> Connection::make(ServerContext& context, PeerStream stream, std::string peer) {
  return std::make_shared<HttpConnection>(context, std::move(stream), std::move(peer));
}

}  // namespace yellowsea::web
