// One accepted connection: reads requests one after the other, hands them to the application and writes the
// answers, until either side has enough. I/O thread only; kept alive by its own coroutine and by the server's
// list. Invariant: whatever it waits for has an absolute deadline.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "web/server/peer_stream.hpp"
#include "web/server/server_context.hpp"

namespace yellowsea::web {

class Connection {
 public:
  static std::shared_ptr<Connection> make(ServerContext& context, PeerStream stream, std::string peer);
  virtual ~Connection() = default;

  // Serves until the connection is over. `self` is this connection.
  virtual boost::asio::awaitable<void> run(std::shared_ptr<Connection> self) = 0;
  virtual void
  begin_stop() = 0;          // the request in flight is finished, an idle connection or a live one is closed
  virtual void abort() = 0;  // ends at once
};

}  // namespace yellowsea::web
