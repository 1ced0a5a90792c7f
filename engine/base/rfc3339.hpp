// Dates and instants as RFC 3339 writes them, without time zones by name. Here and not in engine/calendar,
// because the schema check needs it and may not look upwards. Pure; any thread. Invariant: what is returned
// lies within the years 1 to 9999 in UTC, so that it can be written again.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace yellowsea {

// YYYY-MM-DD that exists in the Gregorian calendar.
std::optional<std::chrono::year_month_day> parse_rfc3339_date(std::string_view text);

// date-time with any offset; digits beyond milliseconds are cut off. The leap second 23:59:60Z is the instant
// after it.
std::optional<std::chrono::sys_time<std::chrono::milliseconds>> parse_rfc3339_instant(std::string_view text);

}  // namespace yellowsea
