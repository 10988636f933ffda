#include "stat/count_cusum.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"

namespace zhiheng::stat {
namespace {

double score_of(double x, const CountCusumOptions& options) {
  const double m = options.mean;
  const double root = std::sqrt(m);
  switch (options.score) {
    case CountScore::none:
      return x;
    case CountScore::standard:
      return (x - m) / root;
    case CountScore::rossi:
      return (x - 3 * m + 2 * std::sqrt(x * m)) / (2 * root);
    case CountScore::anscombe:
      return 1.5 * (std::cbrt(x * x) - std::cbrt(m * m)) / std::cbrt(root);
    case CountScore::anscombe_second:
      return 1.5 * (std::cbrt(x * x) - (std::cbrt(m * m) - 1 / (9 * std::cbrt(m)))) /
             std::cbrt(root);
    case CountScore::pearson:
      return (x - m) / std::sqrt(m + options.dispersion * m * m);
  }
  return 0;
}

double power_three_halves(double value) { return value < 0 ? 0 : std::pow(value, 1.5); }

/// The count whose score is `wanted`; `next` is the sum after this point.
double count_of(double wanted, double next, const CountCusumOptions& options) {
  const double m = options.mean;
  const double root = std::sqrt(m);
  switch (options.score) {
    case CountScore::none:
      return options.limit - next;
    case CountScore::standard:
      return std::ceil(root * wanted + m);
    case CountScore::rossi: {
      const double inside = 4 * m * m + 2 * m * root * wanted;
      return inside < 0 ? 0 : 2 * wanted * root + 5 * m - 2 * std::sqrt(inside);
    }
    case CountScore::anscombe:
      return power_three_halves(2 * std::cbrt(root) * wanted / 3 + std::cbrt(m * m));
    case CountScore::anscombe_second:
      // The reference takes m^(1/3) / 9 here and m^(-1/3) / 9 in the score.
      return power_three_halves(2 * std::cbrt(root) * wanted / 3 + std::cbrt(m * m) -
                                std::cbrt(m) / 9);
    case CountScore::pearson:
      return std::sqrt(m + options.dispersion * m * m) * wanted + m;
  }
  return 0;
}

}  // namespace

Result<std::vector<CountCusumPoint>> count_cusum(std::span<const double> counts,
                                                 const CountCusumOptions& options) {
  ZH_DO(check_positive("mean", options.mean));
  ZH_DO(check_not_negative("reference", options.reference));
  ZH_DO(check_positive("limit", options.limit));
  ZH_DO(check_not_negative("dispersion", options.dispersion));
  std::vector<CountCusumPoint> points;
  points.reserve(counts.size());
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ZH_DO(check_not_negative(place("counts", i), counts[i]));
    const double wanted = options.limit + options.reference - sum;
    sum = std::max(0.0, sum + score_of(counts[i], options) - options.reference);
    points.push_back({sum, std::max(0.0, count_of(wanted, sum, options)), sum >= options.limit});
  }
  return points;
}

}  // namespace zhiheng::stat
