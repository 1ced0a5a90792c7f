#include "engine/store/lock_file.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/engine/store/sqlite/place.hpp"

namespace yellowsea::store {

TEST_CASE("a data folder is one process's at a time") {
  const Place place;
  auto first = LockFile::take(place.folder());
  REQUIRE(first);
  const auto second = LockFile::take(place.folder());
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ProblemCode::unavailable);
  CHECK(second.error().rule == "data_in_use");
  CHECK(second.error().detail.find(place.folder()) != std::string::npos);
  CHECK(second.error().detail.find(std::to_string(::getpid())) != std::string::npos);

  SECTION("it goes where it is moved") {
    const LockFile moved = std::move(*first);
    CHECK_FALSE(LockFile::take(place.folder()));
  }
  SECTION("given back, it can be taken again") {
    { const LockFile gone = std::move(*first); }
    CHECK(LockFile::take(place.folder()));
  }
}

TEST_CASE("a killed process holds no lock") {
  const Place place;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto lock = LockFile::take(place.folder());
    const char answer = lock ? 'y' : 'n';
    if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char answer = 0;
  REQUIRE(::read(ready[0], &answer, 1) == 1);
  CHECK(answer == 'y');
  CHECK_FALSE(LockFile::take(place.folder()));
  ::kill(child, SIGKILL);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  CHECK(LockFile::take(place.folder()));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a folder that is not there cannot be locked") {
  const auto lock = LockFile::take("/proc/nowhere");
  REQUIRE_FALSE(lock);
  CHECK(lock.error().rule == "cannot_open");
}

}  // namespace yellowsea::store
