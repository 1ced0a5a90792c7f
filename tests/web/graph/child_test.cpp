#include "web/graph/child.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>

namespace yellowsea::web {

TEST_CASE("a child reads its input and its output comes back, however long both are", "[child]") {
  const std::string input(3'000'000, 'x');
  const auto output = run_child({"cat"}, input);
  REQUIRE(output);
  CHECK(*output == input);
}

TEST_CASE("no shell reads the arguments", "[child]") {
  const auto output = run_child({"echo", "-n", "$HOME; `id` | *"}, "");
  REQUIRE(output);
  CHECK(*output == "$HOME; `id` | *");
}

TEST_CASE("a program that is not there is named, with what to do", "[child]") {
  const auto output = run_child({"no-such-program-here"}, "");
  REQUIRE_FALSE(output);
  CHECK(output.error().rule == "no_program");
  CHECK(output.error().detail.find("no-such-program-here") != std::string::npos);
}

TEST_CASE("a child that fails, is killed, takes too long or writes too much is a failure", "[child]") {
  const auto rule_of = [](const Result<std::string>& result) {
    return result ? "none" : result.error().rule + ": " + result.error().detail;
  };
  CHECK(rule_of(run_child({"sh", "-c", "echo x; exit 3"}, "")) == "program_failed: 'sh' ended with an error");
  CHECK(rule_of(run_child({"sh", "-c", "echo x; kill -SEGV $$"}, "")) ==
        "program_failed: 'sh' ended with an error");
  CHECK(rule_of(run_child({"false"}, std::string(1'000'000, 'x'))) == "program_failed: 'false' ended early");
  ChildLimits limits;
  limits.time = std::chrono::milliseconds(100);
  CHECK(rule_of(run_child({"sleep", "60"}, "", limits)) == "program_failed: 'sleep' took too long");
  limits = {};
  limits.output_bytes = 1000;
  CHECK(rule_of(run_child({"yes"}, "", limits)) == "program_failed: 'yes' wrote too much");
}

TEST_CASE("a child gets nothing of our environment but its path", "[child]") {
  REQUIRE(::setenv("YELLOWSEA_SECRET", "1", 1) == 0);
  const auto output = run_child({"env"}, "");
  REQUIRE(output);
  CHECK(output->find("YELLOWSEA_SECRET") == std::string::npos);
  CHECK(output->find("PATH=") != std::string::npos);
}

TEST_CASE("a child has none of our open files, and its memory has a bound", "[child]") {
  const int open = ::fcntl(STDIN_FILENO, F_DUPFD, 50);
  REQUIRE(open >= 50);
  const auto files = run_child({"sh", "-c", "echo /proc/self/fd/*"}, "");
  ::close(open);
  REQUIRE(files);
  CHECK(files->find("/fd/" + std::to_string(open)) == std::string::npos);
  const auto memory = run_child({"sh", "-c", "ulimit -v"}, "", {});
  REQUIRE(memory);
  CHECK(*memory == std::to_string(ChildLimits{}.memory_bytes / 1024) + "\n");
}

}  // namespace yellowsea::web
