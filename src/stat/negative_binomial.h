#pragma once
// Counts that vary more than Poisson: tails and quantiles by mean and dispersion.

#include <cstdint>

namespace zhiheng::stat {

/// P(Y >= count) for mean > 0 and variance dispersion x mean; Poisson for a dispersion of one.
[[nodiscard]] double overdispersed_at_least(double count, double mean, double dispersion);

/// The smallest count with P(Y <= count) >= level, 0 < level < 1.
[[nodiscard]] double overdispersed_quantile(double level, double mean, double dispersion);

}  // namespace zhiheng::stat
