// The HTTP/1.1 and WebSocket server on Asio and Beast: accepts, guards, limits, and hands plain values to an
// Application. One I/O thread (the one that calls run).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "web/server/http.hpp"

namespace yellowsea::web {

struct ServerLimits {
  std::uint32_t header_bytes = 8 * 1024;
  std::uint32_t header_count = 64;
  std::uint32_t target_bytes = 2 * 1024;
  std::uint64_t body_bytes = 256 * 1024;
  std::chrono::milliseconds tls_deadline{5'000};      // for the handshake
  std::chrono::milliseconds header_deadline{10'000};  // for the whole header
  std::chrono::milliseconds body_deadline{15'000};
  std::chrono::milliseconds write_deadline{30'000};
  // What is streamed has its deadline later by streaming_time() of its size, at either side.
  std::uint32_t slowest_stream_bytes_per_second = 48 * 1024;
  std::chrono::milliseconds idle_deadline{30'000};    // between requests
  std::chrono::milliseconds handler_deadline{5'000};  // then 503
  std::uint32_t requests_per_connection = 1000;
  std::chrono::milliseconds connection_lifetime{600'000};
  std::uint32_t connections = 2048;
  std::uint32_t connections_per_address = 256;
  std::uint32_t live_in_bytes = 16 * 1024;
  std::uint32_t live_queue_messages = 64;
  std::uint32_t live_queue_bytes = 256 * 1024;
  std::chrono::milliseconds live_ping{30'000};
  std::chrono::milliseconds live_drop{75'000};
  std::chrono::milliseconds stop_deadline{10'000};  // for requests in flight

  std::chrono::milliseconds streaming_time(std::uint64_t bytes) const {
    return std::chrono::milliseconds(bytes * 1000 / slowest_stream_bytes_per_second);
  }
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 picks one
  ServerLimits limits;
  // PEM files; with them the server speaks TLS only, and reads them again on SIGHUP.
  std::string certificate{};
  std::string private_key{};
  std::vector<std::string> trusted_proxies;   // addresses whose X-Forwarded-For and -Proto are believed
  std::function<void(std::string_view)> log;  // one line, from the I/O thread; standard error if empty
};

// Since the start. Any thread may ask for them; they are not taken at one instant.
struct ServerCounters {
  std::uint64_t connections_open = 0;  // now
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;  // over a limit
  std::uint64_t accept_errors = 0;        // out of descriptors, mostly
  std::uint64_t requests = 0;             // handed to the application
  std::uint64_t refusals = 0;             // answered by the server itself
  std::uint64_t live_open = 0;            // WebSockets, now
};

class Server {
 public:
  // Binds and listens. `application` must outlive the server. Errors: unavailable (address in use, not
  // permitted), invalid (not an address, an unusable certificate or key).
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Application& application);
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  // Serves until stop() or SIGTERM/SIGINT; requests in flight are finished first, for stop_deadline at most
  // (a second signal ends them at once). To be called once.
  virtual void run() = 0;
  virtual void stop() = 0;  // any thread
  // Runs `task` on the I/O thread soon. Any thread.
  virtual void post(std::function<void()> task) = 0;
  // Runs `task` on the I/O thread when it is the owner's turn, between requests, which wait in turn as well,
  // by the client's address. I/O thread only.
  virtual void take_turn(const std::string& owner, std::function<void()> task) = 0;
  virtual ServerCounters counters() const = 0;  // any thread
};

}  // namespace yellowsea::web
