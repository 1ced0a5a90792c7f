// Text forms and arithmetic of dates, instants and durations.
#include "engine/calendar/civil.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;
using std::chrono::milliseconds;

namespace {

Instant at(const char* text) {
  const auto instant = parse_instant(text);
  INFO(text);
  REQUIRE(instant);
  return *instant;
}

Duration lasting(const char* text) {
  const auto duration = parse_duration(text);
  INFO(text);
  REQUIRE(duration);
  return *duration;
}

CivilDate plus(CivilDate date, const char* duration) { return add(date, lasting(duration)); }

}  // namespace

TEST_CASE("instants are read with any offset") {
  const Instant expected = at("2010-11-25T01:02:03Z");
  for (const char* text :
       {"2010-11-25T10:02:03+09:00", "2010-11-24T20:02:03-05:00", "2010-11-25t01:02:03z",
        "2010-11-25T01:02:03.000Z", "2010-11-25T01:02:03-00:00", "2010-11-25T01:02:03.0009999Z"}) {
    CHECK(at(text) == expected);
  }
  CHECK(at("2010-11-25T01:02:03.5Z") - expected == milliseconds(500));
  CHECK(at("1970-01-01T00:00:00Z") == Instant());
  CHECK(at("1969-12-31T23:59:59.999Z") == Instant(milliseconds(-1)));
  CHECK(at("2016-12-31T23:59:60Z") == at("2017-01-01T00:00:00Z"));
  CHECK(at("2017-01-01T08:59:60+09:00") == at("2017-01-01T00:00:00Z"));
}

TEST_CASE("what is not an instant is refused") {
  for (const char* text : {"",
                           "2010-11-25",
                           "2010-11-25T01:02Z",
                           "2010-11-25T01:02:03",
                           "2010-11-25 01:02:03Z",
                           "2010-02-29T00:00:00Z",
                           "2010-11-25T24:00:00Z",
                           "2010-11-25T01:60:00Z",
                           "2010-11-25T01:02:61Z",
                           "2010-11-25T01:02:60Z",
                           "2010-11-25T01:02:03.Z",
                           "2010-11-25T01:02:03+0900",
                           "2010-11-25T01:02:03+24:00",
                           "2010-11-25T01:02:03+09:60",
                           "2010-11-25T01:02:03Zx",
                           " 2010-11-25T01:02:03Z",
                           "+2010-11-25T01:02:03Z",
                           "0000-01-01T00:00:00Z",
                           "0001-01-01T00:00:00+09:00",
                           "9999-12-31T23:59:59-01:00",
                           "2010-11-25T01:02:03+9:00",
                           "２010-11-25T01:02:03Z"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text));
  }
}

TEST_CASE("instants are written in UTC, with milliseconds only where there are some") {
  CHECK(format_instant(at("2010-11-25T10:02:03+09:00")) == "2010-11-25T01:02:03Z");
  CHECK(format_instant(at("2010-11-25T01:02:03.04Z")) == "2010-11-25T01:02:03.040Z");
  CHECK(format_instant(Instant(milliseconds(-1))) == "1969-12-31T23:59:59.999Z");
  CHECK(format_instant(at("0001-01-01T00:00:00Z")) == "0001-01-01T00:00:00Z");
  CHECK(format_instant(Instant::max()) == "9999-12-31T23:59:59.999Z");
  CHECK(format_instant(Instant::min()) == "0001-01-01T00:00:00Z");
  const auto tokyo = Zone::find("Asia/Tokyo");
  REQUIRE(tokyo);
  CHECK(format_instant(at("2012-11-25T14:59:59Z"), *tokyo) == "2012-11-25T23:59:59+09:00");
  CHECK(format_instant(Instant::max(), *tokyo) == "9999-12-31T23:59:59.999Z");
  CHECK(date_in(Instant::max(), *tokyo) == CivilDate{9999, 12, 31});
}

TEST_CASE("dates are those that exist") {
  CHECK(parse_date("2028-02-29") == CivilDate{2028, 2, 29});
  CHECK(parse_date("2000-02-29") == CivilDate{2000, 2, 29});
  CHECK(format_date({7, 1, 2}) == "0007-01-02");
  for (const char* text :
       {"", "2027-02-29", "1900-02-29", "2027-04-31", "2027-13-01", "2027-00-01", "2027-01-00", "2027-1-1",
        "20270101", "2027-01-01 ", "2027-01-01T00:00:00Z", "0000-01-01", "-001-01-01"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text));
  }
  for (auto day = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);
       day < std::chrono::year(2041) / 1 / 1; day += std::chrono::days(1)) {
    const std::chrono::year_month_day date(day);
    const CivilDate expected{static_cast<int>(date.year()), unsigned(date.month()), unsigned(date.day())};
    if (parse_date(format_date(expected)) != expected) FAIL(format_date(expected));
  }
}

TEST_CASE("durations are read and written") {
  CHECK(lasting("P1Y2M3DT4H5M6S") == Duration{false, 14, 3, 14'706'000});
  CHECK(lasting("-P90D") == Duration{true, 0, 90, 0});
  CHECK(lasting("P2W") == Duration{false, 0, 14, 0});
  CHECK(lasting("PT0.5S") == Duration{false, 0, 0, 500});
  CHECK(lasting("PT0.0019S") == Duration{false, 0, 0, 1});
  CHECK(lasting("-P0D") == Duration{});
  CHECK(lasting("P1M") == Duration{false, 1, 0, 0});
  CHECK(lasting("PT1M") == Duration{false, 0, 0, 60'000});
  for (const char* text :
       {"P2Y", "P90D", "P1Y2M3DT4H5M6S", "PT0.500S", "-P1D", "PT0S", "PT36H", "P11M", "PT59M"}) {
    CHECK(format_duration(lasting(text)) == text);
  }
}

TEST_CASE("what is not a duration is refused") {
  for (const char* text : {"",
                           "P",
                           "PT",
                           "-P",
                           "P1",
                           "1D",
                           "P1DT",
                           "P1H",
                           "PT1D",
                           "P1D1Y",
                           "P1Y1Y",
                           "P-1D",
                           "P1.5D",
                           "PT1.5H",
                           "PT.5S",
                           "PT1.S",
                           "p1d",
                           "+P1D",
                           "P 1D",
                           "P1D ",
                           "PT1S1M",
                           "P10001Y",
                           "P3660001D",
                           "P999999999999999999999D",
                           "PT999999999999999S",
                           "P1YT",
                           "--P1D"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("a month or a year ends where the calendar ends it") {
  CHECK(plus({2028, 2, 29}, "P2Y") == CivilDate{2030, 2, 28});
  CHECK(plus({2028, 2, 29}, "P4Y") == CivilDate{2032, 2, 29});
  CHECK(plus({2028, 2, 29}, "-P1Y") == CivilDate{2027, 2, 28});
  CHECK(plus({2026, 1, 31}, "P1M") == CivilDate{2026, 2, 28});
  CHECK(plus({2028, 1, 31}, "P1M") == CivilDate{2028, 2, 29});
  CHECK(plus({2026, 3, 31}, "-P1M") == CivilDate{2026, 2, 28});
  CHECK(plus({2026, 1, 15}, "-P1M") == CivilDate{2025, 12, 15});
  CHECK(plus({2026, 1, 31}, "P1M1D") == CivilDate{2026, 3, 1});  // months first
  CHECK(plus({2026, 12, 31}, "P1D") == CivilDate{2027, 1, 1});
  CHECK(plus({2010, 11, 25}, "P2Y") == CivilDate{2012, 11, 25});
  CHECK(plus({2026, 1, 1}, "PT48H") == CivilDate{2026, 1, 1});
  CHECK(plus({9999, 12, 31}, "P1D") == CivilDate{9999, 12, 31});
  CHECK(plus({1, 1, 1}, "-P10000Y") == CivilDate{1, 1, 1});
  CHECK(add(CivilDate{2026, 1, 1}, Duration{false, INT64_MAX, INT64_MAX, INT64_MAX}) ==
        CivilDate{9999, 12, 31});
}

TEST_CASE("every day from 2024 to 2040 plus two years keeps its day, but for 29 February") {
  for (auto day = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);
       day < std::chrono::year(2041) / 1 / 1; day += std::chrono::days(1)) {
    const std::chrono::year_month_day date(day);
    const CivilDate from{static_cast<int>(date.year()), unsigned(date.month()), unsigned(date.day())};
    CivilDate expected{from.year + 2, from.month, from.day};
    if (from.month == 2 && from.day == 29) expected.day = 28;
    if (plus(from, "P2Y") != expected) FAIL(format_date(from));
  }
}

TEST_CASE("instants move on the calendar with their time of day, then by elapsed time") {
  const auto new_york = Zone::find("America/New_York");
  REQUIRE(new_york);
  CHECK(add(at("2026-03-07T12:00:00-05:00"), lasting("P1D"), *new_york) == at("2026-03-08T12:00:00-04:00"));
  CHECK(add(at("2026-03-07T12:00:00-05:00"), lasting("PT24H"), *new_york) == at("2026-03-08T13:00:00-04:00"));
  CHECK(add(at("2026-03-09T02:30:00-04:00"), lasting("-P1D"), *new_york) == at("2026-03-08T03:00:00-04:00"));
  CHECK(add(at("2026-03-07T02:30:00-05:00"), lasting("P1DT1H"), *new_york) ==
        at("2026-03-08T04:00:00-04:00"));
  // Elapsed time alone does not touch the calendar: the later 01:30 stays the later one.
  CHECK(add(at("2026-11-01T01:30:00-05:00"), lasting("PT1M"), *new_york) == at("2026-11-01T01:31:00-05:00"));
  CHECK(add(at("2026-11-01T01:30:00-05:00"), Duration{}, *new_york) == at("2026-11-01T01:30:00-05:00"));
  CHECK(add(at("2028-02-29T23:59:59.999Z"), lasting("P1Y"), Zone::utc()) == at("2029-02-28T23:59:59.999Z"));
  CHECK(add(at("2010-11-25T00:00:00+09:00"), lasting("P2YT23H59M59S"), *Zone::find("Asia/Tokyo")) ==
        at("2012-11-25T23:59:59+09:00"));
}

TEST_CASE("instants outside the calendar are cut to it") {
  CHECK(format_instant(add(at("2026-01-01T00:00:00Z"), lasting("P9999Y"), Zone::utc())) ==
        "9999-12-31T23:59:59.999Z");
  CHECK(format_instant(add(at("2026-01-01T00:00:00Z"), lasting("-P9999Y"), Zone::utc())) ==
        "0001-01-01T00:00:00Z");
  CHECK(add(Instant::max(), Duration{false, INT64_MAX, INT64_MAX, INT64_MAX}, Zone::utc()) ==
        at("9999-12-31T23:59:59.999Z"));
  CHECK(add(Instant::min(), Duration{true, 0, 0, INT64_MAX}, Zone::utc()) == at("0001-01-01T00:00:00Z"));
  CHECK(start_of({12345, 1, 1}, Zone::utc()) == at("9999-12-31T00:00:00Z"));
}
