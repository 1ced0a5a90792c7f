#include "tests/web/server/running_server.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace yellowsea::web {

Response ScriptedApplication::echo(const Request& request) {
  Response response;
  response.headers.emplace_back("content-type", "text/plain");
  response.body = request.method + ' ' + request.path + '|';
  for (const auto& [name, value] : request.query)
    response.body.append(name).append("=").append(value).append(",");
  response.body += '|' + request.body;
  return response;
}

RunningServer::RunningServer(ServerOptions options) {
  options.port = 0;
  options.log = [this](std::string_view line) {
    const std::lock_guard lock(mutex_);
    log_.emplace_back(line);
  };
  auto listening = Server::listen(std::move(options), application);
  if (!listening) throw std::runtime_error(listening.error().detail);
  server = std::move(*listening);
  thread_ = std::thread([this] { server->run(); });
}

RunningServer::~RunningServer() { stop_and_wait(); }

void RunningServer::stop_and_wait() {
  server->stop();
  if (thread_.joinable()) thread_.join();
}

std::vector<std::string> RunningServer::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

void wait_until(const std::function<bool()>& condition) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > patience) throw std::runtime_error("waited in vain");
    std::this_thread::yield();
  }
}

}  // namespace yellowsea::web
