// What is kept for a time only: lines of the log of access, sessions that have run out, files that no event
// came to name. Removed a few at a time by the writer when nothing waits (engine/service/writer.hpp).
#pragma once

#include <chrono>

#include "engine/calendar/civil.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

struct Retention {
  std::chrono::hours access_log = std::chrono::hours(24) * 730;
};

// Shorter, a line could be gone before anybody had cause to look for it.
inline constexpr std::int64_t kFewestAccessLogDays = 90;
inline constexpr std::int64_t kMostAccessLogDays = 36'500;
inline constexpr std::size_t kRowsInSweep = 1000;  // of each table
inline constexpr std::size_t kFilesInSweep = 20;

// Writer, within the caller's transaction.
void forget_what_is_old(store::Session& session, Instant now, const Retention& retention);

}  // namespace yellowsea
