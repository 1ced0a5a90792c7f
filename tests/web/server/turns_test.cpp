// Fair queueing of requests: in turn by owner, one at a time.
#include "web/server/turns.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

namespace yellowsea::web {
namespace {

// What is posted, done when the test says so.
struct Thread {
  std::deque<Turns::Task> posted;
  Turns turns{[this](Turns::Task task) { posted.push_back(std::move(task)); }};
  std::string done;

  void add(const std::string& owner, char letter) {
    turns.add(owner, [this, letter] { done += letter; });
  }
  void run_one() {
    const Turns::Task task = std::move(posted.front());
    posted.pop_front();
    task();
  }
  void run_all() {
    while (!posted.empty()) run_one();
  }
};

}  // namespace

TEST_CASE("whoever has many tasks waits for itself, and others for one of them at a time", "[turns]") {
  Thread thread;
  for (const char letter : {'a', 'b', 'c'}) thread.add("many", letter);
  thread.add("one", 'X');
  thread.add("two", 'Y');
  thread.add("two", 'Z');
  CHECK(thread.done.empty());
  thread.run_all();
  CHECK(thread.done == "aXYbZc");
}

TEST_CASE("between two tasks the thread can do other things", "[turns]") {
  Thread thread;
  thread.add("many", 'a');
  thread.add("many", 'b');
  CHECK(thread.posted.size() == 1);
  thread.posted.push_back([&] { thread.done += '-'; });
  thread.run_all();
  CHECK(thread.done == "a-b");
}

TEST_CASE("who comes while a task is done gets a turn, and so does who adds one by it", "[turns]") {
  Thread thread;
  thread.turns.add("many", [&] {
    thread.done += 'a';
    thread.add("late", 'X');
    thread.add("many", 'c');
  });
  thread.add("many", 'b');
  thread.run_all();
  CHECK(thread.done == "abXc");
  thread.add("many", 'd');
  thread.run_all();
  CHECK(thread.done == "abXcd");
}

TEST_CASE("a task that throws holds up no other", "[turns]") {
  Thread thread;
  thread.turns.add("many", [] { throw std::runtime_error("a bad task"); });
  thread.add("one", 'X');
  CHECK_THROWS(thread.run_one());
  thread.run_all();
  CHECK(thread.done == "X");
}

}  // namespace yellowsea::web
