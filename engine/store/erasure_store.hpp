// What erasing needs of a store: to take bytes out of permanent tables that nobody else may touch, and to
// remember that it was done. Part of every store::Session, with its rules about threads and failures.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace yellowsea::store {

struct ReceiptRow;

// Permanent: that something was erased; never what.
struct ErasureRow {
  std::int64_t number = 0;  // 0 inserts
  std::int64_t at = 0;      // milliseconds since 1970
  std::string by;           // user
  std::string what;         // "person", "confidential", "attachment", …
  std::string subject;      // "KIND/ID", "sha256:HEX"; "" if naming it would keep it
  std::string reason;
  std::int64_t parts = 0;  // rows that lost something
};

class ErasureStore {
 public:
  virtual ~ErasureStore() = default;

  // Replaces an event's private part. Without a salt it can no longer be checked against the event's hash,
  // nor guessed from it.
  virtual void replace_private_part(std::int64_t seq, const std::string& secret, const std::string& salt) = 0;
  // Removes kept answers, and forms begun, for which `gone` says so. How many.
  virtual std::size_t remove_receipts(const std::function<bool(const ReceiptRow&)>& gone) = 0;
  virtual std::size_t remove_drafts(
      const std::function<bool(const std::string& key, const std::string& body)>& gone) = 0;
  // The person with roles, sessions, tokens, drafts and uploads.
  virtual void remove_person(std::int64_t id) = 0;
  virtual void put_erasure(const ErasureRow& row) = 0;
  virtual std::vector<ErasureRow> erasures() = 0;  // oldest first
};

}  // namespace yellowsea::store
