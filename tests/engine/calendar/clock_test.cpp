#include "engine/calendar/clock.hpp"

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace yellowsea;
using std::chrono::milliseconds;

TEST_CASE("a manual clock stands still until it is moved") {
  ManualClock clock{Instant(milliseconds(5))};
  const Clock& seen = clock;
  CHECK(seen.now() == Instant(milliseconds(5)));
  CHECK(seen.now() == Instant(milliseconds(5)));
  clock.advance(milliseconds(10));
  CHECK(seen.now() == Instant(milliseconds(15)));
  clock.set(Instant(milliseconds(1)));
  CHECK(seen.now() == Instant(milliseconds(1)));
}

TEST_CASE("steps of a manual clock from many threads all count") {
  ManualClock clock{Instant()};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&clock] {
      for (int step = 0; step < 1000; ++step) clock.advance(milliseconds(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(clock.now() == Instant(milliseconds(4000)));
}
