// Sign-ins on their way: once, in time, in their own browser, never too many.
#include "web/sign_on/attempts.hpp"

#include <catch2/catch.hpp>

#include "engine/base/hash.hpp"

namespace yellowsea::web {
namespace {

using std::chrono::milliseconds;

const Instant start = *parse_instant("2026-03-02T09:00:00Z");

Attempt attempt(const std::string& remote = "192.0.2.1", Instant began = start) {
  Attempt made;
  made.cookie_hash = to_hex(sha256("cookie"));
  made.language = "ko";
  made.remote = remote;
  made.began = began;
  return made;
}

}  // namespace

TEST_CASE("an attempt is taken once, by the browser that began it") {
  Attempts attempts;
  attempts.put("state", attempt());
  CHECK(attempts.language_of("state") == "ko");
  CHECK_FALSE(attempts.take("state", "another", start));
  CHECK_FALSE(attempts.take("state", "", start));
  CHECK_FALSE(attempts.take("other", "cookie", start));
  CHECK(attempts.take("state", "cookie", start));
  CHECK_FALSE(attempts.take("state", "cookie", start));
  CHECK(attempts.language_of("state").empty());
}

TEST_CASE("it lives for ten minutes") {
  for (const int off : {-1, 0, 1}) {
    Attempts attempts;
    attempts.put("state", attempt());
    CHECK(attempts.take("state", "cookie", start + kAttemptLife + milliseconds(off)).has_value() ==
          (off < 0));
  }
}

TEST_CASE("one address has fifty at most, and loses its own oldest first") {
  Attempts attempts;
  attempts.put("neighbour", attempt("192.0.2.2", start - milliseconds(1)));
  for (std::size_t at = 0; at < kMostOfAnAddress - 1; ++at)
    attempts.put("s" + std::to_string(at), attempt("192.0.2.1", start + milliseconds(at)));
  CHECK(attempts.size() == kMostOfAnAddress);
  attempts.put("last", attempt("192.0.2.1", start + milliseconds(100)));
  CHECK(attempts.size() == kMostOfAnAddress + 1);
  attempts.put("beyond", attempt("192.0.2.1", start + milliseconds(101)));
  CHECK(attempts.size() == kMostOfAnAddress + 1);
  CHECK_FALSE(attempts.take("s0", "cookie", start));
  CHECK(attempts.take("s1", "cookie", start));
  CHECK(attempts.take("neighbour", "cookie", start));
  CHECK(attempts.take("beyond", "cookie", start));
}

TEST_CASE("all together a thousand, of which the oldest go, and those that have run out before") {
  Attempts attempts;
  const auto address = [](std::size_t at) { return "192.0.2." + std::to_string(at / 40); };
  for (std::size_t at = 0; at < kMostAttempts - 1; ++at)
    attempts.put("s" + std::to_string(at), attempt(address(at), start + milliseconds(at)));
  attempts.put("full", attempt("198.51.100.1", start + milliseconds(2000)));
  CHECK(attempts.size() == kMostAttempts);
  attempts.put("beyond", attempt("198.51.100.2", start + milliseconds(2001)));
  CHECK(attempts.size() == kMostAttempts);
  CHECK(attempts.language_of("s0").empty());
  CHECK(attempts.language_of("s1") == "ko");
  attempts.put("later", attempt("198.51.100.3", start + kAttemptLife + milliseconds(998)));
  CHECK(attempts.size() == 3);  // full, beyond, later
}

}  // namespace yellowsea::web
