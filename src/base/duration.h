#pragma once
// Lengths of time in the unit of Timestamp.

#include <cstdint>

namespace zhiheng::duration {

inline constexpr std::int64_t second = 1'000'000;  ///< microseconds
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;

}  // namespace zhiheng::duration
