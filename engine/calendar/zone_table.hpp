// The offsets of one zone over all years, copied out of the time-zone library once: every timer and deadline
// asks for them. The library reads the tables of the tz database, which end with 2037 for zones that go on
// changing their clocks, and knows nothing of the rule that follows them. Such a time is looked up in the
// latest earlier year with the same calendar (same weekdays, same February), where the same rule gives the
// same days. Immutable; any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/civil.hpp"

namespace yellowsea {

using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

class ZoneTable {
 public:
  // One offset, from an instant until the next segment's.
  struct Segment {
    std::chrono::sys_seconds begin;
    std::chrono::seconds offset;
  };

  // `follows_rule`: the last segment's year ends the tables, and years after it are like earlier ones.
  ZoneTable(std::string name, std::vector<Segment> segments, bool follows_rule)
      : name_(std::move(name)), segments_(std::move(segments)), follows_rule_(follows_rule) {}

  const std::string& name() const { return name_; }
  std::chrono::seconds offset_at(Instant instant) const;
  // The instant of a civil time: in a gap the first instant after it, in a fold the earlier one.
  Instant resolve(LocalTime local) const;

 private:
  // The first segment that may hold a civil time; in a gap the one before it.
  struct Resolved {
    std::size_t segment = 0;
    bool gap = false;
  };

  bool is_cut_off(std::size_t segment) const { return follows_rule_ && segment + 1 == segments_.size(); }
  std::size_t segment_at(std::chrono::sys_seconds at) const;
  Resolved resolve_in_tables(std::chrono::local_seconds local) const;
  Instant instant_of(const Resolved& found, LocalTime local, std::chrono::days shift) const;

  std::string name_;
  std::vector<Segment> segments_;  // by begin, never empty
  bool follows_rule_ = false;
};

// The table of an IANA zone, kept for as long as the program runs; nullptr if there is no such zone.
const ZoneTable* zone_table(std::string_view iana_name);

}  // namespace yellowsea
