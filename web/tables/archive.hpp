// Members of a ZIP archive in memory, within bounds: what a foreign file claims about itself is not believed.
// The only place that knows libzip. One thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace yellowsea::web {

class Archive {
 public:
  static constexpr std::size_t max_members = 2'000;
  static constexpr std::size_t max_unpacked_bytes = 32 * 1024 * 1024;  // of all that is read from one archive

  // `bytes` must outlive it. Errors: malformed (archive: no ZIP, or too many members).
  static Result<Archive> open(std::string_view bytes);
  ~Archive();
  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) = delete;

  bool has(const std::string& name) const;
  // Errors: malformed (archive: no such member, encrypted, damaged), too_large (unpacked).
  Result<std::string> read(const std::string& name);

 private:
  struct Handle;
  explicit Archive(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace yellowsea::web
