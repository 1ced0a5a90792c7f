// What services see of the files that people attach: each kept once, by the SHA-256 of its bytes, in chunks.
// Permanent tables; part of every store::Session, with its rules about threads and failures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yellowsea::store {

inline constexpr std::size_t kAttachmentChunkBytes = 256 * 1024;

struct AttachmentRow {
  std::string sha256;  // hex
  std::string media_type;
  std::int64_t size = 0;  // bytes
  std::int64_t at = 0;    // milliseconds since 1970, of the first upload
  std::optional<std::int64_t> erased_at;
};

// That a person had the file, under which name; who did may name it in an event.
struct AttachmentUploadRow {
  std::string sha256;
  std::int64_t person = 0;
  std::string name;
  std::int64_t at = 0;
};

// That an event of an item names the file.
struct AttachmentUseRow {
  std::string sha256;
  std::string kind;
  std::string id;
  std::string name;
  std::int64_t at = 0;
};

class AttachmentStore {
 public:
  virtual ~AttachmentStore() = default;

  virtual std::optional<AttachmentRow> attachment(const std::string& sha256) = 0;
  // By hash, after that one; at most `limit`.
  virtual std::vector<AttachmentRow> attachments(const std::string& after_sha256, std::size_t limit) = 0;
  virtual void put_attachment(const AttachmentRow& row) = 0;  // replaces it
  // Chunks are numbered 0, 1, 2 …; each but the last has kAttachmentChunkBytes.
  virtual void put_attachment_chunk(const std::string& sha256, std::int64_t place,
                                    const std::string& bytes) = 0;
  virtual std::optional<std::string> attachment_chunk(const std::string& sha256, std::int64_t place) = 0;
  // The bytes, who had uploaded them, and all names; the row and its uses stay.
  virtual void remove_attachment_bytes(const std::string& sha256) = 0;

  virtual void put_attachment_upload(const AttachmentUploadRow& row) = 0;  // replaces it
  virtual std::optional<AttachmentUploadRow> attachment_upload(const std::string& sha256,
                                                               std::int64_t person) = 0;
  // Bytes that the person has uploaded and no event names yet.
  virtual std::int64_t unused_attachment_bytes(std::int64_t person) = 0;
  // Removes files that no event names and nobody has uploaded since `before`; at most `limit`. How many.
  virtual std::size_t remove_unused_attachments(std::int64_t before, std::size_t limit) = 0;

  virtual void put_attachment_use(const AttachmentUseRow& row) = 0;  // the first one stays
  virtual std::optional<AttachmentUseRow> attachment_use(const std::string& sha256, const std::string& kind,
                                                         const std::string& id) = 0;
  virtual std::vector<AttachmentUseRow> attachment_uses(const std::string& sha256) = 0;
};

}  // namespace yellowsea::store
