#include "web/server/response_writer.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <cstdint>
#include <ctime>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace yellowsea::web {
namespace {

namespace asio = boost::asio;

// A source that ends early leaves a body shorter than announced: only closing the connection tells that.
asio::awaitable<bool> write_pieces(TimedStream& stream, const ServerContext& context, BodySource& source) {
  std::uint64_t left = source.size();
  while (left > 0) {
    std::optional<std::string> piece;
    try {
      piece = source.next();
    } catch (const std::exception& exception) {
      context.log(std::string("a streamed body broke off: ") + exception.what());
    }
    if (!piece || piece->empty() || piece->size() > left || stream.closed()) co_return false;
    left -= piece->size();
    const std::array<asio::const_buffer, 1> parts{asio::buffer(*piece)};
    const bool written = co_await stream.write(parts);
    if (!written) co_return false;
  }
  co_return true;
}

}  // namespace

asio::awaitable<bool> write_response(TimedStream& stream, const ServerContext& context,
                                     const Response& response, Delivery delivery, Body body) {
  const std::string head = response_head(response, delivery, std::time(nullptr));
  const bool with_body = body == Body::sent;
  const bool streams = with_body && response.stream && response.status != 204 && response.status != 304;
  const auto whole = with_body && !streams ? response_body(response) : std::string_view{};
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(whole.data(), whole.size())};
  const auto size = streams ? response.stream->size() : 0;
  // A write that takes too long has nobody to be told.
  stream.arm(context.limits().write_deadline + context.limits().streaming_time(size), AtDeadline::close);
  bool written = co_await stream.write(parts);
  if (written && streams) written = co_await write_pieces(stream, context, *response.stream);
  stream.disarm();
  co_return written;
}

}  // namespace yellowsea::web
