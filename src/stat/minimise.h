#pragma once
// The lowest point of a function of one variable.

#include <functional>

namespace zhiheng::stat {

struct Minimum {
  double at = 0;
  double value = 0;
};

/// Brent's search between two ends, to about half of the digits of a double: exact for one valley,
/// some valley for several. An end itself is never tried, only points close to it.
[[nodiscard]] Minimum minimise(const std::function<double(double)>& function, double low,
                               double high);

/// The same after the best of `steps` + 1 equally spaced points, ends included, has been found: for
/// functions that may have several valleys.
[[nodiscard]] Minimum minimise_over_grid(const std::function<double(double)>& function, double low,
                                         double high, int steps);

}  // namespace zhiheng::stat
