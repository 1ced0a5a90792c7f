#include "web/server/request_reader.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "web/server/streamed_body.hpp"

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

tl::unexpected<Cut> cut() { return tl::unexpected<Cut>(Cut{}); }
tl::unexpected<Cut> cut(Refusal refusal) { return tl::unexpected<Cut>(Cut{std::move(refusal)}); }

Cut too_long(std::uint64_t limit) {
  return Cut{Refusal{413, "The body is longer than " + std::to_string(limit) + " bytes."}};
}

}  // namespace

struct RequestReader::Message {
  http::request_parser<StreamedBody> parser;
};

RequestReader::RequestReader(ServerContext& context, TimedStream& stream)
    : context_(context), stream_(stream) {}

RequestReader::~RequestReader() = default;

std::string RequestReader::take_body() { return std::move(message_->parser.get().body().text); }

asio::awaitable<tl::expected<Head, Cut>> RequestReader::read_head(
    std::optional<std::chrono::milliseconds> idle) {
  message_ = std::make_unique<Message>();
  auto& parser = message_->parser;
  const auto& limits = context_.limits();
  parser.header_limit(limits.header_bytes);
  parser.body_limit(boost::none);  // said once the head tells what the body is for
  if (stream_.has_received()) {
    waiting_ = Waiting::rest;
  } else {
    waiting_ = idle ? Waiting::idle : Waiting::silent;
  }
  stream_.arm(waiting_ == Waiting::idle ? *idle : limits.header_deadline);
  std::size_t scanned = 0;
  while (true) {
    switch (scan_head(stream_.received(), scanned)) {
      case HeadScan::complete:
        stream_.disarm();
        co_return take_head(scanned);
      case HeadScan::malformed:
        co_return cut({400, "A header line must end with carriage return and line feed, and not be empty."});
      case HeadScan::more:
        break;
    }
    if (stream_.received().size() >= limits.header_bytes)
      co_return cut(oversized_head(stream_.received(), limits));
    if (waiting_ == Waiting::idle && context_.stopping) co_return cut();
    const bool more = co_await stream_.read_more();
    if (!more) {
      if (stream_.expired() && stream_.has_received())
        co_return cut({408, "The header did not arrive in time."});
      co_return cut();
    }
    if (waiting_ != Waiting::rest) {
      waiting_ = Waiting::rest;
      stream_.arm(limits.header_deadline);
    }
  }
}

// Our own strict reading decides; Beast's parser, which also frames the body, must agree.
tl::expected<Head, Cut> RequestReader::take_head(std::size_t size) {
  auto& parser = message_->parser;
  const auto block = stream_.received().substr(0, size);
  auto head = parse_head(block, context_.limits());
  if (!head) return cut(head.error());
  error_code error;
  const auto used = parser.put(asio::const_buffer(block.data(), block.size()), error);
  if (error || used != size || !parser.is_header_done() || parser.chunked() != head->chunked ||
      parser.is_done() == head->has_body()) {
    return cut({400, "The header is not valid."});
  }
  stream_.consume(size);
  return std::move(*head);
}

asio::awaitable<bool> RequestReader::tell_to_go_on() {
  constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
  const std::array<asio::const_buffer, 1> parts{asio::buffer(text.data(), text.size())};
  co_return co_await stream_.write(parts);
}

asio::awaitable<std::optional<Cut>> RequestReader::read_body(const Head& head, const BodyPlan& plan) {
  auto& parser = message_->parser;
  if (parser.is_done()) co_return std::nullopt;
  if (plan.refusal) co_return Cut{std::nullopt, plan.refusal};
  const auto& limits = context_.limits();
  const std::uint64_t limit = plan.sink ? plan.limit_bytes : limits.body_bytes;
  if (head.content_length.value_or(0) > limit) co_return too_long(limit);
  parser.body_limit(limit);
  parser.get().body().sink = plan.sink.get();
  stream_.arm(limits.body_deadline +
              limits.streaming_time(plan.sink ? head.content_length.value_or(limit) : 0));
  if (head.expects_continue && !stream_.has_received()) {
    const bool told = co_await tell_to_go_on();
    if (!told) co_return Cut{};
  }
  parser.eager(true);
  bool need_more = !stream_.has_received();
  while (!parser.is_done()) {
    if (need_more) {
      const bool more = co_await stream_.read_more();
      if (!more && stream_.expired()) co_return Cut{Refusal{408, "The body did not arrive in time."}};
      if (!more) co_return Cut{};
    }
    error_code error;
    const auto bytes = stream_.received();
    stream_.consume(parser.put(asio::const_buffer(bytes.data(), bytes.size()), error));
    need_more = !stream_.has_received() || error == http::error::need_more;
    if (error == http::error::body_limit) co_return too_long(limit);
    if (error == boost::system::errc::operation_canceled) co_return Cut{std::nullopt, plan.sink->refusal()};
    if (error && error != http::error::need_more)
      co_return Cut{Refusal{400, "The chunked body is not valid."}};
    // What is left over is a chunk's header or the trailers.
    if (error && stream_.received().size() > limits.header_bytes)
      co_return Cut{Refusal{400, "A chunk's header is too long."}};
  }
  stream_.disarm();
  co_return std::nullopt;
}

}  // namespace yellowsea::web
