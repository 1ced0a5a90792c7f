#include "engine/service/writer.hpp"

#include <algorithm>
#include <iostream>

#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

// How long the thread sleeps when no timer is due earlier: the clock may be set forward while it sleeps.
constexpr std::chrono::milliseconds longest_sleep{500};
// When nothing waits, what is kept for a time only goes.
constexpr std::chrono::minutes between_sweeps{10};

Problem unavailable(const std::string& rule, const std::string& detail) {
  return Problem{ProblemCode::unavailable, rule, detail, {}, Json::object()};
}

}  // namespace

Result<void> WriterContext::fire_due() {
  const auto fired =
      recorder.advance(now, max_timers_in_group, now, [this](const std::vector<Recorded>& recorded) {
        published.insert(published.end(), recorded.begin(), recorded.end());
      });
  if (!fired) return Failure(fired.error());
  return {};
}

Writer::Writer(store::Store& store, const Pack& pack, const Definitions& definitions, const Clock& clock,
               Publish publish, Unconfirmed unconfirmed)
    : store_(store),
      clock_(clock),
      publish_(std::move(publish)),
      unconfirmed_(std::move(unconfirmed)),
      recorder_(store.writer(), pack, definitions) {}

Writer::~Writer() {
  thread_.request_stop();
  wake_.notify_all();
}

Result<void> Writer::prepare() {
  recorder_.load();
  while (true) {
    std::vector<Recorded> published;
    store::Session& session = store_.writer();
    if (auto begun = session.begin(); !begun) return begun;
    auto fired = WriterContext{recorder_, clock_.now(), published}.fire_due();
    if (!fired) {
      session.rollback();
      return fired;
    }
    if (auto committed = session.commit(); !committed) return committed;
    publish_(published);
    if (published.empty()) return {};
  }
}

void Writer::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Writer::Job Writer::sweep() const {
  return {[this](WriterContext& context) {
            forget_what_is_old(context.recorder.session(), context.now, retention_);
          },
          [](const Result<void>&) {}};
}

Result<void> Writer::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= max_waiting_jobs)
      return Failure(unavailable("overloaded", "too many commands are waiting"));
    waiting_.push_back(std::move(job));
  }
  wake_.notify_one();
  return {};
}

void Writer::run(const std::stop_token& stop) {
  Instant next_sweep = clock_.now();
  while (true) {
    std::vector<Job> jobs;
    // Asks the store, so not under the lock that submit() takes on the I/O thread.
    const auto sleep = time_to_sleep();
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, sleep, [this] { return !waiting_.empty(); });
      if (waiting_.empty() && stop.stop_requested()) return;
      const std::size_t count = std::min(waiting_.size(), max_group_jobs);
      for (std::size_t i = 0; i < count; ++i) {
        jobs.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
    }
    const Instant now = clock_.now();
    if (jobs.empty() && now >= next_sweep) {
      jobs.push_back(sweep());
      next_sweep = now + between_sweeps;
    }
    run_group(std::move(jobs));
  }
}

std::optional<Instant> Writer::next_due() {
  try {
    const auto due = store_.writer().next_due();
    return due ? std::optional(instant_of(*due)) : std::nullopt;
  } catch (const store::StoreFailure& failure) {
    std::cerr << "yellowsea: timers cannot be read: " << failure.what() << '\n';
    return std::nullopt;  // asked again after the longest sleep
  }
}

std::chrono::milliseconds Writer::time_to_sleep() {
  const auto due = next_due();
  if (!due) return longest_sleep;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*due - clock_.now());
  return std::clamp(left, std::chrono::milliseconds(0), longest_sleep);
}

Result<void> Writer::write_group(std::vector<Job>& jobs, Instant now, std::vector<Recorded>& published) {
  store::Session& session = store_.writer();
  Result<void> outcome;
  try {
    if (outcome = session.begin(); !outcome) return outcome;
    WriterContext context{recorder_, now, published};
    // More timers may be due than one group takes; a command never overtakes one.
    std::size_t before = 0;
    do {
      before = published.size();
      outcome = context.fire_due();
    } while (outcome && !jobs.empty() && published.size() != before);
    if (outcome) {
      for (Job& job : jobs) job.work(context);
      outcome = session.commit();
    }
  } catch (const store::StoreFailure& failure) {
    outcome = Failure(failure.problem());
  } catch (const std::exception& error) {
    outcome = Failure(unavailable("store", error.what()));
  }
  if (!outcome) {
    session.rollback();
    recorder_.rolled_back();
  }
  return outcome;
}

void Writer::run_group(std::vector<Job> jobs) {
  const Instant now = clock_.now();
  if (jobs.empty()) {
    const auto due = next_due();
    if (stopped_ || !due || *due > now) return;
  }
  std::vector<Recorded> published;
  const Result<void> outcome = stopped_ ? Failure(*stopped_) : write_group(jobs, now, published);
  if (!outcome) std::cerr << "yellowsea: writing failed: " << outcome.error().detail << '\n';
  for (Job& job : jobs) job.completed(outcome);
  if (outcome && !published.empty()) publish_(published);
  if (outcome) store_.keep_log_short();
  if (!outcome && !stopped_ && outcome.error().rule == "sync_failed") {
    stopped_ = outcome.error();
    if (unconfirmed_) unconfirmed_(*stopped_);
  }
}

}  // namespace yellowsea
