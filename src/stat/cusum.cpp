#include "stat/cusum.h"

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

constexpr int nodes = 64;

struct Quadrature {
  std::array<double, nodes> at;      ///< in (-1, 1)
  std::array<double, nodes> weight;  ///< sums to 2
};

/// Gauss-Legendre nodes by Newton's method from their cosine estimates.
Quadrature gauss_legendre() {
  Quadrature rule{};
  for (int i = 0; i < nodes; ++i) {
    double x = std::cos(std::numbers::pi * (i + 0.75) / (nodes + 0.5));
    double slope = 1;
    for (int step = 0; step < 100; ++step) {
      double before = 1;
      double value = x;
      for (int degree = 2; degree <= nodes; ++degree) {
        const double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = nodes * (x * value - before) / (x * x - 1);
      const double change = value / slope;
      x -= change;
      if (std::abs(change) < 1e-16) break;
    }
    rule.at[static_cast<std::size_t>(i)] = x;
    rule.weight[static_cast<std::size_t>(i)] = 2 / ((1 - x * x) * slope * slope);
  }
  return rule;
}

/// Run length of the upper sum from zero: the unknowns are L at the nodes and, last, L(0).
double one_sided(double reference, double limit, double shift) {
  static const Quadrature rule = gauss_legendre();
  const double scale = limit / 2 / std::sqrt(2 * std::numbers::pi);
  std::array<double, nodes + 1> start{};
  for (std::size_t j = 0; j < nodes; ++j) start[j] = limit / 2 * (1 + rule.at[j]);
  start[nodes] = 0;

  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(nodes + 1, nodes + 1);
  for (std::size_t i = 0; i <= nodes; ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    for (std::size_t j = 0; j < nodes; ++j) {
      const double step = start[j] + reference - start[i] - shift;
      system(row, static_cast<Eigen::Index>(j)) -=
          scale * rule.weight[j] * std::exp(-step * step / 2);
    }
    system(row, nodes) -= normal_cdf(reference - start[i] - shift);
  }
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(nodes + 1);
  return system.partialPivLu().solve(ones)(nodes);
}

double run_length(double reference, double limit, double shift, Sides sides) {
  const double upper = one_sided(reference, limit, shift);
  if (sides == Sides::one) return upper;
  return 1 / (1 / upper + 1 / one_sided(reference, limit, -shift));
}

Result<void> check_range(std::string_view name, double value, double low, double high) {
  if (!(value >= low && value <= high)) {
    return fail(value_out_of_range, std::string(name), shown(value),
                shown(low) + ".." + shown(high));
  }
  return {};
}

constexpr double largest_limit = 30;

}  // namespace

Result<std::vector<CusumPoint>> cusum_chart(std::span<const double> values,
                                            const CusumOptions& options) {
  ZH_DO(check_finite("values", values));
  ZH_DO(check_finite("target", options.target));
  ZH_DO(check_positive("sigma", options.sigma));
  ZH_DO(check_not_negative("reference", options.reference));
  ZH_DO(check_positive("limit", options.limit));
  ZH_DO(check_range("head_start", options.head_start, 0, options.limit));

  std::vector<CusumPoint> points;
  points.reserve(values.size());
  double upper = options.head_start;
  double lower = options.head_start;
  for (const double value : values) {
    const double z = (value - options.target) / options.sigma;
    upper = std::max(0.0, upper + z - options.reference);
    lower = std::max(0.0, lower - z - options.reference);
    points.push_back({upper, lower, upper > options.limit || lower > options.limit});
  }
  return points;
}

Result<double> cusum_run_length(double reference, double limit, double shift, Sides sides) {
  ZH_DO(check_not_negative("reference", reference));
  ZH_DO(check_positive("limit", limit));
  ZH_DO(check_range("limit", limit, 0, largest_limit));
  ZH_DO(check_range("shift", shift, -20, 20));
  return run_length(reference, limit, shift, sides);
}

Result<double> cusum_limit(double reference, double wanted, Sides sides) {
  ZH_DO(check_not_negative("reference", reference));
  ZH_DO(check_range("run_length", wanted, 2, 1e8));
  double low = 0.01;
  double high = 0.02;
  while (high <= largest_limit && run_length(reference, high, 0, sides) < wanted) high *= 1.5;
  if (high > largest_limit || run_length(reference, low, 0, sides) > wanted) {
    return fail(value_out_of_range, "run_length", shown(wanted),
                "reached by a limit in 0.01..30 at this reference");
  }
  // Bisection on the logarithm of the run length, close to linear in the limit; 50 halvings.
  for (int step = 0; step < 60 && high - low > 1e-13 * high; ++step) {
    const double middle = (low + high) / 2;
    (run_length(reference, middle, 0, sides) < wanted ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace zhiheng::stat
