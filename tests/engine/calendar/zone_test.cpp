// Zones against an oracle that knows nothing of the tz database: fixed offsets, and the written rule of New
// York.
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "engine/calendar/civil.hpp"

using namespace yellowsea;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Zone zone(const char* name) {
  const auto found = Zone::find(name);
  REQUIRE(found);
  return *found;
}

Instant at(const char* text) {
  const auto instant = parse_instant(text);
  REQUIRE(instant);
  return *instant;
}

CivilDate civil(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return {static_cast<int>(date.year()), unsigned(date.month()), unsigned(date.day())};
}

std::chrono::sys_days days_of(CivilDate date) {
  return std::chrono::year(date.year) / std::chrono::month(date.month) / std::chrono::day(date.day);
}

constexpr std::chrono::sys_days first_day = std::chrono::year(2024) / 1 / 1;
constexpr std::chrono::sys_days last_day = std::chrono::year(2040) / 12 / 31;

// 02:00 local of the second Sunday of March and of the first Sunday of November, in UTC.
hours new_york_offset(Instant instant) {
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant)).year();
  const Instant spring = std::chrono::sys_days(year / 3 / std::chrono::Sunday[2]) + hours(7);
  const Instant autumn = std::chrono::sys_days(year / 11 / std::chrono::Sunday[1]) + hours(6);
  return spring <= instant && instant < autumn ? hours(-4) : hours(-5);
}

}  // namespace

TEST_CASE("every day from 2024 to 2040 begins at midnight in the cities without summer time") {
  const auto [name, offset] = GENERATE(std::pair{"Asia/Tokyo", hours(9)}, std::pair{"Asia/Seoul", hours(9)},
                                       std::pair{"Asia/Shanghai", hours(8)});
  const Zone city = zone(name);
  for (auto day = first_day; day <= last_day; day += std::chrono::days(1)) {
    const Instant start = start_of(civil(day), city);
    if (start != Instant(day) - offset)
      FAIL(name << " " << format_date(civil(day)) << " " << format_instant(start));
    if (date_in(start, city) != civil(day)) FAIL(name << " " << format_date(civil(day)));
    if (date_in(start - std::chrono::milliseconds(1), city) != civil(day - std::chrono::days(1))) {
      FAIL(name << " the instant before " << format_date(civil(day)));
    }
  }
}

TEST_CASE(
    "every hour from 2024 to 2040 has the offset of New York's rule, also beyond the tables of the "
    "database") {
  const Zone city = zone("America/New_York");
  for (Instant hour = first_day; hour < Instant(last_day); hour += hours(1)) {
    const auto expected = civil(std::chrono::floor<std::chrono::days>(hour + new_york_offset(hour)));
    if (date_in(hour, city) != expected) FAIL(format_instant(hour));
  }
  for (auto day = first_day; day <= last_day; day += std::chrono::days(1)) {
    const Instant start = start_of(civil(day), city);
    if (start != Instant(day) - new_york_offset(start)) FAIL(format_instant(start));
    const std::string offset = new_york_offset(start) == hours(-4) ? "-04:00" : "-05:00";
    if (format_instant(start, city) != format_date(civil(day)) + "T00:00:00" + offset)
      FAIL(format_instant(start));
  }
}

TEST_CASE("a day that changes the clocks in New York has 23 or 25 hours, every year to 2040") {
  const Zone city = zone("America/New_York");
  for (std::chrono::year year(2024); year <= std::chrono::year(2040); ++year) {
    const std::chrono::sys_days spring = year / 3 / std::chrono::Sunday[2];
    const std::chrono::sys_days autumn = year / 11 / std::chrono::Sunday[1];
    const auto length = [&](std::chrono::sys_days day) {
      return start_of(civil(day + std::chrono::days(1)), city) - start_of(civil(day), city);
    };
    CHECK(length(spring) == hours(23));
    CHECK(length(autumn) == hours(25));
    // 02:30 does not exist in spring: the first instant after the gap is 03:00.
    const Instant before = start_of(civil(spring - std::chrono::days(1)), city) + minutes(150);
    CHECK(add(before, *parse_duration("P1D"), city) == Instant(spring) + hours(7));
    // 01:30 comes twice in autumn: the earlier one counts.
    const Instant eve = start_of(civil(autumn - std::chrono::days(1)), city) + minutes(90);
    CHECK(add(eve, *parse_duration("P1D"), city) == Instant(autumn) + hours(5) + minutes(30));
  }
}

TEST_CASE("Seoul's summer time of 1988") {
  const Zone seoul = zone("Asia/Seoul");
  CHECK(format_instant(at("1988-05-07T16:59:59Z"), seoul) == "1988-05-08T01:59:59+09:00");
  CHECK(format_instant(at("1988-05-07T17:00:00Z"), seoul) == "1988-05-08T03:00:00+10:00");
  CHECK(format_instant(at("1988-10-08T16:59:59Z"), seoul) == "1988-10-09T02:59:59+10:00");
  CHECK(format_instant(at("1988-10-08T17:00:00Z"), seoul) == "1988-10-09T02:00:00+09:00");
  CHECK(start_of({1988, 9, 17}, seoul) == at("1988-09-17T00:00:00+10:00"));
  CHECK(add(at("1988-05-07T02:30:00+09:00"), *parse_duration("P1D"), seoul) ==
        at("1988-05-08T03:00:00+10:00"));
  CHECK(add(at("1988-10-08T02:30:00+10:00"), *parse_duration("P1D"), seoul) ==
        at("1988-10-09T02:30:00+10:00"));
}

TEST_CASE("Shanghai's summer time of 1991") {
  const Zone shanghai = zone("Asia/Shanghai");
  CHECK(format_instant(at("1991-04-13T17:59:59Z"), shanghai) == "1991-04-14T01:59:59+08:00");
  CHECK(format_instant(at("1991-04-13T18:00:00Z"), shanghai) == "1991-04-14T03:00:00+09:00");
  CHECK(format_instant(at("1991-09-14T16:59:59Z"), shanghai) == "1991-09-15T01:59:59+09:00");
  CHECK(format_instant(at("1991-09-14T17:00:00Z"), shanghai) == "1991-09-15T01:00:00+08:00");
  CHECK(start_of({1991, 7, 1}, shanghai) == at("1991-06-30T15:00:00Z"));
  CHECK(start_of({1992, 7, 1}, shanghai) == at("1992-06-30T16:00:00Z"));
  CHECK(add(at("1990-04-14T02:30:00+08:00"), *parse_duration("P1Y"), shanghai) ==
        at("1991-04-14T03:00:00+09:00"));
}

TEST_CASE("midnights that do not exist or come twice") {
  // Clocks went from 24:00 to 01:00.
  CHECK(start_of({2017, 10, 15}, zone("America/Sao_Paulo")) == at("2017-10-15T01:00:00-02:00"));
  // From 24:00 back to 23:00: the day before has 25 hours, this one begins once.
  CHECK(start_of({2017, 2, 19}, zone("America/Sao_Paulo")) == at("2017-02-19T00:00:00-03:00"));
  // From 01:00 back to 00:00: the first of the two midnights.
  CHECK(start_of({2023, 11, 5}, zone("America/Havana")) == at("2023-11-05T00:00:00-04:00"));
  // Samoa left the whole day out.
  CHECK(start_of({2011, 12, 30}, zone("Pacific/Apia")) == at("2011-12-31T00:00:00+14:00"));
}

TEST_CASE("zones with summer time in the south and with half hours beyond 2037") {
  CHECK(start_of({2039, 1, 1}, zone("Australia/Sydney")) == at("2039-01-01T00:00:00+11:00"));
  CHECK(start_of({2039, 7, 1}, zone("Australia/Sydney")) == at("2039-07-01T00:00:00+10:00"));
  CHECK(start_of({2060, 7, 1}, zone("Europe/Berlin")) == at("2060-07-01T00:00:00+02:00"));
  CHECK(start_of({2060, 1, 1}, zone("Europe/Berlin")) == at("2060-01-01T00:00:00+01:00"));
  CHECK(format_instant(at("2026-01-01T00:00:00Z"), zone("Asia/Kolkata")) == "2026-01-01T05:30:00+05:30");
  CHECK(format_instant(at("2026-01-01T00:00:00Z"), zone("America/St_Johns")) == "2025-12-31T20:30:00-03:30");
}

TEST_CASE(
    "offsets with seconds, from before standard time, are written in whole minutes of the same instant") {
  const Instant instant = at("1890-01-01T00:00:00Z");
  const std::string text = format_instant(instant, zone("Asia/Shanghai"));
  CHECK(text == "1890-01-01T08:05:00+08:05");
  CHECK(parse_instant(text) == instant);
}

TEST_CASE("names of zones") {
  for (const char* unknown : {"", "Asia/Atlantis", "asia/tokyo", "Asia/Tokyo ", "Asia", "../etc/passwd",
                              "/etc/passwd", "tzdata.zi", "leapseconds"}) {
    CHECK_FALSE(Zone::find(unknown));
  }
  CHECK_FALSE(Zone::find(std::string(100'000, 'x')));
  CHECK_FALSE(Zone::find(std::string_view("Asia/Tokyo\0", 11)));
  CHECK(zone("Asia/Tokyo").name() == "Asia/Tokyo");
  CHECK(zone("Asia/Tokyo") == zone("Asia/Tokyo"));
  CHECK_FALSE(zone("Asia/Tokyo") == zone("Asia/Seoul"));
  CHECK(Zone::utc().name() == "UTC");
  CHECK(zone("UTC") == Zone::utc());
  CHECK(format_instant(at("2026-01-01T00:00:00Z"), Zone::utc()) == "2026-01-01T00:00:00+00:00");
}

TEST_CASE("zones can be looked up and used from many threads at once") {
  std::vector<int> good(8, 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < good.size(); ++i) {
    threads.emplace_back([&good, i] {
      for (int round = 0; round < 200; ++round) {
        for (const char* name : {"Europe/Paris", "Asia/Ho_Chi_Minh", "Asia/Vladivostok", "Nowhere/Land"}) {
          const auto found = Zone::find(name);
          if (found && days_of(date_in(Instant(), *found)) == std::chrono::sys_days()) ++good[i];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == std::vector<int>(8, 600));
}
