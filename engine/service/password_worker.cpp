#include "engine/service/password_worker.hpp"

#include <utility>

namespace yellowsea {

PasswordWorker::PasswordWorker(std::size_t queue)
    : queue_(queue), thread_([this](const std::stop_token& stop) { run(stop); }) {}

PasswordWorker::~PasswordWorker() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

Result<void> PasswordWorker::submit(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= queue_) {
      Problem problem{ProblemCode::unavailable,
                      "sign_in_busy",
                      "Too many people are signing in at this moment.",
                      {},
                      Json{{"retry_after", 2}}};
      return Failure(std::move(problem));
    }
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return {};
}

Result<void> PasswordWorker::verify(std::optional<std::string> stored, std::string password,
                                    PasswordCost cost, std::function<void(PasswordVerdict)> done) {
  return submit([stored = std::move(stored), password = std::move(password), cost, done = std::move(done)] {
    done(verify_password(stored, password, cost));
  });
}

void PasswordWorker::run(const std::stop_token& stop) {
  // The hashes that unknown users are checked against are made before anybody can measure it.
  for (const PasswordCost cost : {PasswordCost::standard, PasswordCost::strong})
    verify_password(std::nullopt, "", cost);
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return !jobs_.empty(); });
      if (stop.stop_requested()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    try {
      job();
    } catch (...) {
      // Whoever waits for the job's answer sees that it is gone; the others' turn must come.
    }
  }
}

}  // namespace yellowsea
