// Whole rounds with random people, over simulated years: whatever they do, nothing promised gets lost.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/rounds/promises.hpp"
#include "tests/rounds/random_people.hpp"

namespace yellowsea::rounds {
namespace {

const std::vector<std::string> cities{"busan", "dalian", "fukuoka"};

// More of them in script/check: YELLOWSEA_ROUNDS=5000.
int rounds_to_play() {
  const char* wanted = std::getenv("YELLOWSEA_ROUNDS");
  return wanted == nullptr ? 200 : std::max(1, std::atoi(wanted));
}

struct Tally {
  int accepted = 0;
  int refused = 0;
  int in_force = 0;
  int commitments = 0;
};

void play_rounds(unsigned seed, Tally& tally) {
  std::mt19937_64 random(seed);
  RandomPeople people(random, cities);
  Promises promises;
  const World::Happened tell = [&](const auto& events) { promises.happened(events); };
  World world;
  world.now = *parse_instant("2014-03-01T01:00:00Z");
  open_round(world, "first", cities, "2014-05-31", "2014-11-20", tell);
  world.does({"round", "first", "open_survey", Json::object(), secretariat()}, tell);
  for (int step = 0; step < 300; ++step) {
    if (step == 160) open_round(world, "second", cities, "2017-05-31", "2017-11-20", tell);
    const bool done = world.does(people.deed(world), tell);
    ++(done ? tally.accepted : tally.refused);
    if (people.upto(4) == 0) world.wait_days(people.upto(step < 160 ? 8 : 50), tell);
    if (step % 65 == 64) REQUIRE(promises.broken(world) == "");
  }
  REQUIRE(promises.broken(world) == "");
  const bool ended = bring_to_an_end(world, 2000, tell);
  REQUIRE(promises.broken(world) == "");
  REQUIRE(ended);
  tally.in_force += promises.in_force();
  tally.commitments += promises.commitments();
}

}  // namespace

TEST_CASE("whole rounds of random people lose no promise, tell no secret and count right",
          "[rounds][property]") {
  const unsigned first = std::random_device{}();
  Tally tally;
  const int rounds = rounds_to_play();
  for (int i = 0; i < rounds; ++i) {
    const unsigned seed = first + static_cast<unsigned>(i);
    INFO("seed " << seed);
    play_rounds(seed, tally);
  }
  WARN(rounds << " rounds from seed " << first << ": " << tally.accepted << " deeds accepted, "
              << tally.refused << " refused, " << tally.in_force << " memoranda in force, "
              << tally.commitments << " commitments");
  CHECK(tally.accepted > 60 * rounds);
  CHECK(tally.refused > 20 * rounds);
  CHECK(tally.in_force > rounds);
  CHECK(tally.commitments > rounds / 2);
}

}  // namespace yellowsea::rounds
