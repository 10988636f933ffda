#pragma once

#include <limits>

namespace zhiheng {

/// The bound of an interval that has none.
inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace zhiheng
