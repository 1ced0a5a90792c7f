// What all connections of one server share. Owned by the server; I/O thread only, but for the counters.
#pragma once

#include <atomic>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "web/server/http.hpp"
#include "web/server/mailbox.hpp"
#include "web/server/server.hpp"
#include "web/server/turns.hpp"

namespace yellowsea::web {

struct ServerContext {
  ServerContext(ServerOptions server_options, Application& the_application,
                std::shared_ptr<Mailbox> the_mailbox)
      : options(std::move(server_options)),
        application(the_application),
        mailbox(std::move(the_mailbox)),
        turns([its_mailbox = mailbox](Turns::Task task) { its_mailbox->post(std::move(task)); }) {}

  const ServerOptions options;  // trusted_proxies in normal form, log set
  Application& application;
  const std::shared_ptr<Mailbox> mailbox;
  Turns turns;  // of requests, by the client's address; and of what the application adds
  bool stopping = false;
  std::shared_ptr<boost::asio::ssl::context> tls;  // null: plain HTTP

  std::atomic<std::uint64_t> connections_open{0};
  std::atomic<std::uint64_t> connections_accepted{0};
  std::atomic<std::uint64_t> connections_refused{0};
  std::atomic<std::uint64_t> accept_errors{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refusals{0};
  std::atomic<std::uint64_t> live_open{0};

  const ServerLimits& limits() const { return options.limits; }
  void log(std::string_view line) const { options.log(line); }
};

}  // namespace yellowsea::web
