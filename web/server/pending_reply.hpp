// A request that the application has not answered yet: the connection waits on `timer`, the Reply given to
// the application wakes it. A PendingReply belongs to the I/O thread; the Reply may be called from any
// thread, before or after the PendingReply is gone.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

#include "web/server/http.hpp"
#include "web/server/mailbox.hpp"

namespace yellowsea::web {

struct PendingReply {
  explicit PendingReply(const boost::asio::any_io_executor& executor) : timer(executor) {}
  boost::asio::steady_timer timer;
  std::optional<Response> response;
};

// The first call answers, later ones are ignored; if every copy is destroyed uncalled, the answer is 500.
Reply make_reply(std::shared_ptr<Mailbox> mailbox, const std::shared_ptr<PendingReply>& pending);

}  // namespace yellowsea::web
