// What is kept for a time only, at its limits; a few rows at a time.
#include "engine/service/retention.hpp"

#include <catch2/catch.hpp>

#include "engine/service/attachments.hpp"
#include "engine/service/audit.hpp"
#include "tests/engine/service/people_place.hpp"

namespace yellowsea {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

std::int64_t count(Instant instant) { return instant.time_since_epoch().count(); }

std::size_t lines(const PeoplePlace& place) { return place.session().audit(0, 10'000).size(); }

}  // namespace

TEST_CASE("the log of access is kept for as long as is said, to the millisecond") {
  const PeoplePlace place;
  const Instant start = place.clock.now();
  const Retention retention{hours(24) * kFewestAccessLogDays};
  audit(place.session(), start, AuditType::signed_out, {});
  audit(place.session(), start + milliseconds(1), AuditType::signed_out, {});
  forget_what_is_old(place.session(), start + retention.access_log - milliseconds(1), retention);
  CHECK(lines(place) == 2);
  forget_what_is_old(place.session(), start + retention.access_log, retention);
  CHECK(lines(place) == 2);
  forget_what_is_old(place.session(), start + retention.access_log + milliseconds(1), retention);
  CHECK(lines(place) == 1);
  CHECK(Retention().access_log == hours(24) * 730);
}

TEST_CASE("a sweep takes a thousand lines at most") {
  const PeoplePlace place;
  REQUIRE(place.session().begin());
  for (std::size_t at = 0; at < kRowsInSweep + 1; ++at)
    audit(place.session(), place.clock.now(), AuditType::signed_out, {});
  REQUIRE(place.session().commit());
  const Instant later = place.clock.now() + Retention().access_log + hours(1);
  forget_what_is_old(place.session(), later, {});
  CHECK(lines(place) == 1);
  forget_what_is_old(place.session(), later, {});
  CHECK(lines(place) == 0);
}

TEST_CASE("a session's address and browser go when no session can last that long") {
  const PeoplePlace place;
  place.add("ann");
  const auto attempt = place.people.look_up(place.session(), "ann");
  const auto verdict = verify_password(attempt.stored, PeoplePlace::kPassword, attempt.cost);
  REQUIRE(place.people.sign_in(place.session(), attempt, verdict));
  const Instant start = place.clock.now();
  const auto left = [&](milliseconds after) {
    forget_what_is_old(place.session(), start + after, {});
    return place.session().sessions_of(attempt.person).size();
  };
  CHECK(left(People::kLongestSession - milliseconds(1)) == 1);
  CHECK(left(People::kLongestSession) == 1);
  CHECK(left(People::kLongestSession + milliseconds(1)) == 0);
}

TEST_CASE("a file that nothing came to name goes after a day, twenty at a time") {
  const PeoplePlace place;
  place.add("ann");
  const auto person = place.session().person("ann")->id;
  const Instant start = place.clock.now();
  for (std::size_t at = 0; at < kFilesInSweep + 1; ++at) {
    const std::string name = "file " + std::to_string(at);
    place.session().put_attachment({name, "text/plain", 1, count(start), {}});
    place.session().put_attachment_upload({name, person, name, count(start)});
  }
  const auto left = [&](milliseconds after) {
    forget_what_is_old(place.session(), start + after, {});
    return place.session().attachments("", 100).size();
  };
  const auto kept = AttachmentLimits().unused_kept;
  CHECK(left(kept - milliseconds(1)) == kFilesInSweep + 1);
  CHECK(left(kept) == kFilesInSweep + 1);
  CHECK(left(kept + milliseconds(1)) == 1);
  CHECK(left(kept + milliseconds(1)) == 0);
}

}  // namespace yellowsea
