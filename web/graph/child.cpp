#include "web/graph/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  void reset() {
    if (value_ >= 0) ::close(value_);
    value_ = -1;
  }

 private:
  int value_;
};

// A started program that is waited for in any case, so that no zombie stays.
class Process {
 public:
  explicit Process(pid_t id) : id_(id) {}
  ~Process() { wait(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  void kill() const {
    if (id_ > 0) ::kill(id_, SIGKILL);
  }
  // Its exit code; -1 if a signal ended it.
  int wait() {
    if (id_ <= 0) return -1;
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) continue;
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t id_;
};

Failure failed(const std::string& program, const std::string& why) {
  return fail(ProblemCode::unavailable, "program_failed", "'" + program + "' " + why);
}

// Where PATH finds it; "" if nowhere.
std::string find_program(const std::string& name, const std::string& path) {
  if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? name : "";
  for (const std::string& folder : split(path, ':')) {
    std::string file = (folder.empty() ? "." : folder) + "/" + name;
    if (::access(file.c_str(), X_OK) == 0) return file;
  }
  return "";
}

// Starts the program with one end of a socket as its standard input and output: unlike with a pipe, writing
// to one that is gone gives an error instead of a signal.
// Its memory is bounded by prlimit(1) before it runs; set from here, it could be too late.
Result<pid_t> start(const std::vector<std::string>& arguments, std::size_t memory_bytes, int end) {
  const char* given = std::getenv("PATH");
  const std::string path = given != nullptr ? given : "/usr/bin:/bin";
  const std::string program = find_program(arguments.front(), path);
  if (program.empty())
    return fail(ProblemCode::unavailable, "no_program",
                "'" + arguments.front() + "' is not installed (on Debian: apt-get install graphviz)");
  std::vector<std::string> words{"prlimit", "--as=" + std::to_string(memory_bytes), "--", program};
  words.insert(words.end(), arguments.begin() + 1, arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::string path_entry = "PATH=" + path;
  std::string locale_entry = "LC_ALL=C.UTF-8";
  const std::array<char*, 3> environment{path_entry.data(), locale_entry.data(), nullptr};
  // Nothing of ours stays open in it: neither the store nor anybody's connection.
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  pid_t id = -1;
  const int error = ::posix_spawnp(&id, argv.front(), &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return failed(arguments.front(), "could not be started");
  return id;
}

}  // namespace

Result<std::string> run_child(const std::vector<std::string>& arguments, const std::string& input,
                              const ChildLimits& limits) {
  const std::string& program = arguments.front();
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return failed(program, "could not be started");
  Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  const auto started = start(arguments, limits.memory_bytes, theirs.get());
  if (!started) return Failure(started.error());
  Process process(*started);
  theirs.reset();

  const auto end = std::chrono::steady_clock::now() + limits.time;
  std::string_view rest = input;
  std::string output;
  std::array<char, 65536> buffer{};
  while (true) {
    if (rest.empty()) ::shutdown(ours.get(), SHUT_WR);
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{ours.get(), static_cast<short>(POLLIN | (rest.empty() ? 0 : POLLOUT)), 0};
    const int ready = left.count() > 0 ? ::poll(&waiting, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      process.kill();
      return failed(program, "took too long");
    }
    if ((waiting.revents & POLLOUT) != 0) {
      const ssize_t sent = ::send(ours.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
      if (sent < 0 && errno != EAGAIN && errno != EINTR) rest = {};  // its exit code will tell
    }
    if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    const ssize_t got = ::recv(ours.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) break;
    if (output.size() + static_cast<std::size_t>(got) > limits.output_bytes) {
      process.kill();
      return failed(program, "wrote too much");
    }
    output.append(buffer.data(), static_cast<std::size_t>(got));
  }
  // It has closed its output: what it may still do is nothing to us.
  if (rest.empty() && !output.empty()) {
    const int code = process.wait();
    if (code == 0) return output;
    return failed(program, "ended with an error");
  }
  process.kill();
  return failed(program, "ended early");
}

}  // namespace yellowsea::web
