#include "indicator/number.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace zhiheng::indicator {

std::string real_text(double value) {
  char rounded[40];
  std::snprintf(rounded, sizeof rounded, "%.12g", value);
  const double same = std::strtod(rounded, nullptr);
  char text[40];
  const auto [end, error] = std::to_chars(text, text + sizeof text, same);
  return {text, end};
}

std::string grouped(std::int64_t value) {
  std::string text = std::to_string(value);
  const std::size_t sign = value < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > sign + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string fixed(double value, int places) {
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

}  // namespace zhiheng::indicator
