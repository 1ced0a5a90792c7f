// Many owners' tasks on one thread, one at a time and in turn by owner (fair queueing, RFC 970): whoever has
// hundreds of them waits for itself, and everybody else for one of these. Between two tasks the thread does
// whatever else is ready.
//
// One thread only. Must outlive what it has posted. A task that throws holds up no other.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

namespace yellowsea::web {

class Turns {
 public:
  using Task = std::function<void()>;
  using Post = std::function<void(Task)>;  // does it later, on the same thread

  explicit Turns(Post post) : post_(std::move(post)) {}
  void add(const std::string& owner, Task task);

 private:
  void post_next();
  void run_next();
  Task take_next();

  Post post_;
  std::unordered_map<std::string, std::deque<Task>> waiting_;  // by owner, never an empty list
  std::deque<std::string> round_;                              // the owners in `waiting_`, the next first
  bool posted_ = false;
};

}  // namespace yellowsea::web
