#include "engine/base/decimal.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace yellowsea {
namespace {

// Ten times a whole number of 64 bits has no room in 64 bits.
__extension__ using Wide = unsigned __int128;

// digits · 10^exponent, without zeros at the end of the digits. The sign does not matter to multiples.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

Decimal without_zeros(Decimal number) {
  while (number.digits != 0 && number.digits % 10 == 0) {
    number.digits /= 10;
    ++number.exponent;
  }
  return number;
}

// The shortest decimal that is read as this double: what somebody wrote, for up to 15 digits.
Decimal decimal_of(double number) {
  std::array<char, 32> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number),
                                     std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t end = text.find('e');
  Decimal decimal;
  for (std::size_t at = 0; at < end; ++at) {
    if (text[at] == '.') continue;
    decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(text[at] - '0');
    if (at > 0) --decimal.exponent;
  }
  const std::size_t sign = text[end + 1] == '+' ? 1 : 0;
  int exponent = 0;
  std::from_chars(text.data() + end + 1 + sign, text.data() + text.size(), exponent);
  decimal.exponent += exponent;
  return without_zeros(decimal);
}

Decimal decimal_of(const Json& number) {
  if (number.is_number_unsigned()) return without_zeros({number.get<std::uint64_t>(), 0});
  if (number.is_number_float()) return decimal_of(number.get<double>());
  const auto value = number.get<std::int64_t>();
  // Counted up from below zero: the smallest integer has no positive one.
  const std::uint64_t size =
      value < 0 ? static_cast<std::uint64_t>(-(value + 1)) + 1 : static_cast<std::uint64_t>(value);
  return without_zeros({size, 0});
}

}  // namespace

bool is_multiple(const Json& number, const Json& step) {
  if (number.is_number_float() && !std::isfinite(number.get<double>())) return false;
  if (step.is_number_float() && !std::isfinite(step.get<double>())) return false;
  const Decimal whole = decimal_of(number);
  const Decimal part = decimal_of(step);
  if (whole.digits == 0) return true;
  if (part.digits == 0) return false;
  // Digits without a zero at their end are no multiple of ten, so a step with a higher exponent never fits.
  if (whole.exponent < part.exponent) return false;
  Wide rest = whole.digits % part.digits;
  for (int at = part.exponent; at < whole.exponent && rest != 0; ++at) rest = rest * 10 % part.digits;
  return rest == 0;
}

}  // namespace yellowsea
