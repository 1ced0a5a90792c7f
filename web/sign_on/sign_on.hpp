// Single sign-on as the routes see it: the configured providers, each with a queue of its own so that one
// that hangs holds up no other's people, and the sign-ins on their way. Owned by the composition root; any
// thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/work_queue.hpp"
#include "web/sign_on/attempts.hpp"
#include "web/sign_on/provider_client.hpp"

namespace yellowsea::web {

class SignOn {
 public:
  static constexpr std::size_t kQueue = 16;  // of each provider

  SignOn(std::vector<Provider> providers, const HttpExchange& exchange, const Clock& clock);

  const std::vector<Provider>& providers() const { return providers_; }
  const Provider* provider(const std::string& id) const;  // null if there is none
  Attempts& attempts() { return attempts_; }

  // Runs `job` on the provider's thread. Errors: not_found (sign_on_provider), unavailable (sign_on_busy).
  Result<void> submit(const std::string& provider, std::function<void(ProviderClient&)> job);

 private:
  struct Desk {
    Desk(const Provider& provider, const HttpExchange& exchange, const Clock& clock)
        : client(provider, exchange, clock), queue(kQueue) {}
    ProviderClient client;
    WorkQueue queue;  // last: it uses the client
  };

  const std::vector<Provider> providers_;
  Attempts attempts_;
  std::vector<std::unique_ptr<Desk>> desks_;  // one for each provider, in their order
};

}  // namespace yellowsea::web
