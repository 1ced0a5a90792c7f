// A thread that does one job after the other, for what is slow and must hold nobody else up. The queue is
// bounded. add() may be called from any thread; what still waits at the end is dropped without a call.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace yellowsea {

class WorkQueue {
 public:
  using Job = std::function<void()>;

  // `first` (may be empty) is done before any job, and has no place in the queue.
  explicit WorkQueue(std::size_t capacity, Job first = {});
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // False if the queue is full: then the job is not kept. The job's exceptions are swallowed.
  bool add(Job job);

 private:
  void run(const std::stop_token& stop, const Job& first);

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace yellowsea
