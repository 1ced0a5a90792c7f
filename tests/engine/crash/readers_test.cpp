// What keeps SQLite before 3.51.3 from losing commits (two connections that write or checkpoint at once): one
// connection changes the disk, all others only read.
#include <catch2/catch.hpp>

#include "tests/engine/crash/write_path.hpp"

using namespace yellowsea;
using namespace yellowsea::crash;

namespace {

std::size_t log_size(const DiskVfs& vfs) {
  const std::string* log = vfs.disk().read(new_installation().file() + "-wal");
  return log == nullptr ? 0 : log->size();
}

// About as much as a hundred commands write.
void write_much(store::Session& writer, int number) {
  REQUIRE(writer.begin());
  writer.put_setting("much", std::string(400'000, static_cast<char>('a' + number % 26)));
  REQUIRE(writer.commit());
}

constexpr std::size_t megabyte = 1024 * 1024;

}  // namespace

TEST_CASE("a reader changes nothing on the disk, not even when it is the last to close") {
  DiskVfs vfs(new_installation().disk());
  auto path = must(WritePath::open());
  for (const auto& line : commands(6)) REQUIRE(path->does(line));
  const auto written = vfs.steps().size();
  {
    auto own = must(path->store().reader());
    REQUIRE(own->begin());
    CHECK(own->last_seq() > 0);
    own->rollback();
    const auto other = must(store::open_sqlite_reader(new_installation().file()));
    CHECK(other->last_seq() > 0);
  }
  CHECK(vfs.steps().size() == written);
  auto last = must(path->store().reader());
  CHECK(last->last_seq() > 0);
  path.reset();  // does its last checkpoint only if nobody reads
  const auto closed = vfs.steps().size();
  last.reset();
  CHECK(vfs.steps().size() == closed);
  CHECK(must(WritePath::open())->store().writer().last_seq() > 0);
}

TEST_CASE("what the write-ahead log grew to under a reader that stayed is given back when it has ended") {
  DiskVfs vfs(new_installation().disk());
  auto path = must(WritePath::open());
  store::Session& writer = path->store().writer();
  auto reader = must(path->store().reader());
  REQUIRE(reader->begin());
  for (int number = 0; number < 100; ++number) {
    write_much(writer, number);
    path->store().keep_log_short();  // can't, and does not wait for long
  }
  CHECK(log_size(vfs) > 32 * megabyte);
  CHECK_FALSE(reader->setting("much"));  // it sees what it saw
  reader->rollback();
  path->store().keep_log_short();
  CHECK(log_size(vfs) == 0);
}
