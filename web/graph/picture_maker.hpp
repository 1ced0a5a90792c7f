// Makes pictures of definitions on a thread of its own, one at a time, each once: a definition never changes,
// so its picture stays good. Owned by the composition root; want() may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "engine/base/result.hpp"
#include "engine/machine/definition.hpp"
#include "web/graph/svg.hpp"

namespace yellowsea::web {

using PicturePtr = std::shared_ptr<const Picture>;

// Draws, lays out and writes one picture; the caller waits. Errors: see lay_out().
Result<PicturePtr> make_picture(const machine::Definition& definition, machine::graph::Language language);

class PictureMaker {
 public:
  using Make =
      std::function<Result<PicturePtr>(const machine::Definition&, machine::graph::Language language)>;
  using Done = std::function<void(const Result<PicturePtr>&)>;

  explicit PictureMaker(Make make = make_picture);
  ~PictureMaker();
  PictureMaker(const PictureMaker&) = delete;
  PictureMaker& operator=(const PictureMaker&) = delete;

  // `done` is called at once if the picture is there, else on this maker's thread; it must not block. What
  // still waits at the end is dropped without a call (its Reply then answers by itself). Errors: unavailable
  // ("picture_busy" if too much is waiting, else as make_picture; a failure is remembered for a minute).
  void want(const machine::DefinitionPtr& definition, machine::graph::Language language, const Done& done);

 private:
  using Key = std::pair<std::string, machine::graph::Language>;
  struct Made {
    Result<PicturePtr> picture;
    std::chrono::steady_clock::time_point at;
  };
  struct Job {
    machine::DefinitionPtr definition;
    machine::graph::Language language;
    Done done;
  };

  void run(const std::stop_token& stop);
  const Made* find(const Key& key) const;  // under the lock

  Make make_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<Key, Made> made_;
  std::deque<Job> jobs_;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace yellowsea::web
