#pragma once
// Which of many findings stand when so many were looked at?

#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// Benjamini-Hochberg adjusted p-values: declare those at most q, and at most a share q of the
/// declared is expected to be false (independent or positively dependent tests).
///
/// adjusted(i) = min over j >= i of p(j) m / j, in ascending order, at most 1.
///
/// @param p_values  each in [0, 1]
/// @return  one per p-value, in the order given
/// @fails   probability_out_of_range
/// @cost    m log m
/// @source  Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289-300
[[nodiscard]] Result<std::vector<double>> benjamini_hochberg(std::span<const double> p_values);

/// Holm's adjusted p-values: at most q means that any false declaration has probability <= q.
///
/// @fails   probability_out_of_range
/// @source  S. Holm, Scand. J. Stat. 6 (1979) 65-70
[[nodiscard]] Result<std::vector<double>> holm(std::span<const double> p_values);

}  // namespace zhiheng::stat
