#include "stat/spatial_shrinkage.h"

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/minimise.h"

namespace zhiheng::stat {
namespace {

using Sparse = Eigen::SparseMatrix<double>;
using Factor = Eigen::SimplicialLDLT<Sparse>;
using Vector = Eigen::VectorXd;

constexpr std::size_t most_areas = 20'000;
constexpr double largest_rho = 0.999;
constexpr double lowest_log_tau = -7;
constexpr double highest_log_tau = 15;

Sparse laplacian_of(std::size_t areas, std::span<const Neighbours> neighbours) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& [one, other] : neighbours) {
    pairs.emplace_back(std::min(one, other), std::max(one, other));
  }
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<double> degree(areas, 0.0);
  std::vector<Eigen::Triplet<double>> entries;
  for (const auto& [one, other] : pairs) {
    const auto i = static_cast<int>(one);
    const auto j = static_cast<int>(other);
    entries.emplace_back(i, j, -1.0);
    entries.emplace_back(j, i, -1.0);
    degree[one] += 1;
    degree[other] += 1;
  }
  for (std::size_t area = 0; area < areas; ++area) {
    entries.emplace_back(static_cast<int>(area), static_cast<int>(area), degree[area]);
  }
  Sparse laplacian(static_cast<Eigen::Index>(areas), static_cast<Eigen::Index>(areas));
  laplacian.setFromTriplets(entries.begin(), entries.end());
  return laplacian;
}

bool in_one_piece(std::size_t areas, std::span<const Neighbours> neighbours) {
  std::vector<std::size_t> piece(areas);
  std::iota(piece.begin(), piece.end(), std::size_t{0});
  const auto root = [&](std::size_t area) {
    while (piece[area] != area) area = piece[area] = piece[piece[area]];
    return area;
  };
  std::size_t pieces = areas;
  for (const auto& [one, other] : neighbours) {
    const std::size_t a = root(one);
    const std::size_t b = root(other);
    if (a == b) continue;
    piece[a] = b;
    --pieces;
  }
  return pieces == 1;
}

double log_determinant(const Factor& factor) { return factor.vectorD().array().log().sum(); }

/// The model on one map; remembers the mode, from which the next search starts.
class Map {
 public:
  Map(std::span<const double> observed, std::span<const double> expected,
      std::span<const Neighbours> neighbours)
      : laplacian_(laplacian_of(observed.size(), neighbours)),
        identity_(laplacian_.rows(), laplacian_.cols()),
        observed_(Eigen::Map<const Vector>(observed.data(), laplacian_.rows())),
        expected_(Eigen::Map<const Vector>(expected.data(), laplacian_.rows())),
        local_(Vector::Zero(laplacian_.rows())) {
    identity_.setIdentity();
    factor_.analyzePattern(laplacian_);
    pooled_ = std::log(observed_.sum() / expected_.sum());
    level_ = pooled_;
  }

  [[nodiscard]] double pooled() const { return pooled_; }

  /// Fixes rho; the part of the likelihood that depends on it alone is kept.
  void fix(double rho) {
    rho_ = rho;
    precision_ = (1 - rho) * identity_ + rho * laplacian_;
    Sparse proper = precision_;
    // One area held fast leaves the product of the other eigenvalues over their number of areas
    // (the matrix tree theorem), which is what the level, then part of the effects, needs.
    if (rho == 1) proper.coeffRef(0, 0) += 1;
    factor_.factorize(proper);
    log_precision_ = log_determinant(factor_);
    shift_level();
  }

  /// Minus the log likelihood with level and local effects integrated out (Laplace).
  double deviance(double log_tau) {
    tau_ = std::exp(log_tau);
    if (!find_mode()) return std::numeric_limits<double>::max();
    const auto n = static_cast<double>(local_.size());
    const bool free_level = rho_ < 1;
    const double rank = free_level ? n : n - 1;
    const double curvature =
        log_determinant(factor_) + (free_level ? std::log(level_curvature()) : 0.0);
    return -(fit() + 0.5 * (rank * log_tau + log_precision_ - curvature));
  }

  /// The same without any local effect.
  [[nodiscard]] double pooled_deviance() const {
    const double events = observed_.sum();
    return -(pooled_ * events - events - 0.5 * std::log(events));
  }

  /// Mode and posterior variance of each area's log relative rate at the last tau and rho.
  void describe(Vector& centre, Vector& variance) {
    const Eigen::Index n = local_.size();
    centre = local_.array() + level_;
    variance.resize(n);
    constexpr Eigen::Index at_once = 64;
    for (Eigen::Index first = 0; first < n; first += at_once) {
      const Eigen::Index count = std::min(at_once, n - first);
      Eigen::MatrixXd columns = Eigen::MatrixXd::Zero(n, count);
      for (Eigen::Index i = 0; i < count; ++i) columns(first + i, i) = 1;
      const Eigen::MatrixXd inverse = factor_.solve(columns);
      for (Eigen::Index i = 0; i < count; ++i) variance(first + i) = inverse(first + i, i);
    }
    if (rho_ < 1) {
      const Vector away = Vector::Ones(n) - pulled_;
      variance.array() += away.array().square() / level_curvature();
    }
  }

  [[nodiscard]] double mean() const { return std::exp(level_ + local_.mean()); }

 private:
  /// With rho = 1 the level is part of the local effects, else they sum to about zero.
  void shift_level() {
    const double part = rho_ < 1 ? local_.mean() : -level_;
    local_.array() -= part;
    level_ += part;
  }

  /// Log posterior of level and local effects, but for constants.
  [[nodiscard]] double fit() const {
    const Vector eta = local_.array() + level_;
    return observed_.dot(eta) - expected_.dot(Vector(eta.array().exp())) -
           0.5 * tau_ * local_.dot(precision_ * local_);
  }

  /// Curvature left for the level when the local effects follow it.
  [[nodiscard]] double level_curvature() const { return tau_ * (1 - rho_) * pulled_.sum(); }

  /// Newton's steps, halved where one goes too far; false if it does not come to rest.
  bool find_mode() {
    double best = fit();
    if (!std::isfinite(best)) {
      level_ = pooled_;
      local_.setZero();
      shift_level();
      best = fit();
    }
    for (int round = 0; round < 200; ++round) {
      const Vector rate = expected_.array() * (local_.array() + level_).exp();
      const Vector gradient = observed_ - rate - tau_ * (precision_ * local_);
      Sparse curvature = tau_ * precision_;
      curvature.diagonal() += rate;
      factor_.factorize(curvature);
      if (factor_.info() != Eigen::Success) return false;
      Vector step = factor_.solve(gradient);
      double level_step = 0;
      if (rho_ < 1) {
        pulled_ = factor_.solve(rate);
        level_step = ((observed_ - rate).sum() - rate.dot(step)) / level_curvature();
        step -= level_step * pulled_;
      }
      const double size = step.cwiseAbs().maxCoeff() + std::abs(level_step);
      if (!std::isfinite(size)) return false;
      if (size < 1e-9) return true;
      const Vector from = local_;
      const double level = level_;
      double length = 1;
      for (int half = 0; half < 60; ++half, length /= 2) {
        local_ = from + length * step;
        level_ = level + length * level_step;
        const double here = fit();
        if (here >= best - 1e-12 * std::abs(best)) {
          best = here;
          break;
        }
      }
    }
    return false;
  }

  Sparse laplacian_, identity_, precision_;
  Vector observed_, expected_, local_;
  Vector pulled_;  ///< how far the local effects follow the level
  Factor factor_;
  double pooled_ = 0, level_ = 0, tau_ = 1, rho_ = 0, log_precision_ = 0;
};

Result<void> check_map(std::size_t areas, std::span<const Neighbours> neighbours,
                       std::optional<double> rho) {
  if (areas > most_areas) {
    return fail(too_many_observations, "observed", std::to_string(areas),
                "<= " + std::to_string(most_areas));
  }
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    const auto& [one, other] = neighbours[i];
    if (one < areas && other < areas && one != other) continue;
    return fail(value_out_of_range, place("neighbours", i),
                std::to_string(one) + ", " + std::to_string(other),
                "a != b, < " + std::to_string(areas));
  }
  if (!rho) return {};
  if (!(*rho >= 0 && *rho <= 1)) return fail(value_out_of_range, "rho", shown(*rho), "0..1");
  if (*rho > largest_rho && *rho < 1) {
    return fail(value_out_of_range, "rho", shown(*rho), "0..0.999, 1");
  }
  if (*rho == 1 && !in_one_piece(areas, neighbours)) {
    return fail(value_out_of_range, "rho", "1", "0..0.999");
  }
  return {};
}

ShrunkEstimate log_normal(double centre, double variance, double z) {
  const double half = z * std::sqrt(variance);
  return {std::exp(centre + variance / 2),
          std::exp(centre),
          {std::exp(centre - half), std::exp(centre + half)}};
}

}  // namespace

Result<SpatialRates> shrink_rates_by_neighbours(std::span<const double> observed,
                                                std::span<const double> expected,
                                                std::span<const Neighbours> neighbours,
                                                double confidence, std::optional<double> rho) {
  ZH_DO(check_rates(observed, expected));
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_map(observed.size(), neighbours, rho));
  const double z = normal_quantile((1 + confidence) / 2);
  Map map(observed, expected, neighbours);

  double log_tau = 0;
  const auto best_tau = [&](double at, double low, double high, int steps) {
    map.fix(at);
    const Minimum found =
        minimise_over_grid([&](double each) { return map.deviance(each); }, low, high, steps);
    log_tau = found.at;
    return found.value;
  };
  const auto everywhere = [&](double at) {
    return best_tau(at, lowest_log_tau, highest_log_tau, 11);
  };
  double found_rho = rho.value_or(0);
  double deviance = everywhere(found_rho);
  if (!rho && !neighbours.empty()) {
    double best_log_tau = log_tau;
    for (const double at : {0.2, 0.4, 0.6, 0.8, 0.9, 0.97, largest_rho}) {
      if (const double here = everywhere(at); here < deviance) {
        deviance = here;
        found_rho = at;
        best_log_tau = log_tau;
      }
    }
    const Minimum finer =
        minimise([&](double at) { return best_tau(at, best_log_tau - 2, best_log_tau + 2, 2); },
                 std::max(0.0, found_rho - 0.2), std::min(largest_rho, found_rho + 0.2));
    if (finer.value < deviance) {
      deviance = finer.value;
      found_rho = finer.at;
    }
    static_cast<void>(best_tau(found_rho, best_log_tau - 2, best_log_tau + 2, 2));
  }

  SpatialRates found;
  if (deviance >= map.pooled_deviance() - 1e-6) {
    // Local effects explain nothing: every area has the rate of all.
    const double events = std::accumulate(observed.begin(), observed.end(), 0.0);
    found.mean = std::exp(map.pooled());
    found.areas.assign(observed.size(), log_normal(map.pooled(), 1 / events, z));
    return found;
  }
  map.fix(found_rho);
  static_cast<void>(map.deviance(log_tau));
  Vector centre, variance;
  map.describe(centre, variance);
  found.mean = map.mean();
  found.spread = std::exp(-log_tau / 2);
  found.spatial = found_rho;
  for (Eigen::Index area = 0; area < centre.size(); ++area) {
    found.areas.push_back(log_normal(centre(area), variance(area), z));
  }
  return found;
}

}  // namespace zhiheng::stat
