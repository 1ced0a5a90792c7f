// Numbers of JSON as the decimals that they are written as. Pure; any thread.
#pragma once

#include "engine/base/json.hpp"

namespace yellowsea {

// Whether `number` is `step` taken a whole number of times: exact for integers, and for decimals as they are
// written, so that 0.3 is a multiple of 0.1 though no double says so. Both are numbers, `step` is over zero.
bool is_multiple(const Json& number, const Json& step);

}  // namespace yellowsea
