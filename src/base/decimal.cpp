#include "base/decimal.h"

#include <cassert>
#include <charconv>

#include "base/failures.h"

namespace zhiheng {
namespace {

__extension__ using Wide = __int128;  // 18 digits times 10^18 fit

constexpr auto powers = [] {
  std::array<std::int64_t, most_digits + 1> table{};
  std::int64_t power = 1;
  for (auto& entry : table) {
    entry = power;
    if (power <= 100'000'000'000'000'000) power *= 10;
  }
  return table;
}();

constexpr std::int64_t too_many = powers[most_digits];  // the first number that is too long

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

std::string places_wanted(int scale) { return "0.." + std::to_string(scale) + " places"; }

}  // namespace

Result<Decimal> parse_decimal(std::string_view text, int scale) {
  assert(scale >= 0 && scale <= most_digits);
  const auto malformed = [&] {
    return fail(base::decimal_malformed, "decimal", std::string(text), "-12.50");
  };
  std::size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) at = 1;
  if (at == text.size() || !is_digit(text[at])) return malformed();

  std::uint64_t unscaled = 0;  // unsigned: ten times 18 digits still fits, and is then refused
  int places = -1;             // -1 until the point has been seen
  bool too_long = false;
  bool too_fine = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (!is_digit(text[at])) return malformed();
    if (places >= 0 && places == scale) {
      too_fine = too_fine || text[at] != '0';
      continue;
    }
    if (places >= 0) ++places;
    if (!too_long) unscaled = unscaled * 10 + static_cast<unsigned>(text[at] - '0');
    too_long = too_long || unscaled >= too_many;
  }
  if (text.back() == '.') return malformed();
  if (too_fine)
    return fail(base::decimal_places, "decimal", std::string(text), places_wanted(scale));
  for (int missing = std::max(places, 0); missing < scale && !too_long; ++missing) {
    unscaled *= 10;
    too_long = unscaled >= too_many;
  }
  if (too_long) return fail(base::decimal_too_long, "decimal", std::string(text), "<= 18 digits");
  const auto magnitude = static_cast<std::int64_t>(unscaled);
  return Decimal{negative ? -magnitude : magnitude, static_cast<std::uint8_t>(scale)};
}

std::string to_text(Decimal value) {
  char buffer[24];
  const bool negative = value.unscaled < 0;
  // The smallest int64 has no positive twin; unsigned arithmetic has.
  auto rest = static_cast<std::uint64_t>(value.unscaled);
  if (negative) rest = 0 - rest;
  char* const end = buffer + sizeof buffer;
  char* at = end;
  for (int place = 0; place <= value.scale || rest != 0; ++place) {
    if (place == value.scale && place > 0) *--at = '.';
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  if (negative) *--at = '-';
  return {at, end};
}

double to_double(Decimal value) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (value.unscaled <= exact && value.unscaled >= -exact) {
    // Both are exact doubles (10^18 < 2^53 * 5^18), so the one division rounds once.
    return static_cast<double>(value.unscaled) / static_cast<double>(powers[value.scale]);
  }
  const std::string text = to_text(value);
  double nearest = 0;
  std::from_chars(text.data(), text.data() + text.size(), nearest);
  return nearest;
}

std::strong_ordering compare(Decimal a, Decimal b) {
  const Wide left = static_cast<Wide>(a.unscaled) * powers[b.scale];
  const Wide right = static_cast<Wide>(b.unscaled) * powers[a.scale];
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

Result<Decimal> rescale(Decimal value, int scale) {
  assert(scale >= 0 && scale <= most_digits);
  const auto places = static_cast<std::uint8_t>(scale);
  if (scale <= value.scale) {
    const std::int64_t divisor = powers[static_cast<std::size_t>(value.scale - scale)];
    if (value.unscaled % divisor != 0) {
      return fail(base::decimal_places, "decimal", to_text(value), places_wanted(scale));
    }
    return Decimal{value.unscaled / divisor, places};
  }
  const Wide wide =
      static_cast<Wide>(value.unscaled) * powers[static_cast<std::size_t>(scale - value.scale)];
  if (wide >= too_many || wide <= -too_many) {
    return fail(base::decimal_too_long, "decimal", to_text(value), "<= 18 digits");
  }
  return Decimal{static_cast<std::int64_t>(wide), places};
}

}  // namespace zhiheng
