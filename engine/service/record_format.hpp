// What writing and reading of stored events share (record.hpp).
#pragma once

#include <array>

namespace yellowsea {

inline constexpr int format_version = 1;
inline constexpr int second_format_version =
    2;  // may have "appended", and lists and objects in the content table

// The parts of a body that hold what people wrote, and that long texts are taken out of.
inline constexpr std::array<const char*, 3> written_parts{"data", "fields", "appended"};

}  // namespace yellowsea
