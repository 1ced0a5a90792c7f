// One live client after its upgrade: reads its messages for the LiveHandler and writes what waits in its
// outbox. I/O thread only; kept alive by its own coroutine and by the connection that started it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "web/server/http.hpp"
#include "web/server/live_outbox.hpp"
#include "web/server/peer_stream.hpp"
#include "web/server/server_context.hpp"

namespace yellowsea::web {

class LiveSession {
 public:
  static std::shared_ptr<LiveSession> make(ServerContext& context, PeerStream peer,
                                           std::shared_ptr<LiveOutbox> outbox,
                                           std::shared_ptr<LiveHandler> handler);
  virtual ~LiveSession() = default;

  // Answers the upgrade and serves until the client is gone. `self` is this session, `request` the upgrade;
  // its headers have been checked.
  virtual boost::asio::awaitable<void> run(std::shared_ptr<LiveSession> self, Request request) = 0;
  virtual void abort() = 0;  // closes the socket at once
};

}  // namespace yellowsea::web
