#include "engine/calendar/clock.hpp"

namespace yellowsea {

Clock::~Clock() = default;

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Instant ManualClock::now() const { return Instant(Instant::duration(now_.load())); }

void ManualClock::set(Instant instant) { now_.store(instant.time_since_epoch().count()); }

void ManualClock::advance(std::chrono::milliseconds step) { now_.fetch_add(step.count()); }

}  // namespace yellowsea
