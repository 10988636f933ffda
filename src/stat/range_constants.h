#pragma once
// How large are range and standard deviation of a small normal sample on average?

#include <cstddef>

#include "base/result.h"

namespace zhiheng::stat {

/// Factors of samples of n from a normal distribution with standard deviation one: d2 and d3, mean
/// and standard deviation of the range, and c4, mean of the sample standard deviation.
struct RangeConstants {
  double d2 = 0;
  double d3 = 0;
  double c4 = 0;
};

/// By numerical integration of P(range > r), exact to about ten digits.
///
/// @param n  2..100
/// @fails   value_out_of_range
/// @source  L. H. C. Tippett, Biometrika 17 (1925) 364-387; ISO 7870-2:2013, table 2
/// @checked the printed tables: d2(5) = 2.326, d3(5) = 0.864, c4(5) = 0.9400
[[nodiscard]] Result<RangeConstants> range_constants(std::size_t n);

}  // namespace zhiheng::stat
