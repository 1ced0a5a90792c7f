// An installation in a folder that is there for one test, used with one version of a pack after another.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "engine/service/record.hpp"
#include "engine/service/recorder.hpp"
#include "tests/engine/service/data_place.hpp"

namespace yellowsea {

inline std::string with_quotes(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

// One definition of each kind; `'` stands for `"`.
inline std::shared_ptr<const Pack> pack_of(const std::vector<std::string>& definitions) {
  PackFiles files;
  for (const std::string& text : definitions)
    files["workflows/" + std::to_string(files.size()) + ".json"] = with_quotes(text);
  return must(Pack::from_files(files));
}

inline std::string workflow(const std::string& kind, int version, const std::string& more,
                            const std::string& machine) {
  return "{'format':'yellowsea.workflow/1','id':'" + kind + "','version':" + std::to_string(version) + "," +
         more + "'machine':" + machine + "}";
}

struct VersionsPlace {
  std::filesystem::path folder = make_folder();
  std::shared_ptr<const Pack> pack;
  std::unique_ptr<Installation> installation;

  explicit VersionsPlace(std::shared_ptr<const Pack> first) { REQUIRE(open(std::move(first))); }
  VersionsPlace(const VersionsPlace&) = delete;
  VersionsPlace& operator=(const VersionsPlace&) = delete;
  ~VersionsPlace() {
    installation.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  // As a program with another pack opens the data, after the one before has ended.
  Result<void> open(std::shared_ptr<const Pack> other, Instant now = instant("2026-01-01T00:00:00Z")) {
    installation.reset();
    auto opened = Installation::open(
        folder, other,
        [](const std::filesystem::path& place) { return store::open_sqlite((place / "data.db").string()); },
        now);
    if (!opened) return Failure(opened.error());
    pack = std::move(other);
    installation = std::move(*opened);
    return {};
  }

  store::Session& writer() const { return installation->store().writer(); }
  const Definitions& definitions() const { return installation->definitions(); }

  // What a command, and the timers before it, record; in one transaction.
  Result<std::vector<Recorded>> execute(const machine::Command& command, Instant now) const {
    std::vector<Recorded> all;
    const auto done = in_transaction(writer(), [&]() -> Result<void> {
      Recorder recorder(writer(), *pack, definitions());
      recorder.load();
      if (auto fired = fire(recorder, now, all); !fired) return fired;
      auto recorded = recorder.execute(command, now);
      if (!recorded) return Failure(recorded.error());
      all.insert(all.end(), recorded->begin(), recorded->end());
      return {};
    });
    if (!done) return Failure(done.error());
    return all;
  }

  Result<std::vector<Recorded>> execute(const std::string& kind, const std::string& id,
                                        const std::string& type, const std::string& data,
                                        const char* at) const {
    return execute({kind, id, type, Json::parse(with_quotes(data)), std::nullopt, instant(at), std::nullopt},
                   instant(at));
  }

  // What timers do until then.
  Result<std::vector<Recorded>> advance(const char* until) const {
    std::vector<Recorded> all;
    const auto done = in_transaction(writer(), [&]() -> Result<void> {
      Recorder recorder(writer(), *pack, definitions());
      recorder.load();
      return fire(recorder, instant(until), all);
    });
    if (!done) return Failure(done.error());
    return all;
  }

  machine::ItemPtr item(const std::string& kind, const std::string& id) const {
    StoreRepository repository(writer(), *pack, definitions());
    return repository.find(kind, id);
  }

  // "TYPE@TIME" of an item's events; timers by their delay.
  std::string history(const std::string& kind, const std::string& id) const {
    std::string all;
    for (const store::EventRow& row : writer().history(kind, id, 0, 1000)) {
      const auto event =
          must(decode_event(row, [this](const std::string& hash) { return writer().content(hash); }));
      all += (all.empty() ? "" : " ") + (event.timer ? event.timer->delay : event.type) + "@" +
             format_instant(event.at).substr(5, 11);
    }
    return all;
  }

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
  static Result<void> fire(Recorder& recorder, Instant until, std::vector<Recorded>& all) {
    const auto fired = recorder.advance(until, 100'000, until, [&](const std::vector<Recorded>& recorded) {
      all.insert(all.end(), recorded.begin(), recorded.end());
    });
    return fired ? Result<void>() : Failure(fired.error());
  }
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-versions-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    return name;
  }
};

}  // namespace yellowsea
