// How often one caller may ask: token buckets, one a caller and kind of request. Kept in memory only. I/O
// thread only.
//
// Invariants: never more than `capacity` buckets, of which full ones, which say nothing, go first; a
// clock that steps back gives and takes nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/calendar/civil.hpp"

namespace yellowsea::web {

enum class RequestKind { public_read, read, write, search };
inline constexpr std::size_t request_kinds = 4;

// As many at once as `burst`, and then so many a second.
struct Rate {
  std::int64_t per_second = 0;
  std::int64_t burst = 0;
};

// The defaults of the project (reliability: limits).
struct RateRules {
  std::array<Rate, request_kinds> of{Rate{20, 60}, Rate{20, 60}, Rate{2, 10}, Rate{2, 10}};
  // Callers on this machine are not limited: they are its own programs, or a proxy that was not declared and
  // behind which everybody looks the same. Tests switch it on.
  bool on_loopback = false;
};

// {"public_read": {"per_second", "burst"}, "read", "write", "search", "on_loopback"}, each optional. Errors:
// malformed, in a sentence that names the member.
Result<RateRules> read_rate_rules(const Json& settings);

class RateLimiter {
 public:
  explicit RateLimiter(RateRules rules, std::size_t capacity = 16 * 1024)
      : rules_(rules), capacity_(capacity) {}

  // Lets one request in. `address` is the client's, `caller` names who is signed in, or is the address again.
  // Errors: too_many ("rate", with arguments.retry_after in seconds).
  Result<void> admit(RequestKind kind, const std::string& caller, const std::string& address, Instant now);
  std::size_t size() const { return buckets_.size(); }

 private:
  // In thousandths of a request, so that slow rates are exact in integers.
  struct Bucket {
    RequestKind kind = RequestKind::read;
    std::int64_t level = 0;
    Instant filled_at{};
  };
  const Rate& rate(RequestKind kind) const { return rules_.of[static_cast<std::size_t>(kind)]; }
  void make_room(Instant now);

  const RateRules rules_;
  const std::size_t capacity_;
  std::unordered_map<std::string, Bucket> buckets_;  // by kind and caller
};

}  // namespace yellowsea::web
