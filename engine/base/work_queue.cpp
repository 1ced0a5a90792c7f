#include "engine/base/work_queue.hpp"

#include <utility>

namespace yellowsea {

WorkQueue::WorkQueue(std::size_t capacity, Job first)
    : capacity_(capacity),
      thread_([this, first = std::move(first)](const std::stop_token& stop) { run(stop, first); }) {}

WorkQueue::~WorkQueue() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool WorkQueue::add(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= capacity_) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void WorkQueue::run(const std::stop_token& stop, const Job& first) {
  if (first) first();
  while (true) {
    Job job;
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
