// Files that events name: a file is uploaded first and then named in an event's data as "sha256:HEX". Bytes
// lie outside the event log, each file once; who may read an item where a file is named may have the file.
// On the session of the thread that calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/machine/event.hpp"
#include "engine/service/upload_file.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

// The one place of limits on files.
struct AttachmentLimits {
  std::uint64_t file_bytes = 20 * 1024 * 1024;
  std::uint64_t unused_bytes_of_person = 100 * 1024 * 1024;  // uploaded, and named by no event yet
  std::chrono::hours unused_kept{24};
  std::size_t uploads_at_once = 32;
  std::size_t uploads_of_person_at_once = 4;
};

// Every "sha256:HEX" in a value, at any depth: JSON Pointer and HEX.
std::vector<std::pair<std::string, std::string>> attachment_references(const Json& value);

// Stores an uploaded file, and that this person had it. Errors: refused ("erased": the file was erased here
// once), unavailable. Writer, within a transaction.
Result<store::AttachmentRow> keep_attachment(store::Session& session, UploadFile& file,
                                             const std::string& media_type, std::int64_t person,
                                             const std::string& name, Instant now);

// What of an event's data names files that this person has not uploaded and the item (may be null) does not
// name already. The same answer for what does not exist.
std::vector<FieldError> unknown_attachments(store::Session& session, const Json& data, std::int64_t person,
                                            const machine::Item* item);

// Remembers which files an accepted event names. Writer.
void note_attachment_uses(store::Session& session, const machine::Event& event);

// `{"sha256:HEX": {"name", "size", "media_type"}}` for what `visible` (fields, events) of an item names;
// `{"erased": true}` for what was there once.
Json attachments_view(store::Session& session, const std::string& kind, const std::string& id,
                      const Json& visible);

// Removes what nobody has named in time. How many; call again if it is `at_most`. Writer.
std::size_t remove_unused_attachments(store::Session& session, Instant now, std::size_t at_most);

// Files whose chunks are not what their names say, one sentence each.
std::vector<std::string> damaged_attachments(store::Session& session);

}  // namespace yellowsea
