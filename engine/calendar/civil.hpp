// Civil dates, instants, durations and zones: "two years later, end of day, in this city".
// Pure but for the tz database, which is read once and then immutable; any thread.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace yellowsea {

// Milliseconds since 1970-01-01T00:00:00Z.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

struct CivilDate {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  auto operator<=>(const CivilDate&) const = default;  // NOLINT(modernize-use-nullptr): nobody wrote a 0
};

// ISO 8601 duration: P2Y, P90D, P1Y2M3DT4H5M6S, PT0.5S, P2W; a leading '-' turns it round.
struct Duration {
  bool negative = false;
  std::int64_t months = 0;        // years count twelve
  std::int64_t days = 0;          // weeks count seven
  std::int64_t milliseconds = 0;  // hours, minutes, seconds
  bool operator==(const Duration&) const = default;
};

class ZoneTable;

// An IANA zone that exists. Cheap to copy.
class Zone {
 public:
  static Zone utc();
  static std::optional<Zone> find(std::string_view iana_name);
  const std::string& name() const;
  bool operator==(const Zone&) const;

 private:
  friend struct ZoneAccess;
  explicit Zone(const ZoneTable* table) : table_(table) {}
  const ZoneTable* table_;
};

// RFC 3339, with any offset; fractions beyond milliseconds are cut off. nullopt if it is not one.
std::optional<Instant> parse_instant(std::string_view text);
// YYYY-MM-DD that exists in the Gregorian calendar.
std::optional<CivilDate> parse_date(std::string_view text);
std::optional<Duration> parse_duration(std::string_view text);

// RFC 3339 in UTC: 2010-11-25T01:02:03Z, with .mmm only where milliseconds are not zero.
std::string format_instant(Instant instant);
// RFC 3339 with the zone's offset at that instant: 2012-11-25T23:59:59+09:00.
std::string format_instant(Instant instant, const Zone& zone);
std::string format_date(CivilDate date);
std::string format_duration(const Duration& duration);

CivilDate date_in(Instant instant, const Zone& zone);
// The first instant of that date in the zone (where a gap takes midnight away, the first instant after it;
// where a fold gives it twice, the earlier).
Instant start_of(CivilDate date, const Zone& zone);
// The same of the date that many months and days later; the clock part is ignored.
Instant start_of(CivilDate date, const Duration& after, const Zone& zone);

// Months are added first and the day is clamped to the month's length (29 February + P1Y = 28 February), then
// days. The clock part is ignored.
CivilDate add(CivilDate date, const Duration& duration);
// In civil time of the zone: months and days on the calendar with the time of day kept (in a gap the first
// instant after it, in a fold the earlier one), then hours, minutes and seconds as elapsed time. A result
// outside years 1 to 9999 is clamped there.
Instant add(Instant instant, const Duration& duration, const Zone& zone);

}  // namespace yellowsea
