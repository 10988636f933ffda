#pragma once
// Which sentence of the lower plan answers which of the upper?

#include "plan/compare_text.h"

namespace zhiheng::plan {

/// One upper unit and one lower unit that answer each other.
struct Link {
  std::size_t upper = 0, lower = 0;
  double common = 0;     ///< weight of the terms in common
  double alike = 0;      ///< 0..1
  bool repeats = false;  ///< says again what an earlier link says: makes neither split nor merger
};

/// Links in three rounds, best first: one partner each; further partners for what the first left
/// unexplained; units that repeat what has a partner already.
///
/// @return  by upper unit, then lower
/// @cost    a bounded number of candidates in all, then linear in them
[[nodiscard]] std::vector<Link> link_units(const TextPair& texts, const CompareBounds& bounds);

}  // namespace zhiheng::plan
