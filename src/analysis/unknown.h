#pragma once

#include <limits>

namespace zhiheng::analysis {

/// What stands in a column of numbers where a value is not defined.
inline constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace zhiheng::analysis
