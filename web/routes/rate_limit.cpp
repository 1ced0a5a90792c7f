#include "web/routes/rate_limit.hpp"

#include <algorithm>
#include <string_view>

namespace yellowsea::web {
namespace {

constexpr std::int64_t one = 1000;  // request, in thousandths
constexpr std::int64_t highest_rate = 1'000'000;

constexpr std::array<std::string_view, request_kinds> names{"public_read", "read", "write", "search"};

bool is_loopback(std::string_view address) { return address == "::1" || address.rfind("127.", 0) == 0; }

Failure wrong(const std::string& where, const std::string& why) {
  return fail(ProblemCode::malformed, "configuration", "rates" + where + ": " + why);
}

Result<Rate> read_rate(const std::string& where, const Json& value) {
  const auto number = [&](const char* name) -> std::int64_t {
    const Json member = value.is_object() ? value.value(name, Json()) : Json();
    return member.is_number_integer() ? member.get<std::int64_t>() : 0;
  };
  const Rate rate{number("per_second"), number("burst")};
  const auto fits = [](std::int64_t n) { return n >= 1 && n <= highest_rate; };
  if (!fits(rate.per_second) || !fits(rate.burst) || value.size() != 2)
    return wrong(where, "must be {\"per_second\": N, \"burst\": N} with whole numbers from 1 to 1,000,000");
  return rate;
}

}  // namespace

Result<RateRules> read_rate_rules(const Json& settings) {
  RateRules rules;
  if (settings.is_null()) return rules;
  if (!settings.is_object()) return wrong("", "must be an object");
  for (const auto& [name, value] : settings.items()) {
    if (name == "on_loopback") {
      if (!value.is_boolean()) return wrong("/on_loopback", "must be true or false");
      rules.on_loopback = value.get<bool>();
      continue;
    }
    const auto known = std::find(names.begin(), names.end(), name);
    if (known == names.end()) return wrong("/" + name, "is no kind of request");
    auto rate = read_rate("/" + name, value);
    if (!rate) return Failure(rate.error());
    rules.of[static_cast<std::size_t>(known - names.begin())] = *rate;
  }
  return rules;
}

Result<void> RateLimiter::admit(RequestKind kind, const std::string& caller, const std::string& address,
                                Instant now) {
  if (!rules_.on_loopback && is_loopback(address)) return {};
  const Rate& limit = rate(kind);
  if (buckets_.size() >= capacity_) make_room(now);
  const std::string key = std::string(names[static_cast<std::size_t>(kind)]) + ' ' + caller;
  Bucket& bucket = buckets_.try_emplace(key, Bucket{kind, limit.burst * one, now}).first->second;
  if (now > bucket.filled_at) {
    // Milliseconds times requests a second are thousandths of a request; a day fills any bucket.
    const auto passed = std::min<std::int64_t>((now - bucket.filled_at).count(), 86'400'000);
    bucket.level = std::min(limit.burst * one, bucket.level + passed * limit.per_second);
  }
  bucket.filled_at = now;
  if (bucket.level >= one) {
    bucket.level -= one;
    return {};
  }
  const std::int64_t missing = one - bucket.level;
  const std::int64_t seconds = (missing + limit.per_second * 1000 - 1) / (limit.per_second * 1000);
  return Failure(Problem{ProblemCode::too_many,
                         "rate",
                         "Too many requests in a short time.",
                         {},
                         Json{{"retry_after", seconds}}});
}

// Full buckets are as good as none. If there are none of these, everybody begins anew: better than growing.
void RateLimiter::make_room(Instant now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    const Rate& limit = rate(bucket.kind);
    const auto passed = std::clamp<std::int64_t>((now - bucket.filled_at).count(), 0, 86'400'000);
    return bucket.level + passed * limit.per_second >= limit.burst * one;
  });
  if (buckets_.size() >= capacity_) buckets_.clear();
}

}  // namespace yellowsea::web
