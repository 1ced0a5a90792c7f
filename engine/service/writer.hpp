// The writer's thread: takes what is waiting (up to 64 jobs), runs it in one transaction, commits, and only
// then answers. Timers that are due fire before each group. Submitting is possible from any thread; jobs run
// on the writer's thread, completions too (they must not block). After a write that the disk did not confirm
// nothing is written any more: what the disk holds is unknown until the program starts again, and trying
// again would only make the next confirmation a false one.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/calendar/clock.hpp"
#include "engine/service/recorder.hpp"
#include "engine/service/retention.hpp"

namespace yellowsea {

inline constexpr std::size_t max_group_jobs = 64;
inline constexpr std::size_t max_waiting_jobs = 4096;
inline constexpr std::size_t max_timers_in_group = 256;

// What a job sees. Everything it does through `recorder` belongs to one transaction with the other jobs of
// its group.
struct WriterContext {
  Recorder& recorder;
  Instant now;
  std::vector<Recorded>& published;  // events to tell after the commit

  // Fires what is due by now, at most max_timers_in_group; a job calls it so that what its command made due
  // at once has fired before anybody hears of it. Errors as Recorder::advance.
  Result<void> fire_due();
};

class Writer {
 public:
  // A job must leave no trace if it fails: write only when nothing can be refused any more. `completed` gets
  // nothing after a commit, or why the group could not be committed; the job keeps its own answer until then.
  struct Job {
    std::function<void(WriterContext&)> work;
    std::function<void(const Result<void>&)> completed;
  };
  using Publish = std::function<void(const std::vector<Recorded>&)>;
  // Told once, on the writer's thread, after the jobs it concerns: end the process.
  using Unconfirmed = std::function<void(const Problem&)>;

  Writer(store::Store& store, const Pack& pack, const Definitions& definitions, const Clock& clock,
         Publish publish, Unconfirmed unconfirmed = {});
  ~Writer();  // finishes what is waiting
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Fires everything that is due by now, on the calling thread. Errors: unavailable, refused (endless
  // timers).
  Result<void> prepare();
  // What is kept for how long; before start().
  void keep(Retention retention) { retention_ = retention; }
  // Starts the thread; after prepare(). From here on the store's writer belongs to it.
  void start();
  // unavailable ("overloaded") when too much is waiting.
  Result<void> submit(Job job);
  // Runs these as one group, on the calling thread; only while the thread is not started.
  void run_now(std::vector<Job> jobs) { run_group(std::move(jobs)); }

 private:
  void run(const std::stop_token& stop);
  Job sweep() const;
  void run_group(std::vector<Job> jobs);
  // In one transaction; rolled back if it fails.
  Result<void> write_group(std::vector<Job>& jobs, Instant now, std::vector<Recorded>& published);
  // When the next timer is due; nothing if there is none or the store cannot say.
  std::optional<Instant> next_due();
  std::chrono::milliseconds time_to_sleep();  // until then, if nothing comes before

  store::Store& store_;
  const Clock& clock_;
  Publish publish_;
  Unconfirmed unconfirmed_;
  std::optional<Problem> stopped_;  // why nothing is written any more
  Recorder recorder_;
  Retention retention_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Job> waiting_;
  std::jthread thread_;
};

}  // namespace yellowsea
