#pragma once
// Centre and spread of values that are known only within bounds: the fit behind censored lifetimes
// and censored concentrations.

#include <span>

#include "base/result.h"

namespace zhiheng::stat {

/// The value lies in low..high; either end may be infinite, equal ends are an exact value.
struct LocationScaleRecord {
  double low = 0;
  double high = 0;
  double count = 1;  ///< > 0
};

enum class LocationScaleError {
  normal,
  smallest_extreme,  ///< P(w > x) = exp(-exp(x))
};

/// value = location + spread w.
struct LocationScaleFit {
  double location = 0;
  double spread = 1;
  double var_location = 0;  ///< from the inverse observed information
  double var_log_spread = 0;
  double covariance = 0;
  double log_likelihood = 0;  ///< densities of the values for exact ones
};

/// Maximum likelihood by Newton's method in a = location / spread and b = 1 / spread, where
/// w = b value - a makes every term concave.
///
/// @param fixed_spread  > 0 holds the spread there; 0 estimates it
/// @fails   too_few_observations (no record), not_identified (the likelihood has no maximum)
/// @source  J. Burridge, J. R. Stat. Soc. B 43 (1981) 41-45
[[nodiscard]] Result<LocationScaleFit> fit_location_scale(
    std::span<const LocationScaleRecord> records, LocationScaleError error,
    double fixed_spread = 0);

}  // namespace zhiheng::stat
