// What writing and reading of stored events share (record.hpp).
#pragma once

#include <array>
#include <cstddef>

#include "engine/base/json_read.hpp"

namespace yellowsea {

// For JSON that the program itself has written: any text, many elements, and no more than `bytes`.
inline JsonLimits stored_limits(std::size_t bytes) {
  JsonLimits limits;
  limits.bytes = bytes;
  limits.elements = 100'000;
  limits.keys = 10'000;
  limits.string_code_points = bytes;
  limits.floats = true;
  return limits;
}

inline constexpr int format_version = 1;
inline constexpr int second_format_version =
    2;  // may have "appended", and lists and objects in the content table

// The parts of a body that hold what people wrote, and that long texts are taken out of.
inline constexpr std::array<const char*, 3> written_parts{"data", "fields", "appended"};

}  // namespace yellowsea
