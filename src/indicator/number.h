#pragma once
// Numbers as they are written in answers.

#include <cstdint>
#include <string>

namespace zhiheng::indicator {

/// The shortest form of the value rounded to 12 digits: engines add in different orders, and the
/// last digits of a sum are noise.
[[nodiscard]] std::string real_text(double value);

/// "12,345".
[[nodiscard]] std::string grouped(std::int64_t value);

/// With so many places: "95.32".
[[nodiscard]] std::string fixed(double value, int places);

}  // namespace zhiheng::indicator
