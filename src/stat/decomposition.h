#pragma once
// Did the rate change because the parts changed, or because their mix did?

#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// One part (an industry, a product category) before and after.
struct Part {
  double weight_before = 0;  ///< share of the whole, >= 0; all sum to one
  double rate_before = 0;    ///< not read where weight_before is 0
  double weight_after = 0;
  double rate_after = 0;  ///< not read where weight_after is 0
};

struct PartEffect {
  double rate_effect = 0;  ///< mean weight x change of rate
  double mix_effect = 0;   ///< change of weight x (mean rate less the mean of the whole)
};

struct Decomposition {
  double before = 0;  ///< rate of the whole
  double after = 0;
  double rate_effect = 0;
  double mix_effect = 0;  ///< rate_effect + mix_effect = after - before
  std::vector<PartEffect> parts;
};

/// Kitagawa's decomposition of a difference of two weighted rates.
///
/// after - before = sum (w0 + w1) / 2 (r1 - r0) + sum (w1 - w0) (r0 + r1) / 2. A part that exists
/// in one period only has no change of rate: all that it brings is mix. The part's mix effect is
/// taken from the mean of both whole rates, which changes no sum but makes growth of a good part
/// good.
///
/// @fails   too_few_observations, value_not_finite, value_negative, weights_do_not_sum_to_one
/// @source  E. M. Kitagawa, J. Am. Stat. Assoc. 50 (1955) 1168-1194
[[nodiscard]] Result<Decomposition> decompose_change(std::span<const Part> parts);

}  // namespace zhiheng::stat
