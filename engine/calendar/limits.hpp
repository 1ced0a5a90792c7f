// What the calendar holds: years 1 to 9999. What lies beyond is cut to it before anything is multiplied.
#pragma once

#include <cstdint>

#include "engine/calendar/civil.hpp"

namespace yellowsea {

inline constexpr Instant first_instant = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
inline constexpr Instant last_instant =
    Instant(std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1)) - std::chrono::milliseconds(1);

// More than the calendar holds in either direction.
inline constexpr std::int64_t most_months = 12 * 10'000;
inline constexpr std::int64_t most_days = 3'660'000;
inline constexpr std::int64_t most_milliseconds = most_days * 86'400'000;

}  // namespace yellowsea
