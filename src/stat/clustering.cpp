#include "stat/clustering.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/parallel.h"
#include "stat/random.h"
#include "stat/scan_null.h"

namespace zhiheng::stat {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_places = 5000;
constexpr double most_cases = 1e9;

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

Result<void> check_values(const char* name, std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    ZH_DO(check_not_negative(place(name, i), values[i]));
  }
  return {};
}

Result<void> check_cases(std::span<const double> cases, std::span<const double> base,
                         const char* base_name) {
  ZH_DO(check_same_length(base_name, base.size(), cases.size()));
  ZH_DO(check_at_least("cases", cases.size(), 2));
  ZH_DO(check_values("cases", cases));
  ZH_DO(check_values(base_name, base));
  ZH_DO(check_positive(base_name, sum_of(base)));
  const double total = sum_of(cases);
  if (total < 0.5) return fail(too_few_observations, "cases", shown(total), ">= 1");
  if (total > most_cases) {
    return fail(too_many_observations, "cases", shown(total), "<= " + shown(most_cases));
  }
  return {};
}

Result<void> check_options(const ClusteringOptions& options) {
  if (options.replicates < 0 || options.replicates > 1'000'000) {
    return fail(value_out_of_range, "replicates", shown(options.replicates), "0..1000000");
  }
  if (options.threads.count < 1) {
    return fail(value_out_of_range, "threads", std::to_string(options.threads.count), ">= 1");
  }
  return {};
}

/// The share of replicates at constant risk whose statistic is at least the observed one, counting
/// that too.
template <class Statistic>
Result<double> rank_p(std::span<const double> cases, std::span<const double> base,
                      const ClusteringOptions& options, double observed,
                      const Statistic& statistic) {
  if (options.replicates == 0) return unknown;
  const ScanNull null(ScanModel::poisson, 1, cases, base);
  const auto count = static_cast<std::size_t>(options.replicates);
  std::vector<char> reached(count);
  const double least = observed - 1e-12 * (1 + std::abs(observed));
  ZH_DO(in_parallel(count, options.threads, [&](std::size_t i) {
    Random random(options.seed, i + 1);
    std::vector<std::uint32_t> drawn;
    null.draw(random, drawn);
    std::vector<double> counts(cases.size());
    for (const std::uint32_t cell : drawn) ++counts[cell];
    reached[i] = statistic(counts) >= least ? 1 : 0;
  }));
  const auto hits = std::ranges::count(reached, char{1});
  return static_cast<double>(1 + hits) / static_cast<double>(1 + count);
}

Eigen::MatrixXd closeness(const ScanPoints& points, double kappa, ClosenessKind kind) {
  const auto count = static_cast<Eigen::Index>(points.size());
  Eigen::MatrixXd made(count, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) {
      const double reach =
          points.distance(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) / kappa;
      made(i, j) = made(j, i) =
          kind == ClosenessKind::exponential ? std::exp(-reach) : std::exp(-4 * reach * reach);
    }
  }
  return made;
}

Eigen::VectorXd shares(std::span<const double> values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), std::ssize(values)) / sum_of(values);
}

}  // namespace

Result<TangoIndex> tango_index(std::span<const double> cases, std::span<const double> population,
                               const ScanPoints& points, double kappa, ClosenessKind kind,
                               const ClusteringOptions& options) {
  ZH_DO(check_cases(cases, population, "population"));
  ZH_DO(check_same_length("points", points.size(), cases.size()));
  ZH_DO(check_positive("kappa", kappa));
  ZH_DO(check_options(options));
  if (cases.size() > most_places) {
    return fail(too_many_observations, "places", std::to_string(cases.size()),
                "<= " + std::to_string(most_places));
  }
  const Eigen::MatrixXd near = closeness(points, kappa, kind);
  const Eigen::VectorXd at_risk = shares(population);
  const auto index = [&](std::span<const double> counts) {
    const Eigen::VectorXd excess = shares(counts) - at_risk;
    return excess.dot(near * excess);
  };
  TangoIndex made;
  made.index = index(cases);
  made.goodness_of_fit = (shares(cases) - at_risk).squaredNorm();
  made.autocorrelation = made.index - made.goodness_of_fit;

  // A V with V = diag(p) - p p', the covariance of the shares times the total.
  const Eigen::VectorXd near_risk = near * at_risk;
  Eigen::MatrixXd product = near * at_risk.asDiagonal();
  product.noalias() -= near_risk * at_risk.transpose();
  const Eigen::MatrixXd squared = product * product;
  const double total = sum_of(cases);
  const double second = squared.trace();
  const double third = squared.cwiseProduct(product.transpose()).sum();
  made.expected = product.trace() / total;
  made.variance = 2 * second / (total * total);
  made.skewness = 2 * std::sqrt(2.0) * third / std::pow(second, 1.5);
  if (!(made.variance > 0 && made.skewness > 0)) {
    return fail(no_spread, "kappa", shown(kappa), "< " + shown(kappa));
  }
  made.degrees = 8 / (made.skewness * made.skewness);
  made.chi_squared = made.degrees + (made.index - made.expected) / std::sqrt(made.variance) *
                                        std::sqrt(2 * made.degrees);
  made.p_value = chi_squared_upper(std::max(0.0, made.chi_squared), made.degrees);
  ZH_TRY(made.monte_carlo_p, rank_p(cases, population, options, made.index, index));
  return made;
}

Result<MoranIndex> moran_constant_risk(std::span<const double> cases,
                                       std::span<const double> expected,
                                       std::span<const std::vector<std::uint32_t>> neighbours,
                                       const ClusteringOptions& options) {
  ZH_DO(check_cases(cases, expected, "expected"));
  ZH_DO(check_same_length("neighbours", neighbours.size(), cases.size()));
  ZH_DO(check_options(options));
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    ZH_DO(check_positive(place("expected", i), expected[i]));
    for (const std::uint32_t other : neighbours[i]) {
      if (other >= cases.size()) {
        return fail(value_out_of_range, place("neighbours", i), std::to_string(other),
                    "0.." + std::to_string(cases.size() - 1));
      }
    }
    pairs += neighbours[i].size();
  }
  ZH_DO(check_at_least("neighbours", pairs, 1));

  const double all_expected = sum_of(expected);
  const auto index = [&](std::span<const double> counts) {
    const double scale = sum_of(counts) / all_expected;
    std::vector<double> excess(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      excess[i] = (counts[i] - expected[i] * scale) / std::sqrt(expected[i] * scale);
    }
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      for (const std::uint32_t other : neighbours[i]) sum += excess[i] * excess[other];
    }
    return sum / static_cast<double>(pairs);
  };
  MoranIndex made;
  made.index = index(cases);
  ZH_TRY(made.monte_carlo_p, rank_p(cases, expected, options, made.index, index));
  return made;
}

Result<std::vector<NearestCases>> besag_newell(std::span<const double> cases,
                                               std::span<const double> expected,
                                               const ScanPoints& points, double k) {
  ZH_DO(check_cases(cases, expected, "expected"));
  if (!(k >= 1 && k <= most_cases)) {
    return fail(value_out_of_range, "k", shown(k), "1.." + shown(most_cases));
  }
  ZH_TRY(const auto windows, circular_windows(points, cases, 1));
  std::vector<NearestCases> made(cases.size());
  for (const ScanWalk& walk : windows.walks) {
    NearestCases& circle = made[walk.centre];
    for (std::size_t i = walk.begin; i < walk.end; ++i) {
      const std::uint32_t at = ScanWindows::location(windows.members[i]);
      circle.locations.push_back(at);
      circle.cases += cases[at];
      circle.expected += expected[at];
      if (ScanWindows::is_window(windows.members[i]) && circle.cases >= k) break;
    }
    if (circle.cases < k) {
      circle = {};
      continue;
    }
    const auto whole = [](double count) { return static_cast<std::int64_t>(std::floor(count)); };
    circle.p_value = poisson_at_least(whole(circle.cases), circle.expected);
    circle.p_at_least = poisson_at_least(whole(std::ceil(k)), circle.expected);
  }
  return made;
}

}  // namespace zhiheng::stat
