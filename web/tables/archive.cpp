#include "web/tables/archive.hpp"

#include <zip.h>

namespace yellowsea::web {

struct Archive::Handle {
  zip_t* zip = nullptr;
  std::size_t unpacked = 0;
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (zip != nullptr) zip_discard(zip);
  }
};

namespace {

Failure damaged_archive(const std::string& detail) { return fail(ProblemCode::malformed, "archive", detail); }

struct Member {
  zip_file_t* file;
  ~Member() { zip_fclose(file); }
};

}  // namespace

Archive::Archive(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Archive::~Archive() = default;
Archive::Archive(Archive&&) noexcept = default;

Result<Archive> Archive::open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  auto handle = std::make_unique<Handle>();
  if (source != nullptr) {
    handle->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (handle->zip == nullptr) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (handle->zip == nullptr) return damaged_archive("it is no ZIP archive, or a damaged one");
  if (zip_get_num_entries(handle->zip, 0) > static_cast<zip_int64_t>(max_members))
    return damaged_archive("it has too many members");
  return Archive(std::move(handle));
}

bool Archive::has(const std::string& name) const {
  return zip_name_locate(handle_->zip, name.c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

Result<std::string> Archive::read(const std::string& name) {
  zip_file_t* opened = zip_fopen(handle_->zip, name.c_str(), ZIP_FL_ENC_GUESS);
  if (opened == nullptr) return damaged_archive("'" + name + "' is missing, encrypted or damaged");
  const Member member{opened};
  std::string text;
  std::string part(64 * 1024, '\0');
  while (true) {
    const zip_int64_t got = zip_fread(member.file, part.data(), part.size());
    if (got < 0) return damaged_archive("'" + name + "' is damaged");
    if (got == 0) return text;
    handle_->unpacked += static_cast<std::size_t>(got);
    if (handle_->unpacked > max_unpacked_bytes)
      return fail(ProblemCode::too_large, "unpacked", "it unpacks to more than 32 MiB");
    text.append(part.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace yellowsea::web
