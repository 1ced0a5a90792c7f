// Schemas that are asked about the same place of a value, one inside the other: by $ref, allOf, anyOf, oneOf,
// not, if, then, else, dependentSchemas. Those steps look into nothing, so a circle of them never ends. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace yellowsea {

// Numbers of schemas.
struct SchemaStep {
  std::size_t from = 0;
  std::size_t to = 0;
};

// For each of `count` schemas, how many are asked one inside the other from it on, itself counted; nullopt if
// the steps from it lead into a circle.
std::vector<std::optional<int>> in_place_depths(std::size_t count, const std::vector<SchemaStep>& steps);

// Whether each step goes along a circle, or from one circle to another.
std::vector<bool> steps_in_circles(std::size_t count, const std::vector<SchemaStep>& steps);

}  // namespace yellowsea
