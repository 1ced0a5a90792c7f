#include "web/routes/rate_limit.hpp"

#include <catch2/catch.hpp>

namespace yellowsea::web {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_instant("2026-11-24T12:00:00Z");

// How many of `asked` requests at one instant are let in.
int let_in(RateLimiter& limiter, RequestKind kind, const std::string& caller, int asked, Instant now) {
  int admitted = 0;
  for (int i = 0; i < asked; ++i) admitted += limiter.admit(kind, caller, "192.0.2.1", now) ? 1 : 0;
  return admitted;
}

TEST_CASE("as many requests at once as the burst are let in, and not one more", "[rate]") {
  struct Row {
    RequestKind kind;
    int burst;
    int per_second;
  };
  const std::vector<Row> rows{{RequestKind::public_read, 60, 20},
                              {RequestKind::read, 60, 20},
                              {RequestKind::write, 10, 2},
                              {RequestKind::search, 10, 2}};
  for (const Row& row : rows) {
    CAPTURE(row.burst, row.per_second);
    RateLimiter limiter{RateRules{}};
    CHECK(let_in(limiter, row.kind, "a", row.burst - 1, noon) == row.burst - 1);
    CHECK(let_in(limiter, row.kind, "a", 1, noon) == 1);
    CHECK(let_in(limiter, row.kind, "a", 1, noon) == 0);
    // Somebody else has a bucket of their own.
    CHECK(let_in(limiter, row.kind, "b", row.burst + 1, noon) == row.burst);
    // A second later there is room for a second's worth.
    CHECK(let_in(limiter, row.kind, "a", row.burst, noon + 1s) == row.per_second);
    CHECK(let_in(limiter, row.kind, "a", 2 * row.burst, noon + 24h) == row.burst);
  }
}

TEST_CASE("who has to wait is told for how long", "[rate]") {
  RateLimiter limiter{RateRules{}};
  let_in(limiter, RequestKind::write, "a", 10, noon);
  const auto refused = limiter.admit(RequestKind::write, "a", "192.0.2.1", noon);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ProblemCode::too_many);
  CHECK(refused.error().arguments.at("retry_after") == 1);
  CHECK(let_in(limiter, RequestKind::write, "a", 1, noon + 499ms) == 0);
  CHECK(let_in(limiter, RequestKind::write, "a", 1, noon + 500ms) == 1);
}

TEST_CASE("a clock that steps back gives nothing and takes nothing", "[rate]") {
  RateLimiter limiter{RateRules{}};
  CHECK(let_in(limiter, RequestKind::write, "a", 10, noon) == 10);
  CHECK(let_in(limiter, RequestKind::write, "a", 1, noon - 24h) == 0);
  CHECK(let_in(limiter, RequestKind::write, "a", 3, noon - 24h + 1s) == 2);
}

TEST_CASE("programs on the machine itself are not limited unless told", "[rate]") {
  RateRules rules;
  for (const bool limited : {false, true}) {
    rules.on_loopback = limited;
    RateLimiter limiter{rules};
    int admitted = 0;
    for (const char* address : {"127.0.0.1", "::1"}) {
      for (int i = 0; i < 20; ++i)
        admitted += limiter.admit(RequestKind::write, address, address, noon) ? 1 : 0;
    }
    CHECK(admitted == (limited ? 20 : 40));
  }
}

TEST_CASE("however many callers come, the buckets stay bounded", "[rate]") {
  RateLimiter limiter{RateRules{}, 100};
  for (int i = 0; i < 1000; ++i) let_in(limiter, RequestKind::read, std::to_string(i), 1, noon + i * 1ms);
  CHECK(limiter.size() <= 100);
  // Whoever has emptied a bucket finds it empty still, while others' full ones make room.
  RateLimiter busy{RateRules{}, 100};
  let_in(busy, RequestKind::write, "a", 10, noon);
  for (int i = 0; i < 99; ++i) let_in(busy, RequestKind::read, std::to_string(i), 1, noon);
  let_in(busy, RequestKind::read, "one more", 1, noon + 100ms);
  CHECK(let_in(busy, RequestKind::write, "a", 1, noon + 100ms) == 0);
}

TEST_CASE("rates come from the configuration, each member checked", "[rate]") {
  const auto rules =
      read_rate_rules(Json{{"write", {{"per_second", 5}, {"burst", 7}}}, {"on_loopback", true}});
  REQUIRE(rules);
  RateLimiter limiter{*rules};
  CHECK(let_in(limiter, RequestKind::write, "a", 20, noon) == 7);
  CHECK(let_in(limiter, RequestKind::search, "a", 20, noon) == 10);
  CHECK(read_rate_rules(Json()));
  for (const auto& [settings, where] : std::vector<std::pair<Json, std::string>>{
           {Json::array(), "rates:"},
           {{{"writes", {{"per_second", 5}, {"burst", 7}}}}, "rates/writes"},
           {{{"write", {{"per_second", 0}, {"burst", 7}}}}, "rates/write"},
           {{{"write", {{"per_second", 5}}}}, "rates/write"},
           {{{"write", 5}}, "rates/write"},
           {{{"on_loopback", 1}}, "rates/on_loopback"}}) {
    const auto wrong = read_rate_rules(settings);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().detail.find(where) == 0);
  }
}

}  // namespace
}  // namespace yellowsea::web
