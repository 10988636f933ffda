#pragma once
// How much of each indicator do the main components hold?

#include <cstddef>
#include <span>
#include <vector>

namespace zhiheng::stat {

/// Communality of each indicator: the sum of eigenvalue x squared loading over the components whose
/// eigenvalue is at least 1, or over the first one when rounding leaves none.
///
/// @param correlations  `count` x `count` by rows, symmetric
[[nodiscard]] std::vector<double> component_weights(std::span<const double> correlations,
                                                    std::size_t count);

}  // namespace zhiheng::stat
