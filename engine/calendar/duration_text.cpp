// ISO 8601 durations as text.
#include <array>
#include <span>

#include "engine/calendar/civil.hpp"
#include "engine/calendar/limits.hpp"

namespace yellowsea {
namespace {

// One "12Y" of a duration.
struct Component {
  std::int64_t value = 0;
  std::int64_t milliseconds = 0;  // the fraction, of seconds
  bool fraction = false;
  char unit = '\0';
};

std::optional<Component> take_component(std::string_view& text) {
  constexpr std::size_t most_digits = 15;
  Component part;
  std::size_t at = 0;
  const auto is_digit = [&] { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  for (; is_digit() && at <= most_digits; ++at) part.value = part.value * 10 + (text[at] - '0');
  if (at == 0 || at > most_digits) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    part.fraction = true;
    ++at;
    if (!is_digit()) return std::nullopt;
    for (std::int64_t unit = 100; is_digit(); ++at, unit /= 10) part.milliseconds += (text[at] - '0') * unit;
  }
  if (at == text.size()) return std::nullopt;
  part.unit = text[at];
  text.remove_prefix(at + 1);
  return part;
}

// Reads components whose units come in the order of `units`; each adds to a sum, times the factor of its
// unit. nullopt if the text is not that or the sum is more than `most`.
struct Unit {
  char letter;
  std::int64_t factor;
  std::int64_t* sum;
  std::int64_t most;
};

bool take_components(std::string_view text, std::span<const Unit> units) {
  if (text.empty()) return false;
  while (!text.empty()) {
    const auto part = take_component(text);
    if (!part) return false;
    while (!units.empty() && units.front().letter != part->unit) units = units.subspan(1);
    if (units.empty()) return false;
    const Unit unit = units.front();
    units = units.subspan(1);
    if (part->fraction && unit.letter != 'S') return false;
    if (part->value > unit.most / unit.factor) return false;
    *unit.sum += part->value * unit.factor + part->milliseconds;
    if (*unit.sum > unit.most) return false;
  }
  return true;
}

void append_component(std::string& text, std::int64_t value, char unit) {
  if (value != 0) text += std::to_string(value) + unit;
}

// Milliseconds as ".25", without what is zero.
std::string fraction_of(std::int64_t milliseconds) {
  if (milliseconds == 0) return "";
  const std::string text = std::to_string(milliseconds);
  return "." + std::string(3 - text.size(), '0') + text;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  Duration duration;
  if (text.starts_with('-')) {
    duration.negative = true;
    text.remove_prefix(1);
  }
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t clock = text.find('T');
  const std::string_view calendar_part = text.substr(0, clock);

  const std::array calendar_units{
      Unit{'Y', 12, &duration.months, most_months}, Unit{'M', 1, &duration.months, most_months},
      Unit{'W', 7, &duration.days, most_days}, Unit{'D', 1, &duration.days, most_days}};
  const std::array clock_units{Unit{'H', 3'600'000, &duration.milliseconds, most_milliseconds},
                               Unit{'M', 60'000, &duration.milliseconds, most_milliseconds},
                               Unit{'S', 1'000, &duration.milliseconds, most_milliseconds}};
  const bool has_clock = clock != std::string_view::npos;
  if (!(has_clock && calendar_part.empty()) && !take_components(calendar_part, calendar_units))
    return std::nullopt;
  if (has_clock && !take_components(text.substr(clock + 1), clock_units)) return std::nullopt;
  if (duration.months == 0 && duration.days == 0 && duration.milliseconds == 0) duration.negative = false;
  return duration;
}

std::string format_duration(const Duration& duration) {
  std::string text = duration.negative ? "-P" : "P";
  append_component(text, duration.months / 12, 'Y');
  append_component(text, duration.months % 12, 'M');
  append_component(text, duration.days, 'D');
  if (duration.milliseconds != 0) {
    text += 'T';
    append_component(text, duration.milliseconds / 3'600'000, 'H');
    append_component(text, duration.milliseconds / 60'000 % 60, 'M');
    const std::int64_t rest = duration.milliseconds % 60'000;
    if (rest != 0) {
      text += std::to_string(rest / 1'000) + fraction_of(rest % 1'000) + 'S';
    }
  }
  return text.ends_with('P') ? "PT0S" : text;
}

}  // namespace yellowsea
