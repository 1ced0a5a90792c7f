#include "web/server/connection.hpp"

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "web/server/forwarded.hpp"
#include "web/server/head.hpp"
#include "web/server/live_outbox.hpp"
#include "web/server/pending_reply.hpp"
#include "web/server/request_reader.hpp"
#include "web/server/response_head.hpp"
#include "web/server/response_writer.hpp"
#include "web/server/target.hpp"
#include "web/server/timed_stream.hpp"
#include "web/server/websocket.hpp"

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_linger{2'000};
// How long a stop waits for a connection that has not said anything yet: browsers open some in advance.
constexpr std::chrono::milliseconds longest_silence{250};

enum class Phase { reading, handling, writing, lingering, live };
enum class Next { another_request, linger, nothing };

class HttpConnection final : public Connection {
 public:
  HttpConnection(ServerContext& context, PeerStream stream, std::string peer)
      : context_(context),
        stream_(std::make_shared<TimedStream>(std::move(stream))),
        reader_(context, *stream_),
        secure_(stream_->is_tls()),
        peer_(std::move(peer)) {}

  asio::awaitable<void> run(std::shared_ptr<Connection> self) override;
  void begin_stop() override;
  void abort() override;

 private:
  asio::awaitable<Next> serve_one();
  asio::awaitable<void> wait_for_turn(const std::string& owner);
  asio::awaitable<Response> answer(Request request);
  asio::awaitable<bool> write(const Response& response, bool keep_alive, Body body);
  asio::awaitable<Next> end_with(const Response& response);
  asio::awaitable<Next> refuse(const Cut& cut);
  asio::awaitable<Next> upgrade(const Head& head, Request request);
  asio::awaitable<void> linger();

  BodyPlan plan_body(const Request& request);
  std::optional<std::chrono::milliseconds> longest_idle() const;
  bool may_serve_another() const;
  Request make_request(const Head& head, Target target);

  ServerContext& context_;
  const std::shared_ptr<TimedStream> stream_;
  RequestReader reader_;
  bool secure_;  // the peer, or the trusted proxy it is, has spoken TLS in its last request
  const std::string peer_;
  const Clock::time_point began_ = Clock::now();
  std::uint32_t served_ = 0;
  Phase phase_ = Phase::reading;
  std::weak_ptr<PendingReply> pending_;
  std::shared_ptr<LiveSession> live_;
  std::shared_ptr<LiveOutbox> live_outbox_;
};

// Whoever does not get through the handshake gets no answer either.
asio::awaitable<void> HttpConnection::run([[maybe_unused]] std::shared_ptr<Connection> self) {
  stream_->arm(context_.limits().tls_deadline);
  const bool shaken = co_await stream_->shake_hands();
  stream_->disarm();
  Next next = shaken ? Next::another_request : Next::nothing;
  while (next == Next::another_request) next = co_await serve_one();
  if (next == Next::linger) co_await linger();
  stream_->disarm();
  stream_->close();
}

asio::awaitable<Next> HttpConnection::serve_one() {
  phase_ = Phase::reading;
  const auto head = co_await reader_.read_head(longest_idle());
  if (!head) co_return co_await refuse(head.error());
  auto target = parse_target(head->target);
  if (!target) {
    const Cut refused{target.error()};
    co_return co_await refuse(refused);
  }
  Request request = make_request(*head, std::move(*target));
  BodyPlan plan = head->has_body() ? plan_body(request) : BodyPlan{};
  const auto failed = co_await reader_.read_body(*head, plan);
  if (failed) co_return co_await refuse(*failed);
  ++served_;
  request.body = reader_.take_body();
  request.upload = std::move(plan.sink);
  if (request.method == "GET" && request.path == "/live" && head->http_1_1 &&
      has_token(head->header("upgrade"), "websocket")) {
    co_return co_await upgrade(*head, std::move(request));
  }
  const Response response = co_await answer(std::move(request));
  if (stream_->closed()) co_return Next::nothing;
  const bool keep_alive = head->keep_alive && may_serve_another();
  const bool written =
      co_await write(response, keep_alive, head->method == "HEAD" ? Body::left_out : Body::sent);
  if (!written) co_return Next::nothing;
  co_return keep_alive ? Next::another_request : Next::linger;
}

bool HttpConnection::may_serve_another() const {
  const auto& limits = context_.limits();
  return !context_.stopping && served_ < limits.requests_per_connection &&
         Clock::now() - began_ < limits.connection_lifetime;
}

// How long the next request may be awaited; nothing before the first one.
std::optional<std::chrono::milliseconds> HttpConnection::longest_idle() const {
  if (served_ == 0) return std::nullopt;
  const auto& limits = context_.limits();
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limits.connection_lifetime -
                                                                          (Clock::now() - began_));
  return std::max(std::chrono::milliseconds{0}, std::min(limits.idle_deadline, left));
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

Request HttpConnection::make_request(const Head& head, Target target) {
  Request request;
  request.method = head.method == "HEAD" ? "GET" : head.method;
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  request.headers = head.headers;
  auto client = identify_client(peer_, context_.options.trusted_proxies, request.headers);
  request.remote = std::move(client.address);
  request.secure = secure_ = client.secure || stream_->is_tls();
  return request;
}

asio::awaitable<void> HttpConnection::wait_for_turn(const std::string& owner) {
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      [&](auto handler) {
        // Shared, not moved, because std::function demands a copyable task.
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        context_.turns.add(owner, [resume] { std::move (*resume)(); });
      },
      asio::use_awaitable);
}

asio::awaitable<Response> HttpConnection::answer(Request request) {
  phase_ = Phase::handling;
  co_await wait_for_turn(request.remote);
  ++context_.requests;
  const auto pending = std::make_shared<PendingReply>(stream_->executor());
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

asio::awaitable<bool> HttpConnection::write(const Response& response, bool keep_alive, Body body) {
  phase_ = Phase::writing;
  const Delivery delivery{keep_alive, secure_};
  co_return co_await write_response(*stream_, context_, response, delivery, body);
}

asio::awaitable<Next> HttpConnection::end_with(const Response& response) {
  const bool written = co_await write(response, false, Body::sent);
  co_return written ? Next::linger : Next::nothing;
}

asio::awaitable<Next> HttpConnection::refuse(const Cut& cut) {
  if ((!cut.refusal && !cut.response) || stream_->closed()) co_return Next::nothing;
  ++context_.refusals;
  const Response response = cut.response ? *cut.response : problem_response(*cut.refusal);
  co_return co_await end_with(response);
}

asio::awaitable<Next> HttpConnection::upgrade(const Head& head, Request request) {
  Cut bad{Refusal{400, "The WebSocket handshake is not valid."}};
  if (!has_token(head.header("connection"), "upgrade") || head.header("sec-websocket-key").size() != 24 ||
      head.has_body() || stream_->has_received()) {
    co_return co_await refuse(bad);
  }
  if (head.header("sec-websocket-version") != "13") {
    Response response = problem_response({426, "The only WebSocket version served is 13."});
    response.headers.emplace_back("sec-websocket-version", "13");
    co_return co_await end_with(response);
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
    co_return co_await end_with(refusal);
  }
  phase_ = Phase::live;
  live_ = LiveSession::make(context_, stream_->release(), live_outbox_, std::move(handler));
  if (context_.stopping) live_outbox_->close(1001);
  co_await live_->run(live_, std::move(request));
  co_return Next::nothing;
}

// Closing while the peer is still sending makes its kernel throw away the answer; so we say that we are done,
// and listen a little longer.
asio::awaitable<void> HttpConnection::linger() {
  phase_ = Phase::lingering;
  stream_->arm(std::min(context_.limits().write_deadline, longest_linger));
  bool more = co_await stream_->say_goodbye();
  while (more && !context_.stopping) {
    stream_->consume(stream_->received().size());
    more = co_await stream_->read_more();
  }
}

void HttpConnection::begin_stop() {
  switch (phase_) {
    case Phase::reading:
      switch (reader_.waiting()) {
        case RequestReader::Waiting::idle:
          stream_->cancel();  // in vain if a request has just come in: that one is still served
          break;
        case RequestReader::Waiting::silent:
          stream_->arm(longest_silence);
          break;
        case RequestReader::Waiting::rest:
          break;
      }
      break;
    case Phase::lingering:
      stream_->cancel();
      break;
    case Phase::live:
      live_outbox_->close(1001);
      break;
    case Phase::handling:
    case Phase::writing:
      break;
  }
}

void HttpConnection::abort() {
  stream_->close();
  if (live_) live_->abort();
  if (const auto pending = pending_.lock()) pending->timer.cancel();
}

}  // namespace

std::shared_ptr<Connection> Connection::make(ServerContext& context, PeerStream stream, std::string peer) {
  return std::make_shared<HttpConnection>(context, std::move(stream), std::move(peer));
}

}  // namespace yellowsea::web
