// What time it is. Everything that asks for the time is given a Clock, so that tests, imports and replays
// decide it. A Clock belongs to whoever starts the program (or the test); any thread may ask it.
#pragma once

#include <atomic>
#include <chrono>

#include "engine/calendar/civil.hpp"

namespace yellowsea {

class Clock {
 public:
  virtual ~Clock();
  virtual Instant now() const = 0;
};

// The system's clock. It may step back: who needs order counts for itself.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// Stands still until it is told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start.time_since_epoch().count()) {}
  Instant now() const override;
  void set(Instant instant);
  void advance(std::chrono::milliseconds step);

 private:
  std::atomic<Instant::rep> now_;
};

}  // namespace yellowsea
