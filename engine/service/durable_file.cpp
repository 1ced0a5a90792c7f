#include "engine/service/durable_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace yellowsea {
namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

Failure cannot(const std::string& rule, const std::filesystem::path& file, int error) {
  return fail(ProblemCode::unavailable, rule, file.string() + ": " + std::strerror(error));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  bool good() const { return number_ >= 0; }

 private:
  int number_;
};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.good() || ::fsync(opened.get()) != 0) return cannot("file_write", folder, errno);
  return {};
}

Result<void> write_synced(const std::filesystem::path& file, std::string_view text, int flags) {
  const Descriptor opened(::open(file.c_str(), flags | O_CREAT | O_WRONLY | O_CLOEXEC, owner_only));
  if (!opened.good() || !write_all(opened.get(), text) || ::fsync(opened.get()) != 0)
    return cannot("file_write", file, errno);
  return {};
}

}  // namespace

Result<std::string> read_whole_file(const std::filesystem::path& file, std::size_t limit) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.good()) return cannot("file_read", file, errno);
  std::string text(limit + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(opened.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("file_read", file, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > limit) return fail(ProblemCode::unavailable, "file_read", file.string() + ": is too long");
  text.resize(size);
  return text;
}

Result<void> replace_file(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path part = file.string() + ".part";
  if (auto written = write_synced(part, text, O_TRUNC); !written) return written;
  if (::rename(part.c_str(), file.c_str()) != 0) return cannot("file_write", file, errno);
  return sync_folder_of(file);
}

Result<void> write_new_file(const std::filesystem::path& file, std::string_view text) {
  if (auto written = write_synced(file, text, O_EXCL); !written) return written;
  return sync_folder_of(file);
}

FileLock::FileLock(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only)) {
  if (descriptor_ < 0) return;
  int locked = 0;
  do {
    locked = ::flock(descriptor_, LOCK_EX);
  } while (locked != 0 && errno == EINTR);
  if (locked == 0) return;
  ::close(descriptor_);
  descriptor_ = -1;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace yellowsea
