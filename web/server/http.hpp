// Requests and responses as plain values: what every route sees. Only connection.cpp and websocket.cpp know
// Beast. A Request lives until its Reply has been called.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yellowsea::web {

using Headers = std::vector<std::pair<std::string, std::string>>;  // names in lower case

struct Response;

// Takes a request's body as it comes, so that it is never whole in memory. I/O thread only.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual bool take(std::string_view bytes) = 0;  // false: no more of it; refusal() says why
  virtual Response refusal() const = 0;
};

// Gives a response's body in pieces of bounded size. I/O thread only.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t size() const = 0;         // of the whole body, in bytes
  virtual std::optional<std::string> next() = 0;  // nullopt: it cannot go on, and the connection ends
};

struct Request {
  std::string method;  // "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"; HEAD arrives as "GET"
  std::string path;    // percent-decoded, begins with '/', no dot segments
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  Headers headers;
  std::string body;
  std::string remote;                  // address of the peer (of the client behind a trusted proxy)
  bool secure = false;                 // TLS, or a trusted proxy says so
  std::shared_ptr<BodySink> upload{};  // what has taken the body instead of `body` (Application::plan_body)
  std::string_view header(std::string_view lower_case_name) const;  // "" if absent
  std::optional<std::string> query_value(std::string_view name) const;
  std::optional<std::string> cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // A body that outlives requests (embedded assets), instead of `body`; not copied.
  std::string_view static_body;
  std::shared_ptr<BodySource> stream{};  // the body, instead of both
};

// What becomes of a body that is about to come.
struct BodyPlan {
  std::shared_ptr<BodySink> sink{};   // null: it is read into Request::body, within the server's limit
  std::uint64_t limit_bytes = 0;      // of what the sink may get
  std::optional<Response> refusal{};  // answered at once, and the connection ends
};

// Answers a request, exactly once, from any thread. A second call is ignored; if every copy is destroyed
// uncalled, the answer is 500; after the handler's deadline (then the answer was 503) a call does nothing.
using Reply = std::function<void(Response)>;

// One client of the live stream. Methods may be called from any thread and return at once.
class LiveConnection {
 public:
  virtual ~LiveConnection() = default;
  virtual void send(std::shared_ptr<const std::string>
                        text) = 0;  // queued; a client whose queue overflows is closed with 1013
  virtual void close(int code) = 0;
};

// What the server calls for a WebSocket. All calls come from the server's I/O thread.
class LiveHandler {
 public:
  virtual ~LiveHandler() = default;
  virtual void on_message(std::string_view text) = 0;
  virtual void on_drained() {}  // everything sent so far is out
  virtual void on_ping() {}     // half a minute or so has passed: is the client still allowed?
  virtual void on_close() = 0;
};

class Application {
 public:
  virtual ~Application() = default;
  // Called on the I/O thread; must not block. `reply` may be called later. An exception becomes 500.
  virtual void handle(Request request, Reply reply) = 0;
  // Asked when the head of a request that has a body is there, on the I/O thread; must not block. A sink
  // comes back as Request::upload when the body is complete, and is destroyed if it never is.
  virtual BodyPlan plan_body(const Request& head);
  // Decides about an upgrade of GET /live: either a handler, or a response that refuses it. What is sent to
  // the connection from within goes out after the handshake. on_close() is called once for each handler
  // returned, also if the handshake fails; nothing else is called after it. `connection` may be kept and
  // called for as long as one likes.
  virtual std::shared_ptr<LiveHandler> open_live(const Request& request,
                                                 std::shared_ptr<LiveConnection> connection,
                                                 Response& refusal) = 0;
};

}  // namespace yellowsea::web
