// A file on its way in: on the disk under no name, hashed while it comes, gone when this is destroyed or the
// process ends. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/base/stream_hash.hpp"

namespace yellowsea {

class UploadFile {
 public:
  // `folder` exists. Errors: unavailable.
  static Result<std::unique_ptr<UploadFile>> make(const std::string& folder);
  ~UploadFile();
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;

  // Errors: unavailable (disk_full, io_error).
  Result<void> append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // Hex, of all that came. Nothing may be appended afterwards.
  const std::string& sha256();
  // At most `count` bytes from there on. Errors: unavailable.
  Result<std::string> read(std::uint64_t from, std::size_t count) const;

 private:
  explicit UploadFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::uint64_t size_ = 0;
  StreamHash hash_;
  std::string sha256_;
};

}  // namespace yellowsea
