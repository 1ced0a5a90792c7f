// Random numbers and random data that fit a schema, the same for the same seed on every machine. Values; one
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/calendar/civil.hpp"

namespace yellowsea::machine {

// SplitMix64: small, and the same everywhere, which std::uniform_int_distribution is not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  // 0 … bound-1; 0 if bound is 0.
  std::size_t below(std::size_t bound);
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <class T>
  const T& pick(const std::vector<T>& values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t state_;
};

// What makes random data less aimless: the time around which dates lie, and values for members by name.
struct DataHints {
  Instant now;
  std::map<std::string, std::vector<Json>> values;  // of top-level members
};

// A value for the schema. Required members are always there, others sometimes. Fits the schema but for
// patterns that can't be made up, and for what parts of a schema say against each other or by 'not', 'if',
// 'patternProperties' and what depends on other members; the caller may ask check_schema.
Json random_value(const Json& schema, Random& random, const DataHints& hints);

// A text that matches an ECMAScript pattern of literals, classes, groups, alternatives and repetitions; of
// other things it makes its best guess.
std::string random_match(const std::string& pattern, Random& random);

}  // namespace yellowsea::machine
