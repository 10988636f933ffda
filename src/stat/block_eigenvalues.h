#pragma once
// Is a block of items one-dimensional? Its principal components.

#include "stat/matrix.h"

namespace zhiheng::stat {

struct BlockComponents {
  double first = 1;   ///< eigenvalues of the block's correlations, largest first
  double second = 0;  ///< 0 with a single item
  double rho = 1;     ///< Dillon and Goldstein's: (sum l)^2 / ((sum l)^2 + sum (1 - l^2)), l the
                      ///< correlations of the items with the first component
};

/// @param correlations  of the block's items, at least one
[[nodiscard]] BlockComponents block_components(const Matrix& correlations);

}  // namespace zhiheng::stat
