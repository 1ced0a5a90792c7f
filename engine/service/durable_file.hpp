// Small files of the data folder that must survive a loss of power whole: written aside, confirmed by the
// disk, renamed. Only their owner may read them. Blocks; any thread, but one writer a file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace yellowsea {

// Errors: unavailable ("file_read"), also if it is longer than `limit` bytes.
Result<std::string> read_whole_file(const std::filesystem::path& file, std::size_t limit);
// Replaces the file. Errors: unavailable ("file_write").
Result<void> replace_file(const std::filesystem::path& file, std::string_view text);
// Refuses to replace one. Errors: unavailable ("file_write").
Result<void> write_new_file(const std::filesystem::path& file, std::string_view text);

// Holds a lock between processes for as long as it lives; waits for whoever has it.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  bool held() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

}  // namespace yellowsea
