// Backups while commands are accepted without a pause: each holds an exact prefix of the history, with
// everything that was acknowledged before it began, and verifies. YELLOWSEA_LONG=1 makes 200 of them.
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "engine/service/ledger_verify.hpp"
#include "engine/service/writer.hpp"
#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

// Opens rounds and edits them, one command after the other's commit, from begin() to pause().
class Load {
 public:
  explicit Load(DataPlace& place)
      : writer_(place.installation->store(), *place.pack, place.definitions(), clock_,
                [](const std::vector<Recorded>&) {}) {
    if (const auto prepared = writer_.prepare(); !prepared) throw std::runtime_error(prepared.error().detail);
    writer_.start();
  }
  ~Load() { pause(); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  void begin() {
    running_ = true;
    for (std::size_t caller = 0; caller < next_.size(); ++caller) {
      ++callers_;
      if (!writer_.submit(job_of(caller, next_.at(caller)))) --callers_;
    }
  }
  void pause() {
    running_ = false;
    while (callers_ > 0) std::this_thread::yield();
  }
  void wait_for_more(std::int64_t events) const {
    const std::int64_t wanted = acknowledged_ + events;
    while (acknowledged_ < wanted && callers_ > 0) std::this_thread::yield();
  }
  std::int64_t acknowledged() const { return acknowledged_; }

 private:
  Writer::Job job_of(std::size_t caller, int number) {
    const std::string round = "round-" + std::to_string(caller) + "-" + std::to_string(number / 20);
    auto seq = std::make_shared<std::int64_t>(0);
    Writer::Job job;
    job.work = [=](WriterContext& context) {
      const Actor actor{"office", "secretariat", "secretariat"};
      const Json opened{{"name", round},
                        {"zone", "Asia/Tokyo"},
                        {"survey_ends", "2040-01-01"},
                        {"planned_meeting", "2041-01-01"},
                        {"members", {"busan", "dalian", "kitakyushu"}}};
      const Json edited{{"planned_meeting", "2041-02-" + std::to_string(10 + number % 18)}};
      const bool is_first = number % 20 == 0;
      const auto recorded =
          context.recorder.execute({"round", round, is_first ? "open" : "edit", is_first ? opened : edited,
                                    actor, context.now, std::nullopt},
                                   context.now);
      if (recorded) *seq = recorded->back().seq;
    };
    job.completed = [=, this](const Result<void>& outcome) {
      if (outcome && *seq > acknowledged_) acknowledged_ = *seq;
      next_.at(caller) = number + 1;
      if (!running_ || !writer_.submit(job_of(caller, number + 1))) --callers_;
    };
    return job;
  }

  using Actor = machine::Actor;
  ManualClock clock_{instant("2026-01-01T00:00:00Z")};
  std::array<int, 4> next_{};
  std::atomic<bool> running_{false};
  std::atomic<int> callers_{0};
  std::atomic<std::int64_t> acknowledged_{0};
  Writer writer_;
};

std::vector<std::string> entries(store::Session& session) {
  std::vector<std::string> all;
  session.each_event(0, session.last_seq(), [&](const store::EventRow& row) {
    all.push_back(row.entry + row.body + row.secret);
    return true;
  });
  return all;
}

}  // namespace

TEST_CASE("backups under load are exact prefixes of the history") {
  const int wanted = std::getenv("YELLOWSEA_LONG") != nullptr ? 200 : 6;
  DataPlace place;
  std::vector<std::vector<std::string>> copies;
  int went_on = 0;
  {
    Load load(place);
    for (int number = 0; number < wanted; ++number) {
      const auto copy = place.folder / "copy.db";
      load.begin();
      load.wait_for_more(25);
      const std::int64_t before = load.acknowledged();
      REQUIRE(store::copy_sqlite((place.folder / "data.db").string(), copy.string()));
      went_on += load.acknowledged() > before ? 1 : 0;
      // Verified at rest: else two hundred histories grow faster than they are read.
      load.pause();
      const auto session = must(store::open_sqlite_reader(copy.string()));
      CHECK(session->last_seq() >= before);
      const auto report = verify_ledger(*session, *place.pack, place.definitions(), place.folder / "none");
      CHECK(report.found == 0);
      copies.push_back(entries(*session));
      std::filesystem::remove(copy);
    }
  }
  // The load went on meanwhile, or this would show nothing.
  CHECK(went_on > 0);
  const auto all = entries(place.writer());
  for (const auto& copy : copies) {
    REQUIRE(copy.size() <= all.size());
    CHECK(std::equal(copy.begin(), copy.end(), all.begin()));
  }
}
