// Reads one request after the other from a peer: the head by our own strict rules, the body by Beast's
// framing, both under absolute deadlines and the limits of the server. I/O thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "web/server/head.hpp"
#include "web/server/http.hpp"
#include "web/server/server_context.hpp"
#include "web/server/timed_stream.hpp"

namespace yellowsea::web {

// Why a connection ends before a request was complete: with an answer, or silently.
struct Cut {
  std::optional<Refusal> refusal;
  std::optional<Response> response{};  // instead, from whoever was to take the body
};

class RequestReader {
 public:
  // What the reader waits for: a request after the one before, the first byte of one, or the rest of one.
  enum class Waiting { idle, silent, rest };

  RequestReader(ServerContext& context, TimedStream& stream);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  // Begins the next request. `idle`: how long nothing at all may come, where one has been served before.
  boost::asio::awaitable<tl::expected<Head, Cut>> read_head(std::optional<std::chrono::milliseconds> idle);
  // After the head; into the plan's sink, or kept for take_body(). Nothing if it was read, or there is none.
  boost::asio::awaitable<std::optional<Cut>> read_body(const Head& head, const BodyPlan& plan);
  std::string take_body();

  Waiting waiting() const { return waiting_; }

 private:
  struct Message;  // Beast's parser, which frames the body

  tl::expected<Head, Cut> take_head(std::size_t size);
  boost::asio::awaitable<bool> tell_to_go_on();

  ServerContext& context_;
  TimedStream& stream_;
  std::unique_ptr<Message> message_;
  Waiting waiting_ = Waiting::rest;
};

}  // namespace yellowsea::web
