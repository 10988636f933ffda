#pragma once
// Who goes with whom, when each may have at most one partner?

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct AssignmentEdge {
  std::size_t left = 0;
  std::size_t right = 0;
  double gain = 0;  ///< of pairing the two; not pairing someone gains 0
};

/// The pairs with the largest total gain in which nobody stands twice, exactly.
///
/// Shortest augmenting paths with potentials on the edges given, so that the cost depends on their
/// number and not on left x right. Among optima the one that the order of the edges leads to.
///
/// @param lefts, rights  how many there are on each side
/// @return  places in `edges`, ascending; edges without a gain above 0 are never taken
/// @fails   value_out_of_range (left, right), value_not_finite (gain)
/// @cost    lefts x (edges of the connected part) x log at worst
/// @source  R. Jonker, A. Volgenant, Computing 38 (1987) 325-340; J. Edmonds, R. M. Karp, J. ACM 19
///          (1972) 248-264 (potentials)
[[nodiscard]] Result<std::vector<std::size_t>> assign(std::size_t lefts, std::size_t rights,
                                                      std::span<const AssignmentEdge> edges);

}  // namespace zhiheng::stat
