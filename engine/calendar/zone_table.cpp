#include "engine/calendar/zone_table.hpp"

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <mutex>

#include "engine/calendar/limits.hpp"

namespace yellowsea {

using std::chrono::seconds;
using std::chrono::sys_seconds;

namespace {

constexpr std::chrono::year last_year_of_tables(2037);

template <class TimePoint>
std::chrono::year year_of(TimePoint time) {
  const auto days = std::chrono::floor<std::chrono::days>(time.time_since_epoch());
  return std::chrono::year_month_day(std::chrono::sys_days(days)).year();
}

std::chrono::days to_year_of_same_calendar(std::chrono::year year) {
  const std::chrono::sys_days from = year / 1 / 1;
  std::chrono::year other = last_year_of_tables - std::chrono::years(1);
  while (other.is_leap() != year.is_leap() ||
         std::chrono::weekday(other / 1 / 1) != std::chrono::weekday(from)) {
    --other;
  }
  return std::chrono::sys_days(other / 1 / 1) - from;
}

std::unique_ptr<const ZoneTable> read_table(const date::time_zone& zone) {
  std::vector<ZoneTable::Segment> segments;
  bool follows_rule = false;
  for (sys_seconds at = std::chrono::floor<seconds>(first_instant);;) {
    const date::sys_info info = zone.get_info(at);
    segments.push_back({info.begin, info.offset});
    follows_rule = year_of(info.begin) == last_year_of_tables && year_of(info.end) > last_year_of_tables;
    if (follows_rule || info.end > last_instant) break;
    at = info.end;
  }
  return std::make_unique<const ZoneTable>(zone.name(), std::move(segments), follows_rule);
}

const ZoneTable* table_of(const date::time_zone& zone) {
  static std::mutex mutex;
  static std::map<const date::time_zone*, std::unique_ptr<const ZoneTable>> tables;
  const std::lock_guard lock(mutex);
  auto& table = tables[&zone];
  if (table == nullptr) table = read_table(zone);
  return table.get();
}

}  // namespace

seconds ZoneTable::offset_at(Instant instant) const {
  const auto at = std::chrono::floor<seconds>(instant);
  const std::size_t found = segment_at(at);
  if (!is_cut_off(found)) return segments_[found].offset;
  return segments_[segment_at(at + to_year_of_same_calendar(year_of(at)))].offset;
}

Instant ZoneTable::resolve(LocalTime local) const {
  const auto whole = std::chrono::floor<seconds>(local);
  const Resolved found = resolve_in_tables(whole);
  if (!is_cut_off(found.segment)) return instant_of(found, local, std::chrono::days(0));
  const std::chrono::days shift = to_year_of_same_calendar(year_of(whole));
  return instant_of(resolve_in_tables(whole + shift), local, shift);
}

std::size_t ZoneTable::segment_at(sys_seconds at) const {
  // Most zones have not changed their clocks for decades.
  if (at >= segments_.back().begin) return segments_.size() - 1;
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), at,
                       [](sys_seconds time, const Segment& each) { return time < each.begin; });
  return after == segments_.begin() ? 0 : static_cast<std::size_t>(after - segments_.begin()) - 1;
}

ZoneTable::Resolved ZoneTable::resolve_in_tables(std::chrono::local_seconds local) const {
  const sys_seconds as_if_utc(local.time_since_epoch());
  // No offset is as much as a day.
  std::size_t segment = segment_at(as_if_utc - std::chrono::days(1));
  for (; segment + 1 < segments_.size(); ++segment) {
    const Segment& next = segments_[segment + 1];
    if (as_if_utc < next.begin + segments_[segment].offset) break;
    if (as_if_utc < next.begin + next.offset) return {segment, true};
  }
  return {segment, false};
}

Instant ZoneTable::instant_of(const Resolved& found, LocalTime local, std::chrono::days shift) const {
  if (found.gap) return Instant(segments_[found.segment + 1].begin - shift);
  return Instant(local.time_since_epoch() - segments_[found.segment].offset);
}

const ZoneTable* zone_table(std::string_view iana_name) {
  try {
    const auto& zones = date::get_tzdb().zones;  // sorted by name
    const auto found = std::lower_bound(zones.begin(), zones.end(), iana_name,
                                        [](const date::time_zone& zone, std::string_view name) {
                                          return std::string_view(zone.name()) < name;
                                        });
    if (found == zones.end() || found->name() != iana_name) return nullptr;
    return table_of(*found);
  } catch (const std::exception&) {
    return nullptr;  // no tz database, or a file in it that is not one
  }
}

}  // namespace yellowsea
