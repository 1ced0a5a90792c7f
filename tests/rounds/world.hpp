// ACTION's five workflows together, in memory, and the people who act in them. Only for the tests of this
// folder. Values; a world is owned by one thread.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/machine/cascade.hpp"
#include "tests/rounds/pack.hpp"

namespace yellowsea::rounds {

using machine::Actor;
using machine::Item;
using machine::ItemPtr;

Actor person(const std::string& role, const std::string& organisation, const std::string& user = {});
Actor secretariat();
Actor chamber(const std::string& city);
Actor officer(const std::string& city);
Actor mayor(const std::string& city);
Actor evaluator();

// What somebody does.
struct Deed {
  std::string kind;
  std::string id;
  std::string type;
  Json data = Json::object();
  std::optional<Actor> actor;
};

struct World {
  machine::MemoryRepository items;
  Instant now;

  std::vector<ItemPtr> all() const;
  std::vector<ItemPtr> all(const std::string& kind) const { return items.all(kind); }
  // Lets timers fire that are due, then does it. False, and nothing changed, if it is refused.
  // `happened` gets every event, also those of timers.
  using Happened = std::function<void(const std::vector<machine::Event>&)>;
  bool does(const Deed& deed, const Happened& happened = {});
  // Moves the clock; timers on the way fire.
  void wait_until(Instant at, const Happened& happened = {});
  void wait_days(int days, const Happened& happened = {});
  // The next instant at which a timer fires, if there is one.
  std::optional<Instant> next_timer();
};

std::string text_field(const Item& item, const std::string& name);
bool is_settled(const Item& item);
// True if every item has reached an outcome.
bool all_settled(const World& world);

// The day it is in the rounds' zone, Asia/Tokyo.
std::string today(const World& world);
void open_round(World& world, const std::string& id, const std::vector<std::string>& members,
                const std::string& survey_ends, const std::string& meeting,
                const World::Happened& happened = {});

// What somebody might do next so that this item comes nearer to an outcome, the most promising first.
std::vector<Deed> ways_on(const World& world, const Item& item);
// Does what brings everything to an outcome, waiting where only time helps. Returns false if after that many
// deeds something is still without one.
bool bring_to_an_end(World& world, int deeds, const World::Happened& happened = {});

}  // namespace yellowsea::rounds
