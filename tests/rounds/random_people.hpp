// People who do at random what they may and what they may not. Only for the tests of this folder.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {

// What never may be seen in public contains this word.
inline constexpr const char* secret = "SECRET";

class RandomPeople {
 public:
  RandomPeople(std::mt19937_64& random, std::vector<std::string> cities)
      : random_(random), cities_(std::move(cities)) {}

  // Something that somebody tries: mostly an event that the item's definition lets this person fire,
  // sometimes anybody, anything.
  Deed deed(World& world);
  int upto(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

 private:
  Deed new_report(World& world);
  Actor actor_for(const Item& item, const machine::EventDefinition& event);
  Actor anybody();
  Json data_for(World& world, const Item& item, const std::string& type);
  Json report_data(const std::string& type, World& world);
  Json plan_data(const std::string& type, World& world);
  Json memorandum_data(const std::string& type, const Item& item, World& world);
  Json commitment_data(const std::string& type, World& world);
  Json some_cities();
  std::string some_id(World& world, const std::string& kind);
  std::string text(const std::string& what) { return what + " " + std::to_string(++number_); }
  template <class List>
  const auto& one_of(const List& list) {
    return list[random_() % list.size()];
  }

  std::mt19937_64& random_;
  std::vector<std::string> cities_;
  int number_ = 0;
};

}  // namespace yellowsea::rounds
