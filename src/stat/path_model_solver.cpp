#include "stat/path_model_solver.h"

#include <algorithm>
#include <cmath>

#include "stat/cholesky.h"

namespace zhiheng::stat {
namespace {

/// A variable is taken for a combination of others when these leave less than this share of it.
constexpr double least_own_share = 1e-10;
/// A variance below this is rounding.
constexpr double least_variance = 1e-20;

}  // namespace

std::string_view name_of(Degenerate reason) {
  switch (reason) {
    case Degenerate::none:
      return "fine";
    case Degenerate::constant_item:
      return "constant item";
    case Degenerate::collinear_items:
      return "collinear items";
    case Degenerate::collinear_latents:
      return "collinear latent variables";
    case Degenerate::no_neighbour:
      return "no correlated neighbour";
    case Degenerate::no_limit:
      return "not converged";
  }
  return {};
}

PathSolver::PathSolver(const PathModel& model, const PathSearch& search)
    : search_(search),
      causes_(model.latents.size()),
      effects_(model.latents.size()),
      factors_(model.latents.size()) {
  const std::size_t count = model.latents.size();
  for (const Latent& latent : model.latents) {
    measurement_.push_back(latent.measurement);
    solution_.blocks.push_back({solution_.items.size(), latent.items.size()});
    solution_.items.insert(solution_.items.end(), latent.items.begin(), latent.items.end());
  }
  for (const auto& [source, target] : model.arrows) {
    causes_[target].push_back(source);
    effects_[source].push_back(target);
  }
  const std::size_t slots = solution_.items.size();
  slots_ = Matrix(slots, slots);
  next_.resize(slots);
  solution_.weights.resize(slots);
  solution_.item_latent = Matrix(slots, count);
  solution_.latents = Matrix(count, count);
  solution_.paths = Matrix(count, count);
  solution_.r_squared.resize(count);
  neighbours_ = Matrix(count, count);
}

void PathSolver::gather(const Matrix& item_correlations) {
  for (std::size_t one = 0; one < slots_.rows; ++one) {
    for (std::size_t other = 0; other < slots_.rows; ++other) {
      slots_(one, other) = item_correlations(solution_.items[one], solution_.items[other]);
    }
  }
}

/// Correlations of items and scores, and of scores with each other, under the present weights.
void PathSolver::correlate() {
  PathSolution& now = solution_;
  for (std::size_t slot = 0; slot < slots_.rows; ++slot) {
    const double* r = &slots_.values[slot * slots_.columns];
    for (std::size_t latent = 0; latent < now.blocks.size(); ++latent) {
      const auto [first, count] = now.blocks[latent];
      double sum = 0;
      for (std::size_t at = first; at < first + count; ++at) sum += r[at] * now.weights[at];
      now.item_latent(slot, latent) = sum;
    }
  }
  for (std::size_t one = 0; one < now.blocks.size(); ++one) {
    const auto [first, count] = now.blocks[one];
    now.latents(one, one) = 1;
    for (std::size_t other = 0; other < one; ++other) {
      double sum = 0;
      for (std::size_t at = first; at < first + count; ++at) {
        sum += now.weights[at] * now.item_latent(at, other);
      }
      now.latents(one, other) = now.latents(other, one) = sum;
    }
  }
}

/// Coefficients of `causes` into side_; R^2 is their product with the correlations.
bool PathSolver::regress(std::size_t target, std::span<const std::size_t> causes) {
  const std::size_t n = causes.size();
  square_.resize(n * n);
  side_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    side_[i] = solution_.latents(causes[i], target);
    for (std::size_t j = 0; j <= i; ++j)
      square_[i * n + j] = solution_.latents(causes[i], causes[j]);
  }
  if (!factorise(square_, n, least_own_share)) return false;
  solve_factorised(square_, side_);
  return true;
}

bool PathSolver::weigh_neighbours() {
  std::ranges::fill(neighbours_.values, 0.0);
  for (std::size_t latent = 0; latent < causes_.size(); ++latent) {
    const auto put = [&](std::size_t neighbour) {
      const double r = solution_.latents(neighbour, latent);
      const double sign = r > 0 ? 1.0 : r < 0 ? -1.0 : 0.0;
      neighbours_(neighbour, latent) = search_.scheme == InnerScheme::centroid ? sign : r;
    };
    std::ranges::for_each(effects_[latent], put);
    if (search_.scheme != InnerScheme::path || causes_[latent].empty()) {
      std::ranges::for_each(causes_[latent], put);
      continue;
    }
    if (!regress(latent, causes_[latent])) return false;
    for (std::size_t i = 0; i < side_.size(); ++i) {
      neighbours_(causes_[latent][i], latent) = side_[i];
    }
  }
  return true;
}

/// Scales the weights of a block to scores of variance one; false if these do not vary.
bool PathSolver::scale_block(std::size_t latent, std::span<double> weights) const {
  const auto [first, count] = solution_.blocks[latent];
  double variance = 0;
  double size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < count; ++j)
      sum += slots_(first + i, first + j) * weights[first + j];
    variance += weights[first + i] * sum;
    size += weights[first + i] * weights[first + i];
  }
  if (!(variance > least_variance * std::max(size, least_variance))) return false;
  const double scale = 1 / std::sqrt(variance);
  for (std::size_t i = 0; i < count; ++i) weights[first + i] *= scale;
  return true;
}

/// New weights from the neighbours' scores, into next_.
Degenerate PathSolver::step() {
  if (!weigh_neighbours()) return Degenerate::collinear_latents;
  for (std::size_t latent = 0; latent < causes_.size(); ++latent) {
    const auto [first, count] = solution_.blocks[latent];
    std::fill_n(next_.begin() + static_cast<std::ptrdiff_t>(first), count, 0.0);
    for (const auto* neighbours : {&effects_[latent], &causes_[latent]}) {
      for (const std::size_t neighbour : *neighbours) {
        const double inner = neighbours_(neighbour, latent);
        for (std::size_t at = first; at < first + count; ++at) {
          next_[at] += inner * solution_.item_latent(at, neighbour);
        }
      }
    }
    if (measurement_[latent] == Measurement::formative) {
      solve_factorised(factors_[latent], std::span(next_).subspan(first, count));
    }
    if (!scale_block(latent, next_)) return Degenerate::no_neighbour;
  }
  return Degenerate::none;
}

void PathSolver::turn(std::span<const double> orientation) {
  PathSolution& now = solution_;
  for (std::size_t latent = 0; latent < now.blocks.size(); ++latent) {
    const auto [first, count] = now.blocks[latent];
    double agreement = 0;
    for (std::size_t at = first; at < first + count; ++at) {
      agreement += now.item_latent(at, latent) * (orientation.empty() ? 1.0 : orientation[at]);
    }
    if (!(agreement < 0)) continue;
    for (std::size_t at = first; at < first + count; ++at) now.weights[at] = -now.weights[at];
    for (std::size_t slot = 0; slot < slots_.rows; ++slot) now.item_latent(slot, latent) *= -1;
    for (std::size_t other = 0; other < now.blocks.size(); ++other) {
      if (other == latent) continue;
      now.latents(latent, other) *= -1;
      now.latents(other, latent) *= -1;
    }
  }
}

Degenerate PathSolver::solve(const Matrix& item_correlations, std::span<const double> orientation) {
  gather(item_correlations);
  for (std::size_t latent = 0; latent < measurement_.size(); ++latent) {
    if (measurement_[latent] != Measurement::formative) continue;
    const auto [first, count] = solution_.blocks[latent];
    std::vector<double>& factor = factors_[latent];
    factor.resize(count * count);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) factor[i * count + j] = slots_(first + i, first + j);
    }
    if (!factorise(factor, count, least_own_share)) return Degenerate::collinear_items;
  }
  std::ranges::fill(solution_.weights, 1.0);
  for (std::size_t latent = 0; latent < measurement_.size(); ++latent) {
    if (scale_block(latent, solution_.weights)) continue;
    // Items that cancel each other out exactly: begin with the first alone.
    const auto [first, count] = solution_.blocks[latent];
    std::fill_n(solution_.weights.begin() + static_cast<std::ptrdiff_t>(first), count, 0.0);
    solution_.weights[first] = 1;
  }

  double change = INFINITY;
  for (solution_.steps = 0; solution_.steps < search_.most_steps;) {
    ++solution_.steps;
    correlate();
    if (const Degenerate reason = step(); reason != Degenerate::none) return reason;
    change = 0;
    for (std::size_t slot = 0; slot < next_.size(); ++slot) {
      change = std::max(change, std::abs(next_[slot] - solution_.weights[slot]));
    }
    std::swap(solution_.weights, next_);
    if (change <= search_.tolerance) break;
  }
  if (!(change <= search_.tolerance)) return Degenerate::no_limit;
  correlate();
  turn(orientation);

  std::ranges::fill(solution_.paths.values, 0.0);
  for (std::size_t target = 0; target < causes_.size(); ++target) {
    solution_.r_squared[target] = 0;
    if (causes_[target].empty()) continue;
    if (!regress(target, causes_[target])) return Degenerate::collinear_latents;
    for (std::size_t i = 0; i < side_.size(); ++i) {
      solution_.paths(target, causes_[target][i]) = side_[i];
      solution_.r_squared[target] += side_[i] * solution_.latents(causes_[target][i], target);
    }
  }
  return Degenerate::none;
}

double PathSolver::r_squared_without(std::size_t target, std::size_t source) {
  std::vector<std::size_t> others = causes_[target];
  std::erase(others, source);
  // A part of causes that are not collinear is not collinear either.
  if (others.empty() || !regress(target, others)) return 0;
  double explained = 0;
  for (std::size_t i = 0; i < others.size(); ++i) {
    explained += side_[i] * solution_.latents(others[i], target);
  }
  return explained;
}

}  // namespace zhiheng::stat
