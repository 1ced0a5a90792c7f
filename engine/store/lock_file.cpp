#include "engine/store/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace yellowsea::store {

namespace {

// Who holds it, as it wrote itself; only for the sentence a person reads.
std::string holder(int descriptor) {
  char text[32] = {};
  const ssize_t count = ::pread(descriptor, text, sizeof text - 1, 0);
  std::string pid;
  for (ssize_t at = 0; at < count && text[at] >= '0' && text[at] <= '9'; ++at) pid += text[at];
  return pid;
}

}  // namespace

Result<LockFile> LockFile::take(const std::string& directory) {
  const std::string path = directory + "/lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return fail(ProblemCode::unavailable, "cannot_open", "Cannot open " + path + ": " + std::strerror(errno));
  }
  LockFile lock(descriptor);
  int taken = 0;
  do {
    taken = ::flock(descriptor, LOCK_EX | LOCK_NB);
  } while (taken != 0 && errno == EINTR);
  if (taken != 0 && errno == EWOULDBLOCK) {
    const std::string pid = holder(descriptor);
    Problem problem{ProblemCode::unavailable,
                    "data_in_use",
                    directory + " is in use by another yellowsea" +
                        (pid.empty() ? "" : " (process " + pid + ")") +
                        ": stop it first, or use its web pages",
                    {},
                    Json{{"directory", directory}, {"process", pid}}};
    return Failure(std::move(problem));
  }
  if (taken != 0) {
    return fail(ProblemCode::unavailable, "cannot_open", "Cannot lock " + path + ": " + std::strerror(errno));
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  // The file stays when the lock goes: removing it would let two processes lock two files of the same name.
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0) {
    return fail(ProblemCode::unavailable, "cannot_open",
                "Cannot write " + path + ": " + std::strerror(errno));
  }
  return lock;
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  if (this != &other) {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace yellowsea::store
