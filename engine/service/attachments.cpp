#include "engine/service/attachments.hpp"

#include <algorithm>

#include "engine/base/json_pointer.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

constexpr std::string_view prefix = "sha256:";
constexpr std::size_t hex_digits = 64;

bool is_reference(std::string_view text) {
  if (text.size() != prefix.size() + hex_digits || !text.starts_with(prefix)) return false;
  return text.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
}

void collect(const Json& value, const std::string& pointer,
             std::vector<std::pair<std::string, std::string>>& found) {
  if (value.is_string() && is_reference(value.get_ref<const std::string&>())) {
    found.emplace_back(pointer, value.get_ref<const std::string&>().substr(prefix.size()));
  } else if (value.is_object()) {
    for (const auto& [name, inner] : value.items())
      collect(inner, pointer + "/" + pointer_segment(name), found);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      collect(value[i], pointer + "/" + std::to_string(i), found);
  }
}

// Under which name an item shows a file: the one that whoever named it gave it, or that it has elsewhere.
std::string name_for(store::Session& session, const std::string& sha256, const machine::Event& event) {
  if (event.actor && !event.actor->user.empty()) {
    if (const auto person = session.person(event.actor->user)) {
      if (const auto upload = session.attachment_upload(sha256, person->id)) return upload->name;
    }
  }
  const auto uses = session.attachment_uses(sha256);
  return uses.empty() ? sha256.substr(0, 12) : uses.front().name;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> attachment_references(const Json& value) {
  std::vector<std::pair<std::string, std::string>> found;
  collect(value, "", found);
  return found;
}

Result<store::AttachmentRow> keep_attachment(store::Session& session, UploadFile& file,
                                             const std::string& media_type, std::int64_t person,
                                             const std::string& name, Instant now) {
  const std::string sha256 = file.sha256();
  auto row = session.attachment(sha256);
  if (row && row->erased_at)
    return fail(ProblemCode::refused, "erased", "this file was erased here and is not taken in again");
  if (!row) {
    row = store::AttachmentRow{sha256, media_type, static_cast<std::int64_t>(file.size()), milliseconds(now),
                               std::nullopt};
    session.put_attachment(*row);
    std::int64_t place = 0;
    for (std::uint64_t at = 0; at < file.size(); at += store::kAttachmentChunkBytes) {
      const auto chunk = file.read(at, store::kAttachmentChunkBytes);
      // Half a file must not stay: the whole group is rolled back.
      if (!chunk) throw store::StoreFailure(chunk.error());
      session.put_attachment_chunk(sha256, place++, *chunk);
    }
  }
  session.put_attachment_upload({sha256, person, name, milliseconds(now)});
  return *row;
}

std::vector<FieldError> unknown_attachments(store::Session& session, const Json& data, std::int64_t person,
                                            const machine::Item* item) {
  std::vector<FieldError> errors;
  for (const auto& [pointer, sha256] : attachment_references(data)) {
    if (item != nullptr && session.attachment_use(sha256, item->kind, item->id)) continue;
    if (person != 0 && session.attachment_upload(sha256, person)) continue;
    errors.push_back({pointer, "attachment", "you have uploaded no such file; upload it first"});
  }
  return errors;
}

void note_attachment_uses(store::Session& session, const machine::Event& event) {
  auto references = attachment_references(event.data);
  for (const Json* part : {&event.change.fields, &event.change.appended}) {
    const auto changed = attachment_references(*part);
    references.insert(references.end(), changed.begin(), changed.end());
  }
  for (const auto& [pointer, sha256] : references) {
    if (session.attachment_use(sha256, event.kind, event.id) || !session.attachment(sha256)) continue;
    session.put_attachment_use(
        {sha256, event.kind, event.id, name_for(session, sha256, event), milliseconds(event.at)});
  }
}

Json attachments_view(store::Session& session, const std::string& kind, const std::string& id,
                      const Json& visible) {
  Json view = Json::object();
  for (const auto& [pointer, sha256] : attachment_references(visible)) {
    const std::string reference = std::string(prefix) + sha256;
    if (view.contains(reference)) continue;
    const auto use = session.attachment_use(sha256, kind, id);
    const auto row = session.attachment(sha256);
    if (!use || !row) continue;
    view[reference] = row->erased_at
                          ? Json{{"erased", true}}
                          : Json{{"name", use->name}, {"size", row->size}, {"media_type", row->media_type}};
  }
  return view;
}

std::size_t remove_unused_attachments(store::Session& session, Instant now, std::size_t at_most) {
  const Instant before = now - AttachmentLimits().unused_kept;
  return session.remove_unused_attachments(milliseconds(before), at_most);
}

std::vector<std::string> damaged_attachments(store::Session& session) {
  constexpr std::size_t at_once = 100;
  std::vector<std::string> damages;
  std::string after;
  std::vector<store::AttachmentRow> rows;
  do {
    rows = session.attachments(after, at_once);
    for (const store::AttachmentRow& row : rows) {
      after = row.sha256;
      if (row.erased_at) continue;
      StreamHash hash;
      std::int64_t size = 0;
      std::int64_t place = 0;
      while (const auto chunk = session.attachment_chunk(row.sha256, place++)) {
        hash.update(*chunk);
        size += static_cast<std::int64_t>(chunk->size());
      }
      if (size != row.size || to_hex(hash.finish()) != row.sha256)
        damages.push_back("the attachment sha256:" + row.sha256 + " is not what its name says");
    }
  } while (rows.size() == at_once);
  return damages;
}

}  // namespace yellowsea
