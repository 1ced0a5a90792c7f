#include "web/server/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <unordered_map>
#include <utility>

#include "web/server/connection.hpp"
#include "web/server/forwarded.hpp"
#include "web/server/response_head.hpp"
#include "web/server/server_context.hpp"
#include "web/server/tls.hpp"

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{200};

ServerOptions prepare(ServerOptions options) {
  if (!options.log) options.log = [](std::string_view line) { std::cerr << line << '\n'; };
  for (auto& proxy : options.trusted_proxies) proxy = normal_address(proxy);
  return options;
}

std::string what(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "unknown exception";
  }
}

class ServerOnAsio final : public Server {
 public:
  ServerOnAsio(ServerOptions options, Application& application)
      : io_(1),
        context_(prepare(std::move(options)), application, std::make_shared<Mailbox>(io_)),
        acceptor_(io_),
        accept_timer_(io_),
        stop_timer_(io_),
        signals_(io_),
        hang_up_(io_) {}

  ~ServerOnAsio() override { context_.mailbox->close(); }

  error_code listen(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    // From here on, since whoever learns the port may stop the server at once; run() takes what came before
    // it.
    error_code ignored;
    signals_.add(SIGTERM, ignored);
    signals_.add(SIGINT, ignored);
    if (context_.tls) hang_up_.add(SIGHUP, ignored);
    return error;
  }

  // Connections that there are go on with the certificate that they began with.
  Result<void> load_certificate() {
    const auto& options = context_.options;
    if (options.certificate.empty()) return {};
    auto tls = tls_context({options.certificate, options.private_key});
    if (!tls) return Failure(tls.error());
    context_.tls = std::move(*tls);
    return {};
  }

  std::uint16_t port() const override { return port_; }
  void run() override;
  void stop() override {
    context_.mailbox->post([this] { begin_stop(); });
  }
  void post(std::function<void()> task) override { context_.mailbox->post(std::move(task)); }
  void take_turn(const std::string& owner, std::function<void()> task) override {
    context_.turns.add(owner, std::move(task));
  }
  ServerCounters counters() const override;

 private:
  asio::awaitable<void> accept();
  void admit(tcp::socket socket, const tcp::endpoint& peer);
  void refuse(tcp::socket socket, const Refusal& refusal);
  void leave(const std::shared_ptr<Connection>& connection, const std::string& peer);
  bool is_trusted(const std::string& peer) const;
  void await_signal();
  void await_new_certificate();
  void begin_stop();
  void abort_all();
  void finish_if_empty();

  asio::io_context
      io_;  // first: everything below refers to it, and the coroutines it holds refer to nothing else
  ServerContext context_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_timer_;
  asio::steady_timer stop_timer_;
  asio::signal_set signals_;
  asio::signal_set hang_up_;  // SIGHUP, with TLS only
  std::uint16_t port_ = 0;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
  std::unordered_map<std::string, std::uint32_t> per_address_;
};

void ServerOnAsio::run() {
  await_signal();
  if (context_.tls) await_new_certificate();
  asio::co_spawn(io_, accept(), [this](const std::exception_ptr& failure) {
    if (!failure) return;
    context_.log("accepting connections failed: " + what(failure));
    begin_stop();
  });
  while (true) {
    try {
      io_.run();
      return;
    } catch (const std::exception& exception) {
      context_.log(std::string("a task failed: ") + exception.what());
    }
  }
}

asio::awaitable<void> ServerOnAsio::accept() {
  while (acceptor_.is_open()) {
    tcp::socket socket(io_);
    tcp::endpoint peer;
    error_code error;
    co_await acceptor_.async_accept(socket, peer, asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor_.is_open()) break;
    if (!error) {
      admit(std::move(socket), peer);
      continue;
    }
    // Out of descriptors, mostly: trying again at once would spin, giving up would be for ever.
    ++context_.accept_errors;
    context_.log("cannot accept a connection: " + error.message());
    accept_timer_.expires_after(accept_pause);
    co_await accept_timer_.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

bool ServerOnAsio::is_trusted(const std::string& peer) const {
  const auto& trusted = context_.options.trusted_proxies;
  return std::find(trusted.begin(), trusted.end(), peer) != trusted.end();
}

void ServerOnAsio::admit(tcp::socket socket, const tcp::endpoint& endpoint) {
  const auto peer = normal_address(endpoint.address().to_string());
  if (connections_.size() >= context_.limits().connections) {
    return refuse(std::move(socket), {503, "The server has too many connections."});
  }
  // Behind a proxy everybody has the same address, so its own limit must do.
  const auto here = per_address_.find(peer);
  if (here != per_address_.end() && here->second >= context_.limits().connections_per_address &&
      !is_trusted(peer)) {
    return refuse(std::move(socket), {429, "There are too many connections from this address."});
  }
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto connection = Connection::make(
      context_, context_.tls ? PeerStream(std::move(socket), *context_.tls) : PeerStream(std::move(socket)),
      peer);
  connections_.emplace(connection.get(), connection);
  ++per_address_[peer];
  ++context_.connections_accepted;
  context_.connections_open = connections_.size();
  asio::co_spawn(io_, connection->run(connection),
                 [this, connection, peer](const std::exception_ptr& failure) {
                   if (failure) {
                     context_.log("a connection failed: " + what(failure));
                     connection->abort();
                   }
                   leave(connection, peer);
                 });
}

// As much as fits into an empty send buffer, without waiting for anybody.
void ServerOnAsio::refuse(tcp::socket socket, const Refusal& refusal) {
  ++context_.connections_refused;
  if (context_.tls) return;  // nothing can be said before the handshake
  const auto response = problem_response(refusal);
  const auto text = response_head(response, Delivery{}, std::time(nullptr)) + response.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(text), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void ServerOnAsio::leave(const std::shared_ptr<Connection>& connection, const std::string& peer) {
  connections_.erase(connection.get());
  context_.connections_open = connections_.size();
  const auto here = per_address_.find(peer);
  if (here != per_address_.end() && --here->second == 0) per_address_.erase(here);
  finish_if_empty();
}

void ServerOnAsio::await_signal() {
  signals_.async_wait([this](error_code error, int) {
    if (error) return;
    if (context_.stopping) {
      abort_all();
    } else {
      begin_stop();
    }
    if (!connections_.empty()) await_signal();
  });
}

void ServerOnAsio::await_new_certificate() {
  hang_up_.async_wait([this](error_code error, int) {
    if (error) return;
    const auto loaded = load_certificate();
    context_.log(loaded ? "the certificate has been read again"
                        : "the certificate stays as it was: " + loaded.error().detail);
    await_new_certificate();
  });
}

void ServerOnAsio::begin_stop() {
  if (context_.stopping) return;
  context_.stopping = true;
  error_code ignored;
  acceptor_.close(ignored);
  accept_timer_.cancel();
  for (const auto& [key, connection] : connections_) connection->begin_stop();
  stop_timer_.expires_after(context_.limits().stop_deadline);
  stop_timer_.async_wait([this](error_code error) {
    if (!error) abort_all();
  });
  finish_if_empty();
}

void ServerOnAsio::abort_all() {
  for (const auto& [key, connection] : connections_) connection->abort();
}

// Without connections nothing may keep run() from returning.
void ServerOnAsio::finish_if_empty() {
  if (!context_.stopping || !connections_.empty()) return;
  stop_timer_.cancel();
  signals_.cancel();
  hang_up_.cancel();
}

ServerCounters ServerOnAsio::counters() const {
  return {context_.connections_open,
          context_.connections_accepted,
          context_.connections_refused,
          context_.accept_errors,
          context_.requests,
          context_.refusals,
          context_.live_open};
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Application& application) {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return fail(ProblemCode::invalid, "address", "'" + options.address + "' is not an IP address.");
  for (const auto& proxy : options.trusted_proxies) {
    if (normal_address(proxy).empty()) {
      return fail(ProblemCode::invalid, "address", "The trusted proxy '" + proxy + "' is not an IP address.");
    }
  }
  const tcp::endpoint endpoint(address, options.port);
  const auto place = options.address + " port " + std::to_string(options.port);
  auto server = std::make_unique<ServerOnAsio>(std::move(options), application);
  if (auto loaded = server->load_certificate(); !loaded) return Failure(loaded.error());
  if (const auto failure = server->listen(endpoint)) {
    return fail(ProblemCode::unavailable, "listen",
                "Cannot listen on " + place + ": " + failure.message() + ".");
  }
  return Result<std::unique_ptr<Server>>(std::move(server));
}

}  // namespace yellowsea::web
