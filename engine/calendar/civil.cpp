#include "engine/calendar/civil.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "engine/base/rfc3339.hpp"

namespace yellowsea {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Opens a Zone for this file only. A zone without a pointer is UTC, so that UTC needs no tz database.
struct ZoneAccess {
  static const ZoneTable* of(const Zone& zone) { return zone.table_; }
  static Zone make(const ZoneTable* table) { return Zone(table); }
};

namespace {

using Local = date::local_time<milliseconds>;
using Seconds = std::chrono::sys_seconds;

constexpr std::string_view utc_name = "UTC";

// More than the calendar holds in either direction: what lies beyond is cut to it before anything is
// multiplied.
constexpr std::int64_t most_months = 12 * 10'000;
constexpr std::int64_t most_days = 3'660'000;
constexpr std::int64_t most_milliseconds = most_days * 86'400'000;

constexpr Instant first_instant = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
constexpr Instant last_instant =
    Instant(std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1)) - milliseconds(1);

std::int64_t cut(std::int64_t value, std::int64_t most) { return std::clamp(value, -most, most); }

std::chrono::year_month_day to_ymd(CivilDate date) {
  return {std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day)};
}

CivilDate from_days(std::chrono::sys_days days) {
  const std::chrono::year_month_day date(days);
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

CivilDate within_calendar(CivilDate date) {
  if (date.year < 1) return {1, 1, 1};
  if (date.year > 9999) return {9999, 12, 31};
  return date;
}

// ---- Zones. The library reads the tables of the tz database, which end with 2037 for zones that go on
// changing their clocks, and knows nothing of the rule that follows them. Such a time is looked up in the
// latest earlier year with the same calendar (same weekdays, same February), where the same rule gives the
// same days.

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

}  // namespace

// The offsets of one zone over all years, copied out of the library once: every timer and deadline asks for
// them.
class ZoneTable {
 public:
  explicit ZoneTable(const date::time_zone& zone) : name_(zone.name()) {
    for (Seconds at = std::chrono::floor<seconds>(first_instant);;) {
      const date::sys_info info = zone.get_info(at);
      segments_.push_back({info.begin, info.offset});
      follows_rule_ = year_of(info.begin) == last_year_of_tables && year_of(info.end) > last_year_of_tables;
      if (follows_rule_ || info.end > last_instant) break;
      at = info.end;
    }
  }

  const std::string& name() const { return name_; }

  seconds offset_at(Instant instant) const {
    const Seconds at = std::chrono::floor<seconds>(instant);
    const std::size_t found = segment_at(at);
    if (!is_cut_off(found)) return segments_[found].offset;
    return segments_[segment_at(at + to_year_of_same_calendar(year_of(at)))].offset;
  }

  // The instant of a civil time: in a gap the first instant after it, in a fold the earlier one.
  Instant resolve(Local local) const {
    const auto whole = date::floor<seconds>(local);
    const Resolved found = resolve_in_tables(whole);
    if (!is_cut_off(found.segment)) return instant_of(found, local, std::chrono::days(0));
    const std::chrono::days shift = to_year_of_same_calendar(year_of(whole));
    return instant_of(resolve_in_tables(whole + shift), local, shift);
  }

 private:
  struct Segment {
    Seconds begin;
    seconds offset;
  };
  // The first segment that may hold a civil time; in a gap the one before it.
  struct Resolved {
    std::size_t segment = 0;
    bool gap = false;
  };

  bool is_cut_off(std::size_t segment) const { return follows_rule_ && segment + 1 == segments_.size(); }

  std::size_t segment_at(Seconds at) const {
    const auto after = std::upper_bound(segments_.begin(), segments_.end(), at,
                                        [](Seconds time, const Segment& each) { return time < each.begin; });
    return after == segments_.begin() ? 0 : static_cast<std::size_t>(after - segments_.begin()) - 1;
  }

  Resolved resolve_in_tables(date::local_seconds local) const {
    const Seconds as_if_utc(local.time_since_epoch());
    // No offset is as much as a day.
    std::size_t segment = segment_at(as_if_utc - std::chrono::days(1));
    for (; segment + 1 < segments_.size(); ++segment) {
      const Segment& next = segments_[segment + 1];
      if (as_if_utc < next.begin + segments_[segment].offset) break;
      if (as_if_utc < next.begin + next.offset) return {segment, true};
    }
    return {segment, false};
  }

  Instant instant_of(const Resolved& found, Local local, std::chrono::days shift) const {
    if (found.gap) return Instant(segments_[found.segment + 1].begin - shift);
    return Instant(local.time_since_epoch() - segments_[found.segment].offset);
  }

  std::string name_;
  std::vector<Segment> segments_;
  bool follows_rule_ = false;  // after the last segment's year
};

namespace {

// Kept for as long as the program runs, like the library's own tables.
const ZoneTable* table_of(const date::time_zone& zone) {
  static std::mutex mutex;
  static std::map<const date::time_zone*, std::unique_ptr<const ZoneTable>> tables;
  const std::lock_guard lock(mutex);
  auto& table = tables[&zone];
  if (table == nullptr) table = std::make_unique<const ZoneTable>(zone);
  return table.get();
}

seconds offset_at(const Zone& zone, Instant instant) {
  const ZoneTable* table = ZoneAccess::of(zone);
  return table == nullptr ? seconds(0) : table->offset_at(instant);
}

Instant resolve(Local local, const Zone& zone) {
  const ZoneTable* table = ZoneAccess::of(zone);
  return table == nullptr ? Instant(local.time_since_epoch()) : table->resolve(local);
}

Local to_local(Instant instant, const Zone& zone) {
  return Local(instant.time_since_epoch() + offset_at(zone, instant));
}

Local midnight_of(CivilDate date) { return Local(std::chrono::sys_days(to_ymd(date)).time_since_epoch()); }

CivilDate date_of(Local local) {
  return from_days(std::chrono::sys_days(std::chrono::floor<std::chrono::days>(local.time_since_epoch())));
}

// Like add(), but with years outside the calendar as they come.
CivilDate add_unbounded(CivilDate date, const Duration& duration) {
  const std::int64_t sign = duration.negative ? -1 : 1;
  const std::int64_t month_count = std::int64_t{date.year} * 12 + static_cast<std::int64_t>(date.month) - 1 +
                                   sign * cut(duration.months, most_months);
  const auto first_of_month = std::chrono::year_month(std::chrono::year(1970), std::chrono::month(1)) +
                              std::chrono::months(month_count - std::int64_t{1970} * 12);
  const auto last =
      std::chrono::year_month_day_last(first_of_month.year(), first_of_month.month() / std::chrono::last);
  const auto day = std::min(std::chrono::day(date.day), last.day());
  return from_days(std::chrono::sys_days(first_of_month / day) +
                   std::chrono::days(sign * cut(duration.days, most_days)));
}

// ---- Text

std::string digits(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

std::string civil_text(Local local) {
  const auto since_midnight = local - midnight_of(date_of(local));
  const std::chrono::hh_mm_ss time(since_midnight);
  std::string text = format_date(date_of(local)) + "T" + digits(time.hours().count(), 2) + ":" +
                     digits(time.minutes().count(), 2) + ":" + digits(time.seconds().count(), 2);
  if (time.subseconds() != milliseconds(0)) text += "." + digits(time.subseconds().count(), 3);
  return text;
}

// One "12Y" of a duration.
struct Component {
  std::int64_t value = 0;
  std::int64_t milliseconds = 0;  // the fraction, of seconds
  bool fraction = false;
  char unit = '\0';
};

std::optional<Component> take_component(std::string_view& text) {
  constexpr std::size_t most_digits = 15;
  Component part;
  std::size_t at = 0;
  const auto is_digit = [&] { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  for (; is_digit() && at <= most_digits; ++at) part.value = part.value * 10 + (text[at] - '0');
  if (at == 0 || at > most_digits) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    part.fraction = true;
    ++at;
    if (!is_digit()) return std::nullopt;
    for (std::int64_t unit = 100; is_digit(); ++at, unit /= 10) part.milliseconds += (text[at] - '0') * unit;
  }
  if (at == text.size()) return std::nullopt;
  part.unit = text[at];
  text.remove_prefix(at + 1);
  return part;
}

// Reads components whose units come in the order of `units`; each adds to a sum, times the factor of its
// unit. nullopt if the text is not that or the sum is more than `most`.
struct Unit {
  char letter;
  std::int64_t factor;
  std::int64_t* sum;
  std::int64_t most;
};

bool take_components(std::string_view text, std::span<const Unit> units) {
  if (text.empty()) return false;
  while (!text.empty()) {
    const auto part = take_component(text);
    if (!part) return false;
    while (!units.empty() && units.front().letter != part->unit) units = units.subspan(1);
    if (units.empty()) return false;
    const Unit unit = units.front();
    units = units.subspan(1);
    if (part->fraction && unit.letter != 'S') return false;
    if (part->value > unit.most / unit.factor) return false;
    *unit.sum += part->value * unit.factor + part->milliseconds;
    if (*unit.sum > unit.most) return false;
  }
  return true;
}

void append_component(std::string& text, std::int64_t value, char unit) {
  if (value != 0) text += std::to_string(value) + unit;
}

}  // namespace

// ---- Zone

Zone Zone::utc() { return Zone(nullptr); }

std::optional<Zone> Zone::find(std::string_view iana_name) {
  if (iana_name == utc_name) return utc();
  try {
    const auto& zones = date::get_tzdb().zones;  // sorted by name
    const auto found = std::lower_bound(zones.begin(), zones.end(), iana_name,
                                        [](const date::time_zone& zone, std::string_view name) {
                                          return std::string_view(zone.name()) < name;
                                        });
    if (found == zones.end() || found->name() != iana_name) return std::nullopt;
    return ZoneAccess::make(table_of(*found));
  } catch (const std::exception&) {
    return std::nullopt;  // no tz database, or a file in it that is not one
  }
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
  return from_days(std::chrono::sys_days(*date));
}

std::optional<Duration> parse_duration(std::string_view text) {
  Duration duration;
  if (text.starts_with('-')) {
    duration.negative = true;
    text.remove_prefix(1);
  }
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t clock = text.find('T');
  const std::string_view calendar_part = text.substr(0, clock);

  const std::array calendar_units{
      Unit{'Y', 12, &duration.months, most_months}, Unit{'M', 1, &duration.months, most_months},
      Unit{'W', 7, &duration.days, most_days}, Unit{'D', 1, &duration.days, most_days}};
  const std::array clock_units{Unit{'H', 3'600'000, &duration.milliseconds, most_milliseconds},
                               Unit{'M', 60'000, &duration.milliseconds, most_milliseconds},
                               Unit{'S', 1'000, &duration.milliseconds, most_milliseconds}};
  const bool has_clock = clock != std::string_view::npos;
  if (!(has_clock && calendar_part.empty()) && !take_components(calendar_part, calendar_units))
    return std::nullopt;
  if (has_clock && !take_components(text.substr(clock + 1), clock_units)) return std::nullopt;
  if (duration.months == 0 && duration.days == 0 && duration.milliseconds == 0) duration.negative = false;
  return duration;
}

std::string format_instant(Instant instant) {
  return civil_text(to_local(std::clamp(instant, first_instant, last_instant), Zone::utc())) + "Z";
}

std::string format_instant(Instant instant, const Zone& zone) {
  if (instant < first_instant || instant > last_instant) return format_instant(instant);
  // Before standard time offsets had seconds, which RFC 3339 cannot write: they are cut off, and the civil
  // time with them.
  const auto offset = std::chrono::duration_cast<std::chrono::minutes>(offset_at(zone, instant));
  const Local local(instant.time_since_epoch() + offset);
  const CivilDate date = date_of(local);
  if (date != within_calendar(date)) return format_instant(instant);
  const auto minutes = std::chrono::abs(offset).count();
  return civil_text(local) + (offset.count() < 0 ? "-" : "+") + digits(minutes / 60, 2) + ":" +
         digits(minutes % 60, 2);
}

std::string format_date(CivilDate date) {
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

std::string format_duration(const Duration& duration) {
  std::string text = duration.negative ? "-P" : "P";
  append_component(text, duration.months / 12, 'Y');
  append_component(text, duration.months % 12, 'M');
  append_component(text, duration.days, 'D');
  if (duration.milliseconds != 0) {
    text += 'T';
    append_component(text, duration.milliseconds / 3'600'000, 'H');
    append_component(text, duration.milliseconds / 60'000 % 60, 'M');
    const std::int64_t rest = duration.milliseconds % 60'000;
    if (rest != 0) {
      text += std::to_string(rest / 1'000);
      if (rest % 1'000 != 0) text += "." + digits(rest % 1'000, 3);
      text += 'S';
    }
  }
  return text.ends_with('P') ? "PT0S" : text;
}

// ---- Arithmetic

CivilDate date_in(Instant instant, const Zone& zone) {
  return within_calendar(date_of(to_local(std::clamp(instant, first_instant, last_instant), zone)));
}

Instant start_of(CivilDate date, const Zone& zone) {
  return std::clamp(resolve(midnight_of(within_calendar(date)), zone), first_instant, last_instant);
}

CivilDate add(CivilDate date, const Duration& duration) {
  return within_calendar(add_unbounded(date, duration));
}

Instant add(Instant instant, const Duration& duration, const Zone& zone) {
  instant = std::clamp(instant, first_instant, last_instant);
  if (duration.months != 0 || duration.days != 0) {
    const Local local = to_local(instant, zone);
    const CivilDate date = date_of(local);
    const CivilDate moved = add_unbounded(date, duration);
    if (moved != within_calendar(moved)) return duration.negative ? first_instant : last_instant;
    instant = resolve(midnight_of(moved) + (local - midnight_of(date)), zone);
  }
  const milliseconds elapsed(cut(duration.milliseconds, most_milliseconds));
  return std::clamp(duration.negative ? instant - elapsed : instant + elapsed, first_instant, last_instant);
}

}  // namespace yellowsea
