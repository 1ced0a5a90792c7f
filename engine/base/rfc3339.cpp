#include "engine/base/rfc3339.hpp"

#include <cstddef>

namespace yellowsea {
namespace {

using std::chrono::milliseconds;
using Millis = std::chrono::sys_time<milliseconds>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from its front; the first thing that does not fit makes it `bad` for good.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool bad() const { return bad_; }
  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(peek())) return refuse();
      value = value * 10 + (take() - '0');
    }
    return value;
  }

  void one_of(std::string_view chars) {
    if (rest_.empty() || chars.find(rest_.front()) == std::string_view::npos) {
      refuse();
    } else {
      take();
    }
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  int refuse() {
    bad_ = true;
    return 0;
  }

 private:
  std::string_view rest_;
  bool bad_ = false;
};

// The digits in that part of a text; -1 if something else is there.
int number_in(std::string_view text, std::size_t begin, std::size_t end) {
  int value = 0;
  for (; begin < end; ++begin) {
    if (!is_digit(text[begin])) return -1;
    value = value * 10 + (text[begin] - '0');
  }
  return value;
}

std::optional<std::chrono::year_month_day> checked_date(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok()) return std::nullopt;
  return date;
}

std::optional<std::chrono::year_month_day> read_date(Reader& in) {
  const int year = in.digits(4);
  in.one_of("-");
  const int month = in.digits(2);
  in.one_of("-");
  const int day = in.digits(2);
  return in.bad() ? std::nullopt : checked_date(year, month, day);
}

// The digits after the point, as milliseconds; at least one digit is demanded.
int read_fraction(Reader& in) {
  if (!is_digit(in.peek())) return in.refuse();
  int value = 0;
  int unit = 100;
  while (is_digit(in.peek())) {
    value += (in.take() - '0') * unit;
    unit /= 10;
  }
  return value;
}

std::chrono::minutes read_offset(Reader& in) {
  const char sign = in.peek();
  in.one_of("Zz+-");
  if (in.bad() || sign == 'Z' || sign == 'z') return std::chrono::minutes(0);
  const int hours = in.digits(2);
  in.one_of(":");
  const int minutes = in.digits(2);
  if (hours > 23 || minutes > 59) in.refuse();
  const std::chrono::minutes offset(hours * 60 + minutes);
  return sign == '-' ? -offset : offset;
}

}  // namespace

std::optional<std::chrono::year_month_day> parse_rfc3339_date(std::string_view text) {
  // Deadlines are read with every event that starts a timer: without the reader's steps.
  if (text.size() != std::string_view("YYYY-MM-DD").size() || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  const int year = number_in(text, 0, 4);
  const int month = number_in(text, 5, 7);
  const int day = number_in(text, 8, 10);
  return year < 0 || month < 0 || day < 0 ? std::nullopt : checked_date(year, month, day);
}

std::optional<Millis> parse_rfc3339_instant(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  if (!date) return std::nullopt;
  in.one_of("Tt");
  const int hour = in.digits(2);
  in.one_of(":");
  const int minute = in.digits(2);
  in.one_of(":");
  const int second = in.digits(2);
  int fraction = 0;
  if (in.peek() == '.') {
    in.take();
    fraction = read_fraction(in);
  }
  const std::chrono::minutes offset = read_offset(in);
  if (in.bad() || !in.at_end() || hour > 23 || minute > 59 || second > 60) return std::nullopt;

  const bool leap_second = second == 60;
  const auto whole_minute =
      Millis(std::chrono::sys_days(*date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) - offset;
  if (leap_second) {
    const auto of_day = whole_minute - std::chrono::floor<std::chrono::days>(whole_minute);
    if (of_day != std::chrono::hours(23) + std::chrono::minutes(59)) return std::nullopt;
    fraction = 0;
  }
  const auto instant = whole_minute + std::chrono::seconds(second) + milliseconds(fraction);
  const auto day = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant));
  if (day.year() < std::chrono::year(1) || day.year() > std::chrono::year(9999)) return std::nullopt;
  return instant;
}

}  // namespace yellowsea
