#include "web/sign_on/sign_on.hpp"

#include <utility>

namespace yellowsea::web {

SignOn::SignOn(std::vector<Provider> providers, const HttpExchange& exchange, const Clock& clock)
    : providers_(std::move(providers)) {
  for (const Provider& one : providers_) desks_.push_back(std::make_unique<Desk>(one, exchange, clock));
}

const Provider* SignOn::provider(const std::string& id) const {
  for (const Provider& one : providers_) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

Result<void> SignOn::submit(const std::string& provider, std::function<void(ProviderClient&)> job) {
  for (std::size_t at = 0; at < providers_.size(); ++at) {
    if (providers_[at].id != provider) continue;
    Desk& desk = *desks_[at];
    if (desk.queue.add([&desk, job = std::move(job)] { job(desk.client); })) return {};
    return Failure(Problem{ProblemCode::unavailable,
                           "sign_on_busy",
                           "Too many people are signing in by this provider at this moment.",
                           {},
                           Json{{"retry_after", 5}}});
  }
  return fail(ProblemCode::not_found, "sign_on_provider", "There is no such provider.");
}

}  // namespace yellowsea::web
