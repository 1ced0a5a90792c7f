#include "engine/service/upload_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace yellowsea {
namespace {

Failure cannot(const char* what, int error) {
  return fail(ProblemCode::unavailable, error == ENOSPC || error == EDQUOT ? "disk_full" : "io_error",
              std::string("The file cannot be ") + what + ": " + std::strerror(error));
}

}  // namespace

Result<std::unique_ptr<UploadFile>> UploadFile::make(const std::string& folder) {
  std::string name = folder + "/upload-XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return cannot("taken in", errno);
  // Without a name nothing has to be cleaned up, whatever happens.
  ::unlink(name.c_str());
  return std::unique_ptr<UploadFile>(new UploadFile(descriptor));
}

UploadFile::~UploadFile() { ::close(descriptor_); }

Result<void> UploadFile::append(std::string_view bytes) {
  hash_.update(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot("written", errno);
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

const std::string& UploadFile::sha256() {
  if (sha256_.empty()) sha256_ = to_hex(hash_.finish());
  return sha256_;
}

Result<std::string> UploadFile::read(std::uint64_t from, std::size_t count) const {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const ssize_t got =
        ::pread(descriptor_, bytes.data() + have, count - have, static_cast<off_t>(from + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace yellowsea
