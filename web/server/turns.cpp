#include "web/server/turns.hpp"

#include <utility>

namespace yellowsea::web {

void Turns::add(const std::string& owner, Task task) {
  auto& its_own = waiting_[owner];
  if (its_own.empty()) round_.push_back(owner);
  its_own.push_back(std::move(task));
  if (!posted_) post_next();
}

void Turns::post_next() {
  posted_ = true;
  post_([this] { run_next(); });
}

void Turns::run_next() {
  posted_ = false;
  const Task task = take_next();
  if (!round_.empty()) post_next();
  task();
}

Turns::Task Turns::take_next() {
  std::string owner = std::move(round_.front());
  round_.pop_front();
  const auto its_own = waiting_.find(owner);
  Task task = std::move(its_own->second.front());
  its_own->second.pop_front();
  if (its_own->second.empty()) {
    waiting_.erase(its_own);
  } else {
    round_.push_back(std::move(owner));
  }
  return task;
}

}  // namespace yellowsea::web
