#include "web/graph/picture_maker.hpp"

#include "engine/machine/graph/dot.hpp"
#include "web/graph/arrange.hpp"
#include "web/graph/layout.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t max_waiting = 64;
constexpr std::size_t max_made = 256;
constexpr std::chrono::seconds failure_counts{60};

}  // namespace

Result<PicturePtr> make_picture(const machine::Definition& definition, machine::graph::Language language) {
  const auto drawing = machine::graph::draw(definition, language);
  auto layout = lay_out(machine::graph::dot_text(drawing, {}, machine::graph::DotLabels::spaces));
  if (!layout) return Failure(layout.error());
  return std::make_shared<const Picture>(svg_picture(drawing, arrange(drawing, std::move(*layout))));
}

PictureMaker::PictureMaker(Make make)
    : make_(std::move(make)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

PictureMaker::~PictureMaker() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

const PictureMaker::Made* PictureMaker::find(const Key& key) const {
  const auto found = made_.find(key);
  if (found == made_.end()) return nullptr;
  const bool old = std::chrono::steady_clock::now() - found->second.at > failure_counts;
  return !found->second.picture && old ? nullptr : &found->second;
}

void PictureMaker::want(const machine::DefinitionPtr& definition, machine::graph::Language language,
                        const Done& done) {
  std::optional<Result<PicturePtr>> answer;
  {
    const std::lock_guard lock(mutex_);
    if (const Made* made = find({definition->sha256, language})) {
      answer = made->picture;
    } else if (jobs_.size() >= max_waiting) {
      answer = fail(ProblemCode::unavailable, "picture_busy", "Too many pictures are wanted at this moment.");
    } else {
      jobs_.push_back({definition, language, done});
    }
  }
  if (answer)
    done(*answer);
  else
    changed_.notify_one();
}

void PictureMaker::run(const std::stop_token& stop) {
  while (true) {
    Job job;
    std::optional<Result<PicturePtr>> answer;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return !jobs_.empty(); });
      if (stop.stop_requested()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
      // Whoever asked for the same before has had it made.
      if (const Made* made = find({job.definition->sha256, job.language})) answer = made->picture;
    }
    try {
      if (!answer) {
        answer = make_(*job.definition, job.language);
        const std::lock_guard lock(mutex_);
        if (made_.size() >= max_made) made_.clear();
        made_.insert_or_assign({job.definition->sha256, job.language},
                               Made{*answer, std::chrono::steady_clock::now()});
      }
      job.done(*answer);
    } catch (...) {
      // Whoever waits for this answer sees that it is gone; the others' turn must come.
    }
  }
}

}  // namespace yellowsea::web
