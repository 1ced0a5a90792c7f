#include "engine/base/schema_circles.hpp"

#include <algorithm>

namespace yellowsea {

std::vector<std::optional<int>> in_place_depths(std::size_t count, const std::vector<SchemaStep>& steps) {
  std::vector<std::vector<std::size_t>> askers(count);
  std::vector<std::size_t> unknown(count);  // steps from it whose end is not known yet
  for (const SchemaStep& step : steps) {
    askers[step.to].push_back(step.from);
    ++unknown[step.from];
  }
  std::vector<int> depth(count, 1);
  std::vector<std::size_t> known;
  for (std::size_t schema = 0; schema < count; ++schema) {
    if (unknown[schema] == 0) known.push_back(schema);
  }
  std::vector<std::optional<int>> depths(count);
  while (!known.empty()) {
    const std::size_t schema = known.back();
    known.pop_back();
    depths[schema] = depth[schema];
    for (const std::size_t asker : askers[schema]) {
      depth[asker] = std::max(depth[asker], depth[schema] + 1);
      if (--unknown[asker] == 0) known.push_back(asker);
    }
  }
  return depths;
}

std::vector<bool> steps_in_circles(std::size_t count, const std::vector<SchemaStep>& steps) {
  std::vector<SchemaStep> backwards;
  backwards.reserve(steps.size());
  for (const SchemaStep& step : steps) backwards.push_back({step.to, step.from});
  const auto after = in_place_depths(count, steps);
  const auto before = in_place_depths(count, backwards);
  std::vector<bool> result;
  result.reserve(steps.size());
  for (const SchemaStep& step : steps) result.push_back(!before[step.from] && !after[step.to]);
  return result;
}

}  // namespace yellowsea
