#include "engine/service/file_type.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t head_bytes = 512;
constexpr std::size_t piece_bytes = 64 * 1024;
// A document's list of parts is far shorter; a longer one is none that anybody has to send.
constexpr std::size_t max_directory_bytes = 1024 * 1024;
constexpr std::size_t max_name_code_points = 150;

struct Kind {
  std::string_view media_type;
  std::array<std::string_view, 2> endings;  // the second may be empty
};

constexpr std::string_view kText = "text/plain; charset=utf-8";

constexpr std::array kKinds{
    Kind{"application/pdf", {"pdf", ""}},
    Kind{"image/png", {"png", ""}},
    Kind{"image/jpeg", {"jpg", "jpeg"}},
    Kind{"image/webp", {"webp", ""}},
    Kind{kText, {"txt", "md"}},
    Kind{"text/csv; charset=utf-8", {"csv", ""}},
    Kind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", {"docx", ""}},
    Kind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {"xlsx", ""}},
    Kind{"application/vnd.openxmlformats-officedocument.presentationml.presentation", {"pptx", ""}},
    Kind{"application/vnd.oasis.opendocument.text", {"odt", ""}},
    Kind{"application/vnd.oasis.opendocument.spreadsheet", {"ods", ""}},
    Kind{"application/vnd.oasis.opendocument.presentation", {"odp", ""}},
    Kind{"application/hwp+zip", {"hwpx", ""}},
    Kind{"application/x-hwp", {"hwp", ""}},
};

Failure unsupported(const char* rule, std::string detail) {
  return fail(ProblemCode::unsupported, rule, std::move(detail));
}

Failure not_of_the_list() {
  return unsupported("file_type", "This kind of file is not accepted. Accepted are: " + file_endings() + ".");
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

// The names of a ZIP archive's members, from its directory at the end.
Result<std::vector<std::string>> zip_members(const FileBytes& file) {
  constexpr std::size_t end_bytes = 22;
  const std::uint64_t from = file.size > piece_bytes ? file.size - piece_bytes : 0;
  const auto tail = file.read(from, piece_bytes);
  if (!tail) return Failure(tail.error());
  const std::size_t end = tail->rfind("PK\x05\x06"sv);
  if (end == std::string::npos || tail->size() - end < end_bytes) return not_of_the_list();
  const std::uint64_t size = number_at(*tail, end + 12, 4);
  const std::uint64_t offset = number_at(*tail, end + 16, 4);
  if (size > max_directory_bytes || offset + size > from + end) return not_of_the_list();
  const auto directory = file.read(offset, static_cast<std::size_t>(size));
  if (!directory) return Failure(directory.error());
  constexpr std::size_t header_bytes = 46;
  std::vector<std::string> names;
  std::size_t at = 0;
  while (at + header_bytes <= directory->size() && directory->compare(at, 4, "PK\x01\x02"sv) == 0) {
    const std::size_t length = number_at(*directory, at + 28, 2);
    const std::size_t skipped =
        length + number_at(*directory, at + 30, 2) + number_at(*directory, at + 32, 2);
    if (at + header_bytes + skipped > directory->size()) return not_of_the_list();
    names.push_back(directory->substr(at + header_bytes, length));
    at += header_bytes + skipped;
  }
  return names;
}

// ODF and HWPX say what they are in a first member that is not compressed.
std::string first_member_mimetype(std::string_view head) {
  constexpr std::size_t header_bytes = 30;
  constexpr std::string_view member = "mimetype";
  if (head.size() < header_bytes + member.size() || head.substr(header_bytes, member.size()) != member)
    return "";
  const std::size_t begin = header_bytes + member.size() + number_at(head, 28, 2);
  const std::size_t length = number_at(head, 22, 4);
  if (number_at(head, 8, 2) != 0 || begin > head.size() || length > head.size() - begin) return "";
  return std::string(head.substr(begin, length));
}

Result<std::string> type_of_zip(const FileBytes& file, std::string_view head) {
  const auto members = zip_members(file);
  if (!members) return Failure(members.error());
  const auto has = [&](std::string_view name) {
    return std::find(members->begin(), members->end(), name) != members->end();
  };
  const bool macros = std::any_of(members->begin(), members->end(), [](const std::string& name) {
    return name.ends_with("vbaProject.bin") || name.starts_with("Basic/") || name.starts_with("Scripts/");
  });
  if (macros) return unsupported("file_macros", "The file holds macros; send it without them.");
  if (has("[Content_Types].xml")) {
    if (has("word/document.xml")) return std::string(kKinds[6].media_type);
    if (has("xl/workbook.xml")) return std::string(kKinds[7].media_type);
    if (has("ppt/presentation.xml")) return std::string(kKinds[8].media_type);
    return not_of_the_list();
  }
  const std::string said = first_member_mimetype(head);
  for (const std::size_t kind : {9, 10, 11, 12}) {
    if (said == kKinds[kind].media_type) return said;
  }
  return not_of_the_list();
}

// Calls `visit` with overlapping pieces of the whole file until it answers true.
Result<bool> any_piece(const FileBytes& file, std::size_t overlap,
                       const std::function<bool(std::string_view)>& visit) {
  for (std::uint64_t at = 0; at < file.size; at += piece_bytes) {
    const auto piece = file.read(at, piece_bytes + overlap);
    if (!piece) return Failure(piece.error());
    if (visit(*piece)) return true;
  }
  return false;
}

// Of OLE files only Hangul's documents: what else is kept in that format may hold macros.
Result<std::string> type_of_ole(const FileBytes& file) {
  constexpr std::string_view signature = "HWP Document File";
  const auto found = any_piece(file, signature.size(), [&](std::string_view piece) {
    return piece.find(signature) != std::string_view::npos;
  });
  if (!found) return Failure(found.error());
  if (!*found) return not_of_the_list();
  return std::string(kKinds[13].media_type);
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7f;
}

// UTF-8 without control characters, read in pieces that may end within a character.
Result<bool> is_text(const FileBytes& file) {
  std::string rest;
  for (std::uint64_t at = 0; at < file.size; at += piece_bytes) {
    const auto piece = file.read(at, piece_bytes);
    if (!piece) return Failure(piece.error());
    if (std::any_of(piece->begin(), piece->end(), is_control)) return false;
    rest += *piece;
    const std::size_t valid = valid_utf8_prefix(rest);
    if (rest.size() - valid > 3) return false;
    rest.erase(0, valid);
  }
  return rest.empty();
}

std::string ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return "";
  std::string ending(name.substr(dot + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending;
}

bool has_ending(const Kind& kind, std::string_view ending) {
  return !ending.empty() && (ending == kind.endings[0] || ending == kind.endings[1]);
}

Result<std::string> type_by_bytes(const FileBytes& file, std::string_view ending) {
  const auto head = file.read(0, head_bytes);
  if (!head) return Failure(head.error());
  const std::string_view bytes = *head;
  if (bytes.starts_with("%PDF-"sv)) return std::string("application/pdf");
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return std::string("image/png");
  if (bytes.starts_with("\xff\xd8\xff"sv)) return std::string("image/jpeg");
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv)
    return std::string("image/webp");
  if (bytes.starts_with("PK\x03\x04"sv)) return type_of_zip(file, bytes);
  if (bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv)) return type_of_ole(file);
  const auto text = is_text(file);
  if (!text) return Failure(text.error());
  if (!*text) return not_of_the_list();
  // What is a table and what is not cannot be told from bytes alone.
  return std::string(ending == "csv" ? kKinds[5].media_type : kText);
}

// Characters that show nothing, or turn the direction of what follows: "gpj.exe" must not read "exe.jpg".
bool is_invisible(std::string_view name, std::size_t at) {
  const std::string_view three = name.substr(at, 3);
  constexpr std::array hidden{"\xe2\x80\x8b"sv, "\xe2\x80\x8e"sv, "\xe2\x80\x8f"sv, "\xe2\x80\xa8"sv,
                              "\xe2\x80\xa9"sv, "\xe2\x80\xaa"sv, "\xe2\x80\xab"sv, "\xe2\x80\xac"sv,
                              "\xe2\x80\xad"sv, "\xe2\x80\xae"sv, "\xe2\x81\xa6"sv, "\xe2\x81\xa7"sv,
                              "\xe2\x81\xa8"sv, "\xe2\x81\xa9"sv, "\xef\xbb\xbf"sv};
  return std::find(hidden.begin(), hidden.end(), three) != hidden.end();
}

}  // namespace

Result<std::string> media_type_of(const FileBytes& file, std::string_view name) {
  if (file.size == 0) return fail(ProblemCode::invalid, "empty_file", "The file is empty.");
  const std::string ending = ending_of(name);
  auto type = type_by_bytes(file, ending);
  if (!type) return type;
  const auto kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& each) { return each.media_type == *type; });
  if (kind != kKinds.end() && has_ending(*kind, ending)) return type;
  if (std::none_of(kKinds.begin(), kKinds.end(), [&](const Kind& each) { return has_ending(each, ending); }))
    return not_of_the_list();
  return unsupported("file_ending", "The file's name ends in '." + ending + "', but by its content it is " +
                                        std::string(kind == kKinds.end() ? *type : kind->endings[0]) + ".");
}

Result<std::string> file_name_of(std::string_view name) {
  const auto wrong = [](const char* detail) { return fail(ProblemCode::malformed, "file_name", detail); };
  if (!is_utf8(name)) return wrong("The file's name must be UTF-8.");
  const auto slash = name.find_last_of("/\\");
  const std::string plain = trim(slash == std::string_view::npos ? name : name.substr(slash + 1));
  if (plain.empty() || plain == "." || plain == "..") return wrong("The file needs a name.");
  if (code_points(plain) > max_name_code_points)
    return wrong("The file's name is longer than 150 characters.");
  for (std::size_t at = 0; at < plain.size(); ++at) {
    const auto byte = static_cast<unsigned char>(plain[at]);
    if (byte < 0x20 || byte == 0x7f || is_invisible(plain, at))
      return wrong("The file's name holds a control character.");
  }
  return plain;
}

std::string file_endings() {
  std::string all;
  for (const Kind& kind : kKinds) {
    for (const std::string_view ending : kind.endings) {
      if (!ending.empty()) all += (all.empty() ? "" : ", ") + std::string(ending);
    }
  }
  return all;
}

}  // namespace yellowsea
