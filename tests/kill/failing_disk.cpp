// Loaded before the C library (LD_PRELOAD) in the tests of the real program: while a file of that name lies
// in the folder YELLOWSEA_FAILING_DISK, writing to files has no space (`no-space`) or what was written is not
// confirmed (`no-sync`). Sockets, pipes and terminals go on.
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace {

bool is_told(const char* what) {
  const char* folder = std::getenv("YELLOWSEA_FAILING_DISK");
  return folder != nullptr && ::access((std::string(folder) + "/" + what).c_str(), F_OK) == 0;
}

bool is_file(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

bool has_no_space(int descriptor) {
  if (!is_file(descriptor) || !is_told("no-space")) return false;
  errno = ENOSPC;
  return true;
}

bool is_unconfirmed(int descriptor) {
  if (!is_file(descriptor) || !is_told("no-sync")) return false;
  errno = EIO;
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto next = real<ssize_t(int, const void*, size_t)>("write");
  return has_no_space(descriptor) ? -1 : next(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
  static const auto next = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return has_no_space(descriptor) ? -1 : next(descriptor, bytes, size, at);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  static const auto next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return has_no_space(descriptor) ? -1 : next(descriptor, bytes, size, at);
}

int fsync(int descriptor) {
  static const auto next = real<int(int)>("fsync");
  return is_unconfirmed(descriptor) ? -1 : next(descriptor);
}

int fdatasync(int descriptor) {
  static const auto next = real<int(int)>("fdatasync");
  return is_unconfirmed(descriptor) ? -1 : next(descriptor);
}

}  // extern "C"
