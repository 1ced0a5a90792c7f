// Files that people attach, in chunks, and which items name them.
#include "engine/store/sqlite/session.hpp"

namespace yellowsea::store::sqlite {

namespace {

AttachmentRow attachment_row(const Query& query) {
  AttachmentRow row;
  row.sha256 = query.text_at(0);
  row.media_type = query.text_at(1);
  row.size = query.integer_at(2);
  row.at = query.integer_at(3);
  row.erased_at = query.maybe_integer_at(4);
  return row;
}

AttachmentUseRow use_row(const Query& query) {
  AttachmentUseRow row;
  row.sha256 = query.text_at(0);
  row.kind = query.text_at(1);
  row.id = query.text_at(2);
  row.name = query.text_at(3);
  row.at = query.integer_at(4);
  return row;
}

constexpr const char* kAttachmentColumns = "SELECT sha256, media_type, size, at, erased_at FROM attachment ";
constexpr const char* kUseColumns = "SELECT sha256, kind, id, name, at FROM attachment_use ";

}  // namespace

std::optional<AttachmentRow> SqliteSession::attachment(const std::string& sha256) {
  Query query(connection_, std::string(kAttachmentColumns) + "WHERE sha256 = ?");
  query.text(sha256);
  if (!query.step()) return std::nullopt;
  return attachment_row(query);
}

std::vector<AttachmentRow> SqliteSession::attachments(const std::string& after_sha256, std::size_t limit) {
  Query query(connection_, std::string(kAttachmentColumns) + "WHERE sha256 > ? ORDER BY sha256 LIMIT ?");
  query.text(after_sha256).integer(static_cast<std::int64_t>(limit));
  std::vector<AttachmentRow> rows;
  while (query.step()) rows.push_back(attachment_row(query));
  return rows;
}

void SqliteSession::put_attachment(const AttachmentRow& row) {
  Query query(connection_,
              "INSERT INTO attachment (sha256, media_type, size, at, erased_at) VALUES (?, ?, ?, ?, ?) "
              "ON CONFLICT (sha256) DO UPDATE SET media_type = excluded.media_type, size = excluded.size, "
              "at = excluded.at, erased_at = excluded.erased_at");
  query.text(row.sha256).text(row.media_type).integer(row.size).integer(row.at).integer(row.erased_at).run();
}

void SqliteSession::put_attachment_chunk(const std::string& sha256, std::int64_t place,
                                         const std::string& bytes) {
  Query(connection_,
        "INSERT INTO attachment_chunk (sha256, place, bytes) VALUES (?, ?, ?) "
        "ON CONFLICT (sha256, place) DO UPDATE SET bytes = excluded.bytes")
      .text(sha256)
      .integer(place)
      .blob(bytes)
      .run();
}

std::optional<std::string> SqliteSession::attachment_chunk(const std::string& sha256, std::int64_t place) {
  Query query(connection_, "SELECT bytes FROM attachment_chunk WHERE sha256 = ? AND place = ?");
  query.text(sha256).integer(place);
  if (!query.step()) return std::nullopt;
  return query.text_at(0);
}

void SqliteSession::remove_attachment_bytes(const std::string& sha256) {
  connection_.atomically([&] {
    Query(connection_, "DELETE FROM attachment_chunk WHERE sha256 = ?").text(sha256).run();
    Query(connection_, "DELETE FROM attachment_upload WHERE sha256 = ?").text(sha256).run();
    Query(connection_, "UPDATE attachment_use SET name = '' WHERE sha256 = ?").text(sha256).run();
  });
}

void SqliteSession::put_attachment_upload(const AttachmentUploadRow& row) {
  Query(connection_,
        "INSERT INTO attachment_upload (sha256, person, name, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (sha256, person) DO UPDATE SET name = excluded.name, at = excluded.at")
      .text(row.sha256)
      .integer(row.person)
      .text(row.name)
      .integer(row.at)
      .run();
}

std::optional<AttachmentUploadRow> SqliteSession::attachment_upload(const std::string& sha256,
                                                                    std::int64_t person) {
  Query query(connection_,
              "SELECT sha256, person, name, at FROM attachment_upload WHERE sha256 = ? AND person = ?");
  query.text(sha256).integer(person);
  if (!query.step()) return std::nullopt;
  return AttachmentUploadRow{query.text_at(0), query.integer_at(1), query.text_at(2), query.integer_at(3)};
}

std::int64_t SqliteSession::unused_attachment_bytes(std::int64_t person) {
  Query query(
      connection_,
      "SELECT coalesce(sum(a.size), 0) FROM attachment_upload u JOIN attachment a ON a.sha256 = u.sha256 "
      "WHERE u.person = ? AND NOT EXISTS (SELECT 1 FROM attachment_use x WHERE x.sha256 = u.sha256)");
  query.integer(person);
  return query.step() ? query.integer_at(0) : 0;
}

std::size_t SqliteSession::remove_unused_attachments(std::int64_t before, std::size_t limit) {
  std::vector<std::string> unused;
  {
    Query query(connection_,
                "SELECT a.sha256 FROM attachment a WHERE a.sha256 > '' AND a.erased_at IS NULL AND a.at < ?1 "
                "AND NOT EXISTS (SELECT 1 FROM attachment_use x WHERE x.sha256 = a.sha256) "
                "AND NOT EXISTS (SELECT 1 FROM attachment_upload u WHERE u.sha256 = a.sha256 AND u.at >= ?1) "
                "LIMIT ?2");
    query.integer(before).integer(static_cast<std::int64_t>(limit));
    while (query.step()) unused.push_back(query.text_at(0));
  }
  connection_.atomically([&] {
    for (const std::string& sha256 : unused) {
      remove_attachment_bytes(sha256);
      Query(connection_, "DELETE FROM attachment WHERE sha256 = ?").text(sha256).run();
    }
  });
  return unused.size();
}

void SqliteSession::put_attachment_use(const AttachmentUseRow& row) {
  Query query(connection_,
              "INSERT INTO attachment_use (sha256, kind, id, name, at) VALUES (?, ?, ?, ?, ?) "
              "ON CONFLICT (sha256, kind, id) DO NOTHING");
  query.text(row.sha256).text(row.kind).text(row.id).text(row.name).integer(row.at).run();
}

std::optional<AttachmentUseRow> SqliteSession::attachment_use(const std::string& sha256,
                                                              const std::string& kind,
                                                              const std::string& id) {
  Query query(connection_, std::string(kUseColumns) + "WHERE sha256 = ? AND kind = ? AND id = ?");
  query.text(sha256).text(kind).text(id);
  if (!query.step()) return std::nullopt;
  return use_row(query);
}

std::vector<AttachmentUseRow> SqliteSession::attachment_uses(const std::string& sha256) {
  Query query(connection_, std::string(kUseColumns) + "WHERE sha256 = ? ORDER BY kind, id");
  query.text(sha256);
  std::vector<AttachmentUseRow> rows;
  while (query.step()) rows.push_back(use_row(query));
  return rows;
}

}  // namespace yellowsea::store::sqlite
