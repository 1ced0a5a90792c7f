#include "engine/calendar/civil.hpp"

#include <algorithm>

#include "engine/base/rfc3339.hpp"
#include "engine/calendar/limits.hpp"
#include "engine/calendar/zone_table.hpp"

namespace yellowsea {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_days;

// Opens a Zone for this file only. A zone without a table is UTC, so that UTC needs no tz database.
struct ZoneAccess {
  static const ZoneTable* of(const Zone& zone) { return zone.table_; }
  static Zone make(const ZoneTable* table) { return Zone(table); }
};

namespace {

constexpr std::string_view utc_name = "UTC";

constexpr sys_days first_day = std::chrono::floor<std::chrono::days>(first_instant);
constexpr sys_days last_day = std::chrono::floor<std::chrono::days>(last_instant);

std::int64_t cut(std::int64_t value, std::int64_t most) { return std::clamp(value, -most, most); }

sys_days to_days(CivilDate date) {
  return std::chrono::year_month_day(std::chrono::year(date.year), std::chrono::month(date.month),
                                     std::chrono::day(date.day));
}

CivilDate from_days(sys_days days) {
  const std::chrono::year_month_day date(days);
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

sys_days within_calendar(sys_days day) { return std::clamp(day, first_day, last_day); }

seconds offset_at(const Zone& zone, Instant instant) {
  const ZoneTable* table = ZoneAccess::of(zone);
  return table == nullptr ? seconds(0) : table->offset_at(instant);
}

Instant resolve(LocalTime local, const Zone& zone) {
  const ZoneTable* table = ZoneAccess::of(zone);
  return table == nullptr ? Instant(local.time_since_epoch()) : table->resolve(local);
}

LocalTime to_local(Instant instant, const Zone& zone) {
  return LocalTime(instant.time_since_epoch() + offset_at(zone, instant));
}

LocalTime midnight_of(sys_days day) { return LocalTime(day.time_since_epoch()); }

sys_days day_of(LocalTime local) {
  return sys_days(std::chrono::floor<std::chrono::days>(local.time_since_epoch()));
}

sys_days months_later(sys_days from, std::int64_t months) {
  const std::chrono::year_month_day date(from);
  const std::int64_t count = std::int64_t{static_cast<int>(date.year())} * 12 +
                             static_cast<std::int64_t>(static_cast<unsigned>(date.month())) - 1 + months;
  const std::int64_t year = count >= 0 ? count / 12 : (count - 11) / 12;
  const std::chrono::year_month month(std::chrono::year(static_cast<int>(year)),
                                      std::chrono::month(static_cast<unsigned>(count - year * 12) + 1));
  // The last day is asked for only where a month may lack the day.
  if (date.day() <= std::chrono::day(28)) return month / date.day();
  return month / std::min(date.day(), (month / std::chrono::last).day());
}

// Months and days only; may lie outside the calendar.
sys_days later(sys_days from, const Duration& duration) {
  const std::int64_t sign = duration.negative ? -1 : 1;
  if (duration.months != 0) from = months_later(from, sign * cut(duration.months, most_months));
  return from + std::chrono::days(sign * cut(duration.days, most_days));
}

// ---- Text

std::string digits(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

std::string civil_text(LocalTime local) {
  const sys_days day = day_of(local);
  const std::chrono::hh_mm_ss time(local - midnight_of(day));
  std::string text = format_date(from_days(day)) + "T" + digits(time.hours().count(), 2) + ":" +
                     digits(time.minutes().count(), 2) + ":" + digits(time.seconds().count(), 2);
  if (time.subseconds() != milliseconds(0)) text += "." + digits(time.subseconds().count(), 3);
  return text;
}

}  // namespace

// ---- Zone

Zone Zone::utc() { return Zone(nullptr); }

std::optional<Zone> Zone::find(std::string_view iana_name) {
  if (iana_name == utc_name) return utc();
  const ZoneTable* table = zone_table(iana_name);
  if (table == nullptr) return std::nullopt;
  return ZoneAccess::make(table);
}

const std::string& Zone::name() const {
  static const std::string utc_text(utc_name);
  return table_ == nullptr ? utc_text : table_->name();
}

bool Zone::operator==(const Zone& other) const { return table_ == other.table_; }

// ---- Parsing and formatting

std::optional<Instant> parse_instant(std::string_view text) { return parse_rfc3339_instant(text); }

std::optional<CivilDate> parse_date(std::string_view text) {
  const auto date = parse_rfc3339_date(text);
  if (!date) return std::nullopt;
  return from_days(sys_days(*date));
}

std::string format_instant(Instant instant) {
  return civil_text(to_local(std::clamp(instant, first_instant, last_instant), Zone::utc())) + "Z";
}

std::string format_instant(Instant instant, const Zone& zone) {
  if (instant < first_instant || instant > last_instant) return format_instant(instant);
  // Before standard time offsets had seconds, which RFC 3339 cannot write: they are cut off, and the civil
  // time with them.
  const auto offset = std::chrono::duration_cast<std::chrono::minutes>(offset_at(zone, instant));
  const LocalTime local(instant.time_since_epoch() + offset);
  const sys_days day = day_of(local);
  if (day != within_calendar(day)) return format_instant(instant);
  const auto minutes = std::chrono::abs(offset).count();
  return civil_text(local) + (offset.count() < 0 ? "-" : "+") + digits(minutes / 60, 2) + ":" +
         digits(minutes % 60, 2);
}

std::string format_date(CivilDate date) {
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

// ---- Arithmetic

CivilDate date_in(Instant instant, const Zone& zone) {
  return from_days(within_calendar(day_of(to_local(std::clamp(instant, first_instant, last_instant), zone))));
}

Instant start_of(CivilDate date, const Zone& zone) { return start_of(date, Duration{}, zone); }

Instant start_of(CivilDate date, const Duration& after, const Zone& zone) {
  const sys_days day = within_calendar(later(to_days(date), after));
  return std::clamp(resolve(midnight_of(day), zone), first_instant, last_instant);
}

CivilDate add(CivilDate date, const Duration& duration) {
  return from_days(within_calendar(later(to_days(date), duration)));
}

Instant add(Instant instant, const Duration& duration, const Zone& zone) {
  instant = std::clamp(instant, first_instant, last_instant);
  if (duration.months != 0 || duration.days != 0) {
    const LocalTime local = to_local(instant, zone);
    const sys_days day = day_of(local);
    const sys_days moved = later(day, duration);
    if (moved != within_calendar(moved)) return duration.negative ? first_instant : last_instant;
    instant = resolve(midnight_of(moved) + (local - midnight_of(day)), zone);
  }
  const milliseconds elapsed(cut(duration.milliseconds, most_milliseconds));
  return std::clamp(duration.negative ? instant - elapsed : instant + elapsed, first_instant, last_instant);
}

}  // namespace yellowsea
