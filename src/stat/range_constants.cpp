#include "stat/range_constants.h"

#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {

namespace {

/// P(range <= r) = n integral of density(x) (F(x + r) - F(x))^(n - 1): the integrand vanishes
/// smoothly at both ends, where equal steps converge at once.
double range_cdf(double r, double n) {
  constexpr int nodes = 220;
  constexpr double end = 9;
  constexpr double root_two_pi = 2.5066282746310002;
  double sum = 0;
  for (int i = 0; i <= nodes; ++i) {
    const double x = -end + 2 * end / nodes * i;
    sum += std::exp(-x * x / 2) * std::pow(normal_cdf(x + r) - normal_cdf(x), n - 1);
  }
  return n * sum * 2 * end / nodes / root_two_pi;
}

}  // namespace

Result<RangeConstants> range_constants(std::size_t n) {
  if (n < 2 || n > 100) {
    return fail(value_out_of_range, "sample size", std::to_string(n), "2..100");
  }
  // E R = integral of P(R > r), E R^2 = integral of 2 r P(R > r): five-point Gauss on short panels.
  constexpr double nodes[] = {0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640,
                              -0.9061798459386640};
  constexpr double weights[] = {0.5688888888888889, 0.4786286704993665, 0.4786286704993665,
                                0.2369268850561891, 0.2369268850561891};
  constexpr double half = 0.15;
  const auto size = static_cast<double>(n);
  double mean = 0;
  double square = 0;
  for (int panel = 0; panel < 45; ++panel) {
    for (std::size_t k = 0; k < 5; ++k) {
      const double r = half * (2 * panel + 1 + nodes[k]);
      const double above = half * weights[k] * (1 - range_cdf(r, size));
      mean += above;
      square += 2 * r * above;
    }
  }
  const double c4 =
      std::sqrt(2 / (size - 1)) * std::exp(std::lgamma(size / 2) - std::lgamma((size - 1) / 2));
  return RangeConstants{mean, std::sqrt(square - mean * mean), c4};
}

}  // namespace zhiheng::stat
