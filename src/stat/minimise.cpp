#include "stat/minimise.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cstdint>

namespace zhiheng::stat {

Minimum minimise(const std::function<double(double)>& function, double low, double high) {
  std::uintmax_t most = 200;
  const auto [at, value] = boost::math::tools::brent_find_minima(function, low, high, 26, most);
  return {at, value};
}

Minimum minimise_over_grid(const std::function<double(double)>& function, double low, double high,
                           int steps) {
  const double step = (high - low) / steps;
  Minimum best{low, function(low)};
  for (int i = 1; i <= steps; ++i) {
    const double at = i == steps ? high : low + i * step;
    const double value = function(at);
    if (value < best.value) best = {at, value};
  }
  const Minimum found =
      minimise(function, std::max(low, best.at - step), std::min(high, best.at + step));
  return found.value < best.value ? found : best;
}

}  // namespace zhiheng::stat
