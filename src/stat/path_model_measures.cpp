#include "stat/path_model_measures.h"

#include <algorithm>
#include <cmath>

#include "stat/block_eigenvalues.h"
#include "stat/check.h"
#include "stat/cronbach.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// One round over a solution; each function below appends its quantities.
class Reading {
 public:
  Reading(const PathModel& model, const AnswerScale& scale, const ItemMoments& moments,
          PathSolver& solver, std::vector<PathQuantity>& quantities)
      : model_(model),
        scale_(scale),
        moments_(moments),
        solver_(solver),
        solution_(solver.solution()),
        quantities_(quantities) {}

  void items() {
    each_item([&](std::size_t latent, std::size_t slot, std::size_t item) {
      put(Measure::weight, latent, item, solution_.weights[slot]);
    });
    each_item([&](std::size_t latent, std::size_t slot, std::size_t item) {
      put(Measure::loading, latent, item, solution_.item_latent(slot, latent));
    });
    each_item([&](std::size_t latent, std::size_t slot, std::size_t item) {
      put(Measure::communality, latent, item, square(solution_.item_latent(slot, latent)));
    });
    each_item([&](std::size_t latent, std::size_t slot, std::size_t item) {
      put(Measure::redundancy, latent, item,
          square(solution_.item_latent(slot, latent)) * solution_.r_squared[latent]);
    });
  }

  void cross_loadings() {
    for (std::size_t latent = 0; latent < model_.latents.size(); ++latent) {
      const auto& own = model_.latents[latent].items;
      std::vector<bool> seen(model_.items.size(), false);
      for (std::size_t slot = 0; slot < solution_.items.size(); ++slot) {
        const std::size_t item = solution_.items[slot];
        if (seen[item] || std::ranges::find(own, item) != own.end()) continue;
        seen[item] = true;
        put(Measure::cross_loading, latent, item, solution_.item_latent(slot, latent));
      }
    }
  }

  void paths() {
    for (const auto& [source, target] : model_.arrows) {
      put(Measure::path, target, source, solution_.paths(target, source));
    }
  }

  /// Effects are summed in causal order: a target has its causes' effects, times its paths.
  void total_effects(const std::vector<std::size_t>& order) {
    const std::size_t n = order.size();
    Matrix effect(n, n);
    std::vector<std::vector<bool>> reaches(n, std::vector<bool>(n, false));
    for (std::size_t target : order) {
      for (std::size_t cause = 0; cause < n; ++cause) {
        if (!is_arrow(cause, target)) continue;
        const double path = solution_.paths(target, cause);
        effect(target, cause) += path;
        reaches[target][cause] = true;
        for (std::size_t source = 0; source < n; ++source) {
          if (!reaches[cause][source]) continue;
          effect(target, source) += path * effect(cause, source);
          reaches[target][source] = true;
        }
      }
    }
    for (std::size_t source : order) {
      for (std::size_t target : order) {
        if (reaches[target][source]) {
          put(Measure::total_effect, target, source, effect(target, source));
        }
      }
    }
  }

  void explained() {
    each_latent([&](std::size_t latent) {
      put(Measure::r_squared, latent, 0, causes(latent) > 0 ? solution_.r_squared[latent] : NAN);
    });
    each_latent([&](std::size_t latent) {
      const double degrees = moments_.rows - 1 - causes(latent);
      const double adjusted = 1 - (1 - solution_.r_squared[latent]) * (moments_.rows - 1) / degrees;
      put(Measure::adjusted_r_squared, latent, 0,
          causes(latent) > 0 && degrees > 0 ? adjusted : NAN);
    });
  }

  void effect_sizes() {
    for (const auto& [source, target] : model_.arrows) {
      const double all = solution_.r_squared[target];
      const double rest = solver_.r_squared_without(target, source);
      put(Measure::f_squared, target, source, all < 1 ? (all - rest) / (1 - all) : INFINITY);
    }
  }

  void reliability() {
    each_latent([&](std::size_t latent) { put(Measure::ave, latent, 0, communality_of(latent)); });
    each_latent(
        [&](std::size_t latent) { put(Measure::cronbach_alpha, latent, 0, alpha(latent, false)); });
    each_latent([&](std::size_t latent) {
      put(Measure::cronbach_alpha_raw, latent, 0, alpha(latent, true));
    });
    each_latent([&](std::size_t latent) { put(Measure::rho_a, latent, 0, rho_a(latent)); });
    each_latent([&](std::size_t latent) { put(Measure::rho_c, latent, 0, rho_c(latent)); });
  }

  void components() {
    each_latent([&](std::size_t latent) {
      const auto& items = model_.latents[latent].items;
      Matrix block(items.size(), items.size());
      for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t j = 0; j < items.size(); ++j) block(i, j) = r(items[i], items[j]);
      }
      const BlockComponents found = block_components(block);
      put(Measure::dillon_goldstein_rho, latent, 0, found.rho);
      put(Measure::eigenvalue_1, latent, 0, found.first);
      put(Measure::eigenvalue_2, latent, 0, found.second);
    });
  }

  void between_latents() {
    for (std::size_t one = 0; one < model_.latents.size(); ++one) {
      for (std::size_t other = 0; other < one; ++other) {
        put(Measure::latent_correlation, one, other, solution_.latents(one, other));
      }
    }
    std::vector<double> within;
    each_latent([&](std::size_t latent) { within.push_back(mean_correlation(latent, latent)); });
    for (std::size_t one = 0; one < model_.latents.size(); ++one) {
      for (std::size_t other = 0; other < one; ++other) {
        const double together = std::sqrt(within[one] * within[other]);
        put(Measure::htmt, one, other,
            together > 0 ? mean_correlation(one, other) / together : NAN);
      }
    }
  }

  /// Mean communality over the items of blocks with several, mean R^2 over the latents with causes.
  void goodness_of_fit() {
    double shared = 0;
    double items = 0;
    double explained = 0;
    double effects = 0;
    each_latent([&](std::size_t latent) {
      const auto count = static_cast<double>(model_.latents[latent].items.size());
      if (count > 1) {
        shared += count * communality_of(latent);
        items += count;
      }
      if (causes(latent) > 0) {
        explained += solution_.r_squared[latent];
        effects += 1;
      }
    });
    put(Measure::goodness_of_fit, 0, 0,
        items > 0 ? std::sqrt(shared / items * explained / effects) : NAN);
  }

  void indices() {
    std::vector<double> share(solution_.items.size());
    std::vector<double> mean, deviation;
    std::vector<double> means;
    AnswerScale scale;
    each_latent([&](std::size_t latent) {
      const auto [first, count] = solution_.blocks[latent];
      means.clear();
      scale.low.clear();
      scale.high.clear();
      double total = 0;
      for (std::size_t slot = first; slot < first + count; ++slot) {
        const std::size_t item = solution_.items[slot];
        means.push_back(moments_.mean[item]);
        scale.low.push_back(scale_.low[item]);
        scale.high.push_back(scale_.high[item]);
        share[slot] = solution_.weights[slot] * (scale_.high[item] - scale_.low[item]) /
                      moments_.deviation[item];
        total += share[slot];
      }
      const auto shares = std::span(share).subspan(first, count);
      const auto found = satisfaction_index(means, shares, scale);
      if (!found) total = NAN;
      for (double& each : shares) each /= total;
      mean.push_back(found.value_or(NAN));
      // The scores have variance one, and the index is 100 / total times as wide.
      const double n = moments_.rows;
      deviation.push_back(100 / std::abs(total) * std::sqrt(n / (n - 1)));
    });
    each_latent([&](std::size_t latent) { put(Measure::index, latent, 0, mean[latent]); });
    each_latent(
        [&](std::size_t latent) { put(Measure::index_deviation, latent, 0, deviation[latent]); });
    each_item([&](std::size_t latent, std::size_t slot, std::size_t item) {
      put(Measure::index_weight, latent, item, share[slot]);
    });
  }

 private:
  static double square(double x) { return x * x; }

  void put(Measure measure, std::size_t latent, std::size_t other, double value) {
    quantities_.push_back({measure, latent, other, value});
  }

  template <class Function>
  void each_latent(const Function& function) {
    for (std::size_t latent = 0; latent < model_.latents.size(); ++latent) function(latent);
  }

  template <class Function>
  void each_item(const Function& function) {
    for (std::size_t latent = 0; latent < model_.latents.size(); ++latent) {
      const auto [first, count] = solution_.blocks[latent];
      for (std::size_t slot = first; slot < first + count; ++slot) {
        function(latent, slot, solution_.items[slot]);
      }
    }
  }

  [[nodiscard]] bool is_arrow(std::size_t source, std::size_t target) const {
    return std::ranges::any_of(model_.arrows, [&](const Arrow& arrow) {
      return arrow.source == source && arrow.target == target;
    });
  }

  [[nodiscard]] double causes(std::size_t latent) const {
    return static_cast<double>(std::ranges::count(model_.arrows, latent, &Arrow::target));
  }

  [[nodiscard]] double r(std::size_t one, std::size_t other) const {
    return moments_.correlation(one, other);
  }

  [[nodiscard]] double communality_of(std::size_t latent) const {
    const auto [first, count] = solution_.blocks[latent];
    double sum = 0;
    for (std::size_t slot = first; slot < first + count; ++slot) {
      sum += square(solution_.item_latent(slot, latent));
    }
    return sum / static_cast<double>(count);
  }

  /// 1 for a single item; NaN where the items cancel each other out.
  [[nodiscard]] double alpha(std::size_t latent, bool raw) const {
    const auto& items = model_.latents[latent].items;
    if (items.size() == 1) return 1;
    std::vector<double> square;
    for (const std::size_t one : items) {
      for (const std::size_t other : items) {
        const double size = raw ? moments_.deviation[one] * moments_.deviation[other] : 1.0;
        square.push_back(r(one, other) * size);
      }
    }
    return alpha_of_covariance(square, items.size()).value_or(NAN);
  }

  /// (w'w)^2 w'(R - diag R)w / w'(ww' - diag ww')w for weights w with w'Rw = 1.
  [[nodiscard]] double rho_a(std::size_t latent) const {
    const auto [first, count] = solution_.blocks[latent];
    if (count == 1 || model_.latents[latent].measurement == Measurement::formative) return 1;
    double length = 0;
    double fourth = 0;
    for (std::size_t slot = first; slot < first + count; ++slot) {
      const double w = solution_.weights[slot];
      length += w * w;
      fourth += square(w * w);
    }
    return square(length) * (1 - length) / (square(length) - fourth);
  }

  [[nodiscard]] double rho_c(std::size_t latent) const {
    const auto [first, count] = solution_.blocks[latent];
    double sum = 0;
    double own = 0;
    for (std::size_t slot = first; slot < first + count; ++slot) {
      const double loading = solution_.item_latent(slot, latent);
      sum += loading;
      own += 1 - square(loading);
    }
    return square(sum) / (square(sum) + own);
  }

  /// Mean absolute correlation of the items of two blocks, or of the pairs within one; 1 for a
  /// block of one item. An item in both blocks is not compared with itself.
  [[nodiscard]] double mean_correlation(std::size_t one, std::size_t other) const {
    const auto& first = model_.latents[one].items;
    const auto& second = model_.latents[other].items;
    double sum = 0;
    double pairs = 0;
    for (const std::size_t a : first) {
      for (const std::size_t b : second) {
        if (a == b) continue;
        sum += std::abs(r(a, b));
        pairs += 1;
      }
    }
    return pairs > 0 ? sum / pairs : 1.0;
  }

  const PathModel& model_;
  const AnswerScale& scale_;
  const ItemMoments& moments_;
  PathSolver& solver_;
  const PathSolution& solution_;
  std::vector<PathQuantity>& quantities_;
};

}  // namespace

std::string_view name_of(Measure measure) {
  switch (measure) {
    case Measure::weight:
      return "weight";
    case Measure::loading:
      return "loading";
    case Measure::cross_loading:
      return "cross_loading";
    case Measure::communality:
      return "communality";
    case Measure::redundancy:
      return "redundancy";
    case Measure::path:
      return "path";
    case Measure::total_effect:
      return "total_effect";
    case Measure::r_squared:
      return "R2";
    case Measure::adjusted_r_squared:
      return "adjR2";
    case Measure::f_squared:
      return "f2";
    case Measure::f_squared_refit:
      return "f2_refit";
    case Measure::latent_correlation:
      return "latent_correlation";
    case Measure::ave:
      return "AVE";
    case Measure::cronbach_alpha:
      return "cronbach_alpha";
    case Measure::cronbach_alpha_raw:
      return "cronbach_alpha_raw";
    case Measure::dillon_goldstein_rho:
      return "dillon_goldstein_rho";
    case Measure::rho_a:
      return "rho_A";
    case Measure::rho_c:
      return "rho_C";
    case Measure::eigenvalue_1:
      return "eig1";
    case Measure::eigenvalue_2:
      return "eig2";
    case Measure::htmt:
      return "HTMT";
    case Measure::goodness_of_fit:
      return "GoF";
    case Measure::index:
      return "index";
    case Measure::index_deviation:
      return "index_sd";
    case Measure::index_weight:
      return "index_weight";
  }
  return {};
}

Result<double> satisfaction_index(std::span<const double> means, std::span<const double> weights,
                                  const AnswerScale& scale) {
  ZH_DO(check_same_length("weights", weights.size(), means.size()));
  ZH_DO(check_same_length("low", scale.low.size(), means.size()));
  ZH_DO(check_same_length("high", scale.high.size(), means.size()));
  ZH_DO(check_finite("means", means));
  ZH_DO(check_finite("weights", weights));
  double total = 0;
  double size = 0;
  double sum = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double range = scale.high[i] - scale.low[i];
    if (!(range > 0))
      return fail(value_out_of_range, place("high", i), shown(scale.high[i]), "> low");
    total += weights[i];
    size += std::abs(weights[i]);
    sum += weights[i] * (means[i] - scale.low[i]) / range;
  }
  // What weights that cancel each other out leave over is rounding.
  if (!(std::abs(total) > 1e-10 * size)) {
    return fail(value_out_of_range, "sum of weights", shown(total), "!= 0");
  }
  return 100 * sum / total;
}

void measure(const PathModel& model, const std::vector<std::size_t>& order,
             const AnswerScale& scale, const ItemMoments& moments, PathSolver& solver,
             Extent extent, std::vector<PathQuantity>& quantities) {
  quantities.clear();
  Reading reading(model, scale, moments, solver, quantities);
  reading.indices();
  reading.paths();
  reading.total_effects(order);
  reading.explained();
  reading.items();
  reading.reliability();
  reading.between_latents();
  reading.goodness_of_fit();
  if (extent == Extent::resampled) return;
  reading.cross_loadings();
  reading.effect_sizes();
  reading.components();
}

}  // namespace zhiheng::stat
