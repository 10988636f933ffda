#include "stat/proficiency.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/mean.h"
#include "stat/order.h"

namespace zhiheng::stat {
namespace {

/// One step of Algorithm A.
RobustScale winsorised(std::span<const double> values, const RobustScale& now) {
  const double border = 1.5 * now.spread;
  const auto drawn = [&](double value) {
    return std::clamp(value, now.centre - border, now.centre + border);
  };
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += (drawn(value) - now.centre) / n;
  mean += now.centre;
  double squares = 0;
  for (const double value : values) squares += (drawn(value) - mean) * (drawn(value) - mean);
  return {mean, 1.134 * std::sqrt(squares / (n - 1))};
}

constexpr std::size_t most_results = 5000;

Result<void> check_most(std::string_view name, std::size_t found) {
  if (found <= most_results) return {};
  return fail(too_many_observations, std::string(name), std::to_string(found),
              "<= " + std::to_string(most_results));
}

/// Hampel's psi with corners at 1.5, 3 and 4.5.
double psi(double q) {
  const double size = std::abs(q);
  if (size >= 4.5) return 0;
  return std::copysign(std::min({size, 1.5, 4.5 - size}), q);
}

}  // namespace

Result<RobustScale> algorithm_a(std::span<const double> values) {
  ZH_TRY(RobustScale now, robust_scale(values));
  const double start = now.spread;
  constexpr int most_steps = 100'000;
  for (int step = 0; step < most_steps; ++step) {
    const RobustScale next = winsorised(values, now);
    const double moved = std::abs(next.centre - now.centre) + std::abs(next.spread - now.spread);
    now = next;
    if (!(now.spread > 1e-9 * start)) break;
    // Below the rounding of the values themselves nothing moves any more.
    if (moved <= 1e-12 * now.spread + 1e-16 * std::abs(now.centre)) return now;
  }
  return fail(no_spread, "values", shown(now.spread), "> 0");
}

Result<double> q_standard_deviation(std::span<const double> values,
                                    std::span<const std::size_t> laboratories) {
  ZH_DO(check_same_length("laboratories", laboratories.size(), values.size()));
  ZH_DO(check_most("values", values.size()));
  ZH_DO(check_finite("values", values));
  std::vector<std::size_t> numbers(laboratories.begin(), laboratories.end());
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  ZH_DO(check_at_least("laboratories", numbers.size(), 2));
  std::vector<std::size_t> lab(values.size());
  std::vector<double> results(numbers.size(), 0.0);  // how many each laboratory has
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = std::ranges::lower_bound(numbers, laboratories[i]);
    lab[i] = static_cast<std::size_t>(at - numbers.begin());
    results[lab[i]] += 1;
  }
  struct Difference {
    double size, weight;
  };
  std::vector<Difference> differences;
  const auto p = static_cast<double>(numbers.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (lab[i] == lab[j]) continue;
      differences.push_back(
          {std::abs(values[i] - values[j]), 2 / (p * (p - 1) * results[lab[i]] * results[lab[j]])});
    }
  }
  std::ranges::sort(differences, {}, &Difference::size);
  // H jumps at each different size; G joins the middles of its jumps, from G(0) = 0.
  double h = 0;
  std::size_t at = 0;
  while (at < differences.size() && differences[at].size == 0) h += differences[at++].weight;
  const double at_zero = h;
  const double wanted = 0.25 + 0.75 * at_zero;
  double size_before = 0;
  double g_before = 0;
  while (at < differences.size()) {
    const double size = differences[at].size;
    const double h_before = h;
    for (; at < differences.size() && differences[at].size == size; ++at) {
      h += differences[at].weight;
    }
    const double g = 0.5 * (h + h_before);
    if (g >= wanted) {
      const double quartile =
          size_before + (size - size_before) * (wanted - g_before) / (g - g_before);
      return quartile / (std::sqrt(2.0) * normal_quantile(0.625 + 0.375 * at_zero));
    }
    size_before = size;
    g_before = g;
  }
  return fail(no_spread, "values", shown(size_before), "> 0.25 of the differences above 0");
}

Result<double> hampel_location(std::span<const double> means, double spread) {
  ZH_DO(check_at_least("means", means.size(), 2));
  ZH_DO(check_most("means", means.size()));
  ZH_DO(check_finite("means", means));
  ZH_DO(check_positive("spread", spread));
  std::vector<double> nodes;
  for (const double mean : means) {
    for (const double corner : {-4.5, -3.0, -1.5, 1.5, 3.0, 4.5}) {
      nodes.push_back(mean + corner * spread);
    }
  }
  std::ranges::sort(nodes);
  const auto sum_at = [&](double x) {
    double sum = 0;
    for (const double mean : means) sum += psi((mean - x) / spread);
    return sum;
  };
  const double middle = median(means);
  // A sum of cancelling terms is zero only up to its rounding.
  const double nothing = 1e-12 * static_cast<double>(means.size());
  double nearest = middle;
  double distance = std::numeric_limits<double>::infinity();
  bool tied = false;
  const auto offer = [&](double root) {
    const double away = std::abs(root - middle);
    const double slack = 1e-12 * spread;
    if (std::abs(away - distance) <= slack && std::abs(root - nearest) > slack) tied = true;
    if (away < distance - slack) {
      nearest = root;
      distance = away;
      tied = false;
    }
  };
  double before = 0;
  for (std::size_t m = 0; m < nodes.size(); ++m) {
    // Outside 4.5 s* of every mean the sum is zero without being a root.
    const double sum = sum_at(nodes[m]);
    if (std::abs(sum) <= nothing) {
      const bool counts = std::ranges::any_of(
          means, [&](double mean) { return std::abs(mean - nodes[m]) < 4.5 * spread; });
      if (counts) offer(nodes[m]);
    } else if (m > 0 && std::abs(before) > nothing && (sum > 0) != (before > 0)) {
      offer(nodes[m - 1] + (nodes[m] - nodes[m - 1]) * before / (before - sum));
    }
    before = sum;
  }
  return tied ? middle : nearest;
}

Result<Assigned> consensus(const RobustScale& estimate, std::size_t laboratories) {
  ZH_DO(check_at_least("laboratories", laboratories, 3));
  ZH_DO(check_finite("centre", estimate.centre));
  ZH_DO(check_positive("spread", estimate.spread));
  return Assigned{estimate.centre,
                  1.25 * estimate.spread / std::sqrt(static_cast<double>(laboratories)),
                  estimate.spread};
}

bool uncertainty_negligible(const Assigned& assigned) {
  return assigned.uncertainty <= 0.3 * assigned.deviation;
}

Result<Scores> performance_scores(double result, std::optional<double> uncertainty,
                                  const Assigned& assigned, double coverage) {
  ZH_DO(check_finite("result", result));
  ZH_DO(check_finite("assigned value", assigned.value));
  ZH_DO(check_not_negative("assigned uncertainty", assigned.uncertainty));
  ZH_DO(check_positive("deviation", assigned.deviation));
  ZH_DO(check_positive("coverage", coverage));
  const double off = result - assigned.value;
  Scores scores;
  scores.z = off / assigned.deviation;
  scores.z_prime = off / std::hypot(assigned.deviation, assigned.uncertainty);
  if (!uncertainty) return scores;
  ZH_DO(check_positive("uncertainty", *uncertainty));
  scores.zeta = off / std::hypot(*uncertainty, assigned.uncertainty);
  scores.e_n = *scores.zeta / coverage;
  return scores;
}

Result<Homogeneity> homogeneity(std::span<const double> first, std::span<const double> second,
                                double deviation) {
  ZH_DO(check_same_length("second", second.size(), first.size()));
  ZH_DO(check_at_least("first", first.size(), 2));
  ZH_DO(check_finite("first", first));
  ZH_DO(check_finite("second", second));
  ZH_DO(check_positive("deviation", deviation));
  std::vector<double> means;
  double ranges = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    means.push_back(first[i] + (second[i] - first[i]) / 2);
    ranges += (first[i] - second[i]) * (first[i] - second[i]);
  }
  ZH_TRY(const Moments of_means, moments_of(means));
  const auto g = static_cast<double>(first.size());
  Homogeneity found;
  found.mean = of_means.mean;
  found.within = std::sqrt(ranges / (2 * g));
  found.between = std::sqrt(std::max(0.0, of_means.variance - found.within * found.within / 2));
  found.allowed = 0.3 * deviation;
  const double f1 = chi_squared_quantile(0.95, g - 1) / (g - 1);
  const double f2 = (f_quantile(0.95, g - 1, g) - 1) / 2;
  found.limit = std::sqrt(f1 * found.allowed * found.allowed + f2 * found.within * found.within);
  found.adequate = found.between <= found.allowed;
  found.adequate_with_error = found.between <= found.limit;
  return found;
}

}  // namespace zhiheng::stat
