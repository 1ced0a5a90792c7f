// A server on a free port of the loopback address, run by a thread of its own for as long as the object
// lives.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "web/server/server.hpp"

namespace yellowsea::web {

// Does what the test says. Unless told otherwise it echoes: "METHOD PATH|name=value,…|body".
class ScriptedApplication : public Application {
 public:
  std::function<void(Request, Reply)> on_request = [](Request request, Reply reply) { reply(echo(request)); };
  std::function<std::shared_ptr<LiveHandler>(const Request&, std::shared_ptr<LiveConnection>, Response&)>
      on_live = [](const Request&, std::shared_ptr<LiveConnection>, Response&) { return nullptr; };

  static Response echo(const Request& request);
  void handle(Request request, Reply reply) override { on_request(std::move(request), std::move(reply)); }
  std::shared_ptr<LiveHandler> open_live(const Request& request, std::shared_ptr<LiveConnection> connection,
                                         Response& refusal) override {
    return on_live(request, std::move(connection), refusal);
  }
};

class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = {});
  ~RunningServer();
  std::uint16_t port() const { return server->port(); }
  void stop_and_wait();
  std::vector<std::string> log() const;

  ScriptedApplication application;  // set its functions before the first request
  std::unique_ptr<Server> server;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> log_;
  std::thread thread_;
};

// Yields until the condition holds; fails the test after ten seconds.
void wait_until(const std::function<bool()>& condition);

}  // namespace yellowsea::web
