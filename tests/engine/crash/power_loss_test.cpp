// The power fails at every single change of the disk while commands are accepted, and what was not synced is
// lost, torn, spoilt or stored in another order; once more while the database recovers from it. Whatever is
// left: every acknowledged command is there, no half of one, and what is derived is exactly what it was.
// YELLOWSEA_LONG=1 tries 20,000 cases; YELLOWSEA_SEED repeats a run.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/engine/crash/write_path.hpp"

using namespace yellowsea;
using namespace yellowsea::crash;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
}

// What was done to the disk, and what was acknowledged when.
struct Recording {
  std::vector<DiskStep> steps;
  std::map<std::size_t, std::int64_t> acknowledged;  // after so many steps: the last event
  std::map<std::int64_t, std::string> states;        // last event → digest
};

Recording record(std::size_t count) {
  DiskVfs vfs(new_installation().disk());
  auto path = must(WritePath::open());
  Recording made;
  const auto note = [&] {
    store::Session& session = path->store().writer();
    made.acknowledged[vfs.steps().size()] = session.last_seq();
    made.states[session.last_seq()] = digest(session);
  };
  note();
  std::size_t number = 0;
  for (const auto& line : commands(count)) {
    if (!line.type) continue;
    REQUIRE(path->does(line));
    note();
    // What is written ahead goes into the database, as it does when there is time.
    if (++number % 9 == 0) REQUIRE(path->store().tidy());
  }
  path.reset();
  made.steps = vfs.steps();
  return made;
}

std::int64_t acknowledged_by(const Recording& recording, std::size_t steps) {
  return std::prev(recording.acknowledged.upper_bound(steps))->second;
}

// Opens what is left and says what is wrong with it, "" if nothing is. `further` gets what recovering did.
std::string wrong_with(const Disk& left, const Recording& recording, std::int64_t acknowledged,
                       std::vector<DiskStep>* further) {
  DiskVfs vfs(left);
  auto path = WritePath::open();
  if (!path) return "it cannot be opened: " + path.error().detail;
  store::Session& session = (*path)->store().writer();
  const std::int64_t last = session.last_seq();
  if (last < acknowledged)
    return "event " + std::to_string(acknowledged) + " was acknowledged, but " + std::to_string(last) +
           " is the last";
  const auto state = recording.states.find(last);
  if (state == recording.states.end())
    return "it ends in the middle of a command, at " + std::to_string(last);
  if (digest(session) != state->second)
    return "what it holds is not what was written by " + std::to_string(last);
  const auto damages = store::check_sqlite(new_installation().file());
  if (!damages) return damages.error().detail;
  if (!damages->empty()) return damages->front();
  if (auto emptied = (*path)->store().tidy(); !emptied) return emptied.error().detail;
  if (further != nullptr) *further = vfs.steps();
  return "";
}

}  // namespace

TEST_CASE("what was acknowledged survives a power failure at any change of the disk") {
  const Recording recording = record(40);
  REQUIRE(recording.states.size() > 20);
  REQUIRE(recording.steps.size() > 200);
  const bool is_long = std::getenv("YELLOWSEA_LONG") != nullptr;
  const std::uint64_t seed = number_from("YELLOWSEA_SEED", std::random_device{}());
  const std::uint64_t wanted = number_from("YELLOWSEA_CASES", is_long ? 20'000 : 800);
  const std::uint64_t at_each = wanted / recording.steps.size() + 1;
  Random random(seed);
  Disk disk = new_installation().disk();
  std::uint64_t cases = 0;
  std::uint64_t again = 0;
  std::size_t steps = 0;
  for (const DiskStep& step : recording.steps) {
    disk.apply(step);
    ++steps;
    const std::int64_t acknowledged = acknowledged_by(recording, steps);
    for (std::uint64_t one = 0; one < at_each; ++one) {
      INFO("YELLOWSEA_SEED=" << seed << ", after " << steps << " changes, case " << cases);
      ++cases;
      const Disk left = disk.after_power_loss(random);
      const bool twice = random() % 4 == 0;
      std::vector<DiskStep> recovering;
      REQUIRE(wrong_with(left, recording, acknowledged, twice ? &recovering : nullptr) == "");
      if (recovering.empty()) continue;
      // Once more, somewhere in the recovery.
      ++again;
      Disk recovered = left;
      const std::size_t some = random() % recovering.size();
      for (std::size_t i = 0; i <= some; ++i) recovered.apply(recovering[i]);
      INFO("and again after " << some + 1 << " of " << recovering.size() << " changes of the recovery");
      REQUIRE(wrong_with(recovered.after_power_loss(random), recording, acknowledged, nullptr) == "");
    }
  }
  WARN(cases << " power failures at " << steps << " changes, " << again << " of them twice, from seed "
             << seed);
  CHECK(cases >= wanted);
  CHECK(again > cases / 8);
}

// Without this, the test above would prove nothing.
TEST_CASE("the disk of these tests loses what was not synced") {
  Disk disk;
  disk.apply({DiskStep::Action::create, "file"});
  disk.apply({DiskStep::Action::write, "file", 0, std::string(2048, 'a')});
  Random random(1);
  std::set<std::string> left;
  bool gone = false;
  for (int i = 0; i < 200; ++i) {
    const Disk after = disk.after_power_loss(random);
    const std::string* content = after.read("file");
    gone = gone || content == nullptr;
    if (content != nullptr) left.insert(*content);
  }
  CHECK(gone);
  CHECK(left.contains(""));
  CHECK(left.contains(std::string(2048, 'a')));
  CHECK(left.size() > 10);
  disk.apply({DiskStep::Action::sync, "file"});
  CHECK_FALSE(disk.has_pending());
  CHECK(*disk.after_power_loss(random).read("file") == std::string(2048, 'a'));
}
