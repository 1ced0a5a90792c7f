// ACTION's own pack and a database in a folder that is there for one test; the play files of tests/rounds as
// histories.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "engine/service/history_import.hpp"
#include "engine/service/installation.hpp"
#include "engine/service/past.hpp"
#include "engine/store/sqlite/open.hpp"

namespace yellowsea {

inline const std::filesystem::path source_folder{YELLOWSEA_SOURCE_DIR};

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

template <class Value>
Value must(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(*result);
}

inline std::shared_ptr<const Pack> action_pack() {
  static const std::shared_ptr<const Pack> pack =
      must(Pack::from_files(must(Pack::read_folder(source_folder))));
  return pack;
}

// The lines of a play file that were accepted, as a history.
inline std::string accepted_lines(const std::string& name) {
  const auto folder = source_folder / "tests" / "rounds";
  const auto lines = split(file_text(folder / (name + ".jsonl")), '\n');
  const auto answers = split(file_text(folder / (name + ".expected.jsonl")), '\n');
  std::string history;
  for (std::size_t at = 0; at < lines.size() && at < answers.size(); ++at) {
    if (lines[at].empty()) continue;
    if (Json::parse(answers[at]).at("accepted") == Json(true)) history += lines[at] + "\n";
  }
  return history;
}

inline Instant instant(const char* text) { return *parse_instant(text); }

struct DataPlace {
  std::filesystem::path folder = make_folder();
  std::shared_ptr<const Pack> pack = action_pack();
  std::unique_ptr<Installation> installation =
      must(Installation::open(folder, pack, open_store, instant("2026-01-01T00:00:00Z")));

  DataPlace() = default;
  DataPlace(const DataPlace&) = delete;
  DataPlace& operator=(const DataPlace&) = delete;
  ~DataPlace() {
    installation.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  store::Session& writer() const { return installation->store().writer(); }
  const Definitions& definitions() const { return installation->definitions(); }

  Result<HistoryReport> import(const std::string& lines,
                               Instant now = instant("2026-01-01T00:00:00Z")) const {
    return import_history(writer(), *pack, definitions(), lines, now);
  }
  // Everything that is stored of events, and everything derived.
  std::vector<std::string> rows() const {
    std::vector<std::string> all;
    writer().each_event(0, writer().last_seq(), [&](const store::EventRow& row) {
      all.push_back(std::to_string(row.seq) + row.body + row.entry);
      return true;
    });
    writer().each_derived_row(
        [&](const std::string& table, const std::string& row) { all.push_back(table + row); });
    return all;
  }

 private:
  static Result<std::unique_ptr<store::Store>> open_store(const std::filesystem::path& place) {
    return store::open_sqlite((place / "data.db").string());
  }
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-data-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    return name;
  }
};

}  // namespace yellowsea
