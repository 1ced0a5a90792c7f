// Writes one response to a peer under one absolute deadline: the head, and the body whole or piece by piece
// from its source. I/O thread only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "web/server/http.hpp"
#include "web/server/response_head.hpp"
#include "web/server/server_context.hpp"
#include "web/server/timed_stream.hpp"

namespace yellowsea::web {

enum class Body { sent, left_out };  // an answer to HEAD has the head of the one to GET

// False if not all of it went out: then nothing more may be said on this connection. All three are used until
// the end. The response must be sendable.
boost::asio::awaitable<bool> write_response(TimedStream& stream, const ServerContext& context,
                                            const Response& response, Delivery delivery, Body body);

}  // namespace yellowsea::web
