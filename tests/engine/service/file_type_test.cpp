#include "engine/service/file_type.hpp"

#include <catch2/catch.hpp>

namespace yellowsea {

namespace {

using namespace std::string_literals;

FileBytes bytes_of(const std::string& text) {
  return {text.size(), [text](std::uint64_t from, std::size_t count) -> Result<std::string> {
            return from >= text.size() ? std::string() : text.substr(from, count);
          }};
}

std::string type_of(const std::string& bytes, const std::string& name) {
  const auto type = media_type_of(bytes_of(bytes), name);
  return type ? *type : type.error().rule;
}

std::string little(std::size_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xff);
  return text;
}

// A ZIP archive whose members are stored, not compressed.
std::string zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string archive;
  std::string directory;
  for (const auto& [name, content] : members) {
    const std::size_t offset = archive.size();
    const std::string sizes = little(content.size(), 4) + little(content.size(), 4);
    archive += "PK\x03\x04"s + little(20, 2) + std::string(12, '\0') + sizes + little(name.size(), 2) +
               little(0, 2) + name + content;
    directory += "PK\x01\x02"s + little(20, 2) + little(20, 2) + std::string(12, '\0') + sizes +
                 little(name.size(), 2) + std::string(12, '\0') + little(offset, 4) + name;
  }
  return archive + directory + "PK\x05\x06"s + std::string(4, '\0') + little(members.size(), 2) +
         little(members.size(), 2) + little(directory.size(), 4) + little(archive.size(), 4) + little(0, 2);
}

}  // namespace

TEST_CASE("a file is what its bytes are, and its name must agree") {
  CHECK(type_of("%PDF-1.7\n", "a.pdf") == "application/pdf");
  CHECK(type_of("%PDF-1.7\n", "A.PDF") == "application/pdf");
  CHECK(type_of("%PDF-1.7\n", "a.txt") == "file_ending");
  CHECK(type_of("%PDF-1.7\n", "a.html") == "file_type");
  CHECK(type_of("\x89PNG\r\n\x1a\n", "a.png") == "image/png");
  CHECK(type_of("\xff\xd8\xff\xe0", "a.jpeg") == "image/jpeg");
  CHECK(type_of("RIFF\x01\x02\x03\x04WEBP", "a.webp") == "image/webp");
  CHECK(type_of("a,b\r\n", "a.csv") == "text/csv; charset=utf-8");
  CHECK(type_of("日本語", "a.txt") == "text/plain; charset=utf-8");
  CHECK(type_of("a\0b"s, "a.txt") == "file_type");
  CHECK(type_of("\xe6\x97", "a.txt") == "file_type");
  CHECK(type_of("<script>", "a.svg") == "file_type");
  CHECK(type_of("", "a.txt") == "empty_file");
}

TEST_CASE("text is read in pieces that may end within a character") {
  std::string text(64 * 1024 - 1, 'a');
  CHECK(type_of(text + "日本語", "a.txt") == "text/plain; charset=utf-8");
  CHECK(type_of(text + "\xff", "a.txt") == "file_type");
}

TEST_CASE("office documents are told by their parts, and run nothing") {
  const std::string types = "[Content_Types].xml";
  CHECK(type_of(zip({{types, "x"}, {"word/document.xml", "x"}}), "a.docx")
            .ends_with("wordprocessingml.document"));
  CHECK(type_of(zip({{types, "x"}, {"xl/workbook.xml", "x"}}), "a.xlsx").ends_with("spreadsheetml.sheet"));
  CHECK(type_of(zip({{types, "x"}, {"ppt/presentation.xml", "x"}}), "a.pptx").ends_with("presentation"));
  CHECK(type_of(zip({{types, "x"}, {"xl/workbook.xml", "x"}}), "a.docx") == "file_ending");
  CHECK(type_of(zip({{types, "x"}, {"word/document.xml", "x"}, {"word/vbaProject.bin", "x"}}), "a.docx") ==
        "file_macros");
  const std::string odt = "application/vnd.oasis.opendocument.text";
  CHECK(type_of(zip({{"mimetype", odt}, {"content.xml", "x"}}), "a.odt") == odt);
  CHECK(type_of(zip({{"content.xml", "x"}, {"mimetype", odt}}), "a.odt") == "file_type");
  CHECK(type_of(zip({{"mimetype", odt}, {"Basic/script-lc.xml", "x"}}), "a.odt") == "file_macros");
  CHECK(type_of(zip({{"mimetype", "application/hwp+zip"}}), "a.hwpx") == "application/hwp+zip");
  CHECK(type_of(zip({{"run.exe", "x"}}), "a.zip") == "file_type");
  const std::string whole = zip({{types, "x"}, {"word/document.xml", "x"}});
  // However an archive is cut or bent, there is an answer.
  for (std::size_t at = 4; at < whole.size(); ++at) {
    CHECK(type_of(whole.substr(0, at), "a.docx") == "file_type");
    std::string bent = whole;
    bent[at] = static_cast<char>(bent[at] ^ 0xff);
    type_of(bent, "a.docx");
  }
}

TEST_CASE("of OLE files only Hangul documents are taken") {
  const std::string ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  CHECK(type_of(ole + std::string(70'000, '\0') + "HWP Document File", "a.hwp") == "application/x-hwp");
  CHECK(type_of(ole + std::string(70'000, '\0'), "a.doc") == "file_type");
}

TEST_CASE("a file's name has no folders and nothing invisible") {
  CHECK(file_name_of("C:\\Users\\me\\请求书.pdf") == "请求书.pdf");
  CHECK(file_name_of(" ../../etc/passwd.txt ") == "passwd.txt");
  for (const char* name : {"", "..", "a/", "a\nb.txt", "a\xe2\x80\xaetxt.exe", "\xff.txt"})
    CHECK_FALSE(file_name_of(name));
  CHECK(file_name_of(std::string(150, 'a')));
  CHECK_FALSE(file_name_of(std::string(151, 'a')));
}

}  // namespace yellowsea
