// The write-ahead log stays short although somebody reads at every moment.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "engine/service/writer.hpp"
#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

// Two that read by turns, each beginning before the other ends.
class OverlappingReaders {
 public:
  explicit OverlappingReaders(store::Store& store)
      : one_(must(store.reader())), other_(must(store.reader())) {
    thread_ = std::thread([this] {
      store::Session* now = one_.get();
      store::Session* next = other_.get();
      static_cast<void>(now->begin());
      while (running_) {
        static_cast<void>(next->begin());
        static_cast<void>(next->last_seq());
        now->rollback();
        std::swap(now, next);
        ++turns_;
      }
      now->rollback();
    });
  }
  ~OverlappingReaders() {
    running_ = false;
    thread_.join();
  }
  OverlappingReaders(const OverlappingReaders&) = delete;
  OverlappingReaders& operator=(const OverlappingReaders&) = delete;

  std::int64_t turns() const { return turns_; }

 private:
  std::unique_ptr<store::Session> one_;
  std::unique_ptr<store::Session> other_;
  std::atomic<bool> running_{true};
  std::atomic<std::int64_t> turns_{0};
  std::thread thread_;
};

}  // namespace

TEST_CASE("readers that overlap do not let the write-ahead log grow") {
  DataPlace place;
  const ManualClock clock(instant("2026-01-01T00:00:00Z"));
  Writer writer(place.installation->store(), *place.pack, place.definitions(), clock,
                [](const std::vector<Recorded>&) {});
  const OverlappingReaders readers(place.installation->store());
  std::uintmax_t longest = 0;
  for (int number = 0; number < 200; ++number) {
    Writer::Job job;
    job.work = [number](WriterContext& context) {
      context.recorder.session().put_setting("much",
                                             std::string(600'000, static_cast<char>('a' + number % 26)));
    };
    job.completed = [](const Result<void>& outcome) { CHECK(outcome); };
    writer.run_now({std::move(job)});
    longest = std::max(longest, std::filesystem::file_size(place.folder / "data.db-wal"));
  }
  constexpr std::uintmax_t megabyte = 1024 * 1024;
  CHECK(readers.turns() > 0);
  CHECK(longest > 16 * megabyte);  // otherwise nothing had to be done
  CHECK(longest < 64 * megabyte);
}
