#include "engine/service/password_worker.hpp"

#include <utility>

namespace yellowsea {
namespace {

// The hashes that unknown users are checked against are made before anybody can measure it.
void make_decoys() {
  for (const PasswordCost cost : {PasswordCost::standard, PasswordCost::strong})
    verify_password(std::nullopt, "", cost);
}

}  // namespace

PasswordWorker::PasswordWorker(std::size_t queue) : queue_(queue, make_decoys) {}

Result<void> PasswordWorker::submit(std::function<void()> job) {
  if (queue_.add(std::move(job))) return {};
  return Failure(Problem{ProblemCode::unavailable,
                         "sign_in_busy",
                         "Too many people are signing in at this moment.",
                         {},
                         Json{{"retry_after", 2}}});
}

Result<void> PasswordWorker::verify(std::optional<std::string> stored, std::string password,
                                    PasswordCost cost, std::function<void(PasswordVerdict)> done) {
  return submit([stored = std::move(stored), password = std::move(password), cost, done = std::move(done)] {
    done(verify_password(stored, password, cost));
  });
}

}  // namespace yellowsea
