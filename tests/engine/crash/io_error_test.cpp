// Every call to the disk fails, once and for good, in each way it can. Whatever fails: who was told that a
// command was accepted finds it, exactly once; nobody finds half of one; the ledger verifies and what is
// derived equals a rebuild; and when the disk works again, so does the program. A write that was not
// confirmed ends the program. YELLOWSEA_LONG=1 tries every call; otherwise some of them, from YELLOWSEA_SEED.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "engine/service/ledger_verify.hpp"
#include "tests/engine/crash/write_path.hpp"

using namespace yellowsea;
using namespace yellowsea::crash;

namespace {

constexpr std::size_t command_count = 12;

struct Run {
  std::vector<std::size_t> acknowledged;  // numbers of commands
  bool ended = false;                     // the program has ended, or could not start
  std::uint64_t calls = 0;
  bool has_failed = false;
};

std::string name_of(const machine::EventLine& line) {
  return line.kind + "/" + line.key + " " + line.type.value_or("");
}

Run run(DiskVfs& vfs, const Fault& fault) {
  Run done;
  vfs.set_fault(fault);
  auto path = WritePath::open();
  if (!path) {
    CHECK(path.error().code == ProblemCode::unavailable);
    done.ended = true;
  } else {
    const auto lines = commands(command_count);
    for (std::size_t number = 0; number < lines.size() && !done.ended; ++number) {
      const auto answer = (*path)->does(lines[number]);
      if (answer) done.acknowledged.push_back(number);
      if (!answer && answer.error().rule == "sync_failed") CHECK((*path)->has_ended());
      done.ended = (*path)->has_ended();
      if (number % 5 == 4 && !done.ended) static_cast<void>((*path)->store().tidy());
    }
  }
  done.calls = vfs.calls();
  done.has_failed = vfs.has_failed();
  return done;
}

// Of the commands, in order: which are in the log.
std::vector<std::string> written(store::Session& session) {
  std::vector<std::string> names;
  std::set<std::string> commanded;
  for (const auto& line : commands(command_count + 1)) commanded.insert(name_of(line));
  session.each_event(0, session.last_seq(), [&](const store::EventRow& row) {
    const std::string name = row.kind + "/" + row.id + " " + row.type;
    if (commanded.contains(name)) names.push_back(name);
    return true;
  });
  return names;
}

// What is wrong with the disk after that run, "" if nothing is.
std::string wrong_with(const Disk& left, const Run& done) {
  DiskVfs vfs(left);
  auto path = WritePath::open();
  if (!path) return "it cannot be opened: " + path.error().detail;
  store::Session& session = (*path)->store().writer();
  const NewInstallation& place = new_installation();
  const auto report = verify_ledger(session, place.pack(), place.definitions(), place.folder());
  if (report.found > 0) return report.findings.front().where + " " + report.findings.front().what;
  std::multiset<std::string> wanted;
  const auto lines = commands(command_count + 1);
  for (const std::size_t number : done.acknowledged) wanted.insert(name_of(lines[number]));
  const auto names = written(session);
  for (const std::string& name : wanted) {
    const auto found = std::count(names.begin(), names.end(), name);
    const auto all = std::count_if(lines.begin(), lines.end() - 1,
                                   [&](const auto& line) { return name_of(line) == name; });
    if (found < static_cast<std::ptrdiff_t>(wanted.count(name)))
      return name + " was acknowledged and is not there";
    if (found > all) return name + " is there " + std::to_string(found) + " times";
  }
  return "";
}

std::vector<std::uint64_t> calls_to_fail(std::uint64_t calls, std::uint64_t some, Random& random) {
  std::vector<std::uint64_t> all(calls);
  for (std::uint64_t i = 0; i < calls; ++i) all[i] = i + 1;
  if (std::getenv("YELLOWSEA_LONG") != nullptr || calls <= some) return all;
  std::shuffle(all.begin(), all.end(), random);
  all.resize(some);
  return all;
}

}  // namespace

TEST_CASE("no call that fails loses, doubles or halves a command") {
  const char* given = std::getenv("YELLOWSEA_SEED");
  const std::uint64_t seed = given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
  Random random(seed);
  std::uint64_t cases = 0;
  std::uint64_t ended = 0;
  for (const IoError error : {IoError::io, IoError::no_space, IoError::short_write, IoError::no_sync}) {
    DiskVfs whole(new_installation().disk());
    const Run all = run(whole, {error, 0, false});
    REQUIRE(all.acknowledged.size() == command_count);
    REQUIRE(all.calls > 0);
    for (const bool for_good : {false, true}) {
      for (const std::uint64_t at : calls_to_fail(all.calls, 25, random)) {
        INFO("YELLOWSEA_SEED=" << seed << ", error " << static_cast<int>(error) << " at call " << at
                               << (for_good ? " and from then on" : ""));
        Disk left;
        Run done;
        {
          DiskVfs vfs(new_installation().disk());
          done = run(vfs, {error, at, for_good});
          left = vfs.disk();
        }
        CHECK(done.has_failed);
        ++cases;
        if (done.ended) ++ended;
        REQUIRE(wrong_with(left, done) == "");
        // An unconfirmed write may be gone, and the power with it.
        REQUIRE(wrong_with(left.after_power_loss(random), done) == "");
      }
    }
  }
  WARN(cases << " failing calls from seed " << seed << ", " << ended << " of them ended the program");
  CHECK(cases >= 150);
}

TEST_CASE("when there is space again, what was refused is accepted, without a new start") {
  DiskVfs vfs(new_installation().disk());
  auto path = must(WritePath::open());
  const auto lines = commands(4);
  REQUIRE(path->does(lines[0]));
  vfs.set_fault({IoError::no_space, 1, true});
  const auto refused = path->does(lines[1]);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ProblemCode::unavailable);
  CHECK(refused.error().rule == "disk_full");
  // What is there can be read all the while.
  CHECK(path->store().writer().item("round", lines[0].key));
  vfs.clear_fault();
  CHECK(path->does(lines[1]));
  CHECK(path->does(lines[2]));
  CHECK_FALSE(path->has_ended());
}

TEST_CASE("after a write that was not confirmed nothing is written, though the disk works again") {
  DiskVfs vfs(new_installation().disk());
  auto path = must(WritePath::open());
  const auto lines = commands(4);
  REQUIRE(path->does(lines[0]));
  vfs.set_fault({IoError::no_sync, 1, false});
  const auto lost = path->does(lines[1]);
  REQUIRE_FALSE(lost);
  CHECK(lost.error().rule == "sync_failed");
  CHECK(path->has_ended());
  vfs.clear_fault();
  const auto steps = vfs.steps().size();
  const auto refused = path->does(lines[1]);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().rule == "sync_failed");
  CHECK(vfs.steps().size() == steps);
}
