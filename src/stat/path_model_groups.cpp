#include "stat/path_model_groups.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"
#include "stat/path_model_resample.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t most_groups = 50;
/// Differences this close are the same but for rounding.
constexpr double rounding = 1e-9;

bool is_compared(const PathQuantity& quantity) {
  switch (quantity.measure) {
    case Measure::index:
    case Measure::path:
    case Measure::total_effect:
    case Measure::r_squared:
    case Measure::weight:
    case Measure::loading:
      return std::isfinite(quantity.value);
    default:
      return false;
  }
}

/// The comparison of all groups; its steps fill `tests_`.
class Comparing {
 public:
  Comparing(const PathStudy& study, const Groups& groups, const ResampleSettings& settings)
      : study_(study),
        settings_(settings),
        own_(study.table.weights()),
        rows_(groups.names.size()) {
    for (std::size_t row = 0; row < own_.size(); ++row) {
      if (own_[row] > 0) rows_[groups.of[row]].push_back(row);
    }
  }

  Result<void> fit_groups(const Groups& groups) {
    Refit refit(study_);
    Degenerate reason = refit.fit(own_);
    if (reason != Degenerate::none) {
      return fail(path_model_degenerate, "all groups", std::string(name_of(reason)));
    }
    orientation_ = refit.solution().weights;
    std::vector<double> weights;
    for (std::size_t group = 0; group < rows_.size(); ++group) {
      ZH_DO(check_at_least(groups.names[group], rows_[group].size(), 3));
      tests.sizes.push_back(rows_[group].size());
      give(rows_[group], weights);
      reason = refit.fit(weights, orientation_);
      if (reason != Degenerate::none) {
        return fail(path_model_degenerate, groups.names[group], std::string(name_of(reason)));
      }
      weights_.push_back(refit.solution().weights);
      blocks_ = refit.solution().blocks;
      slot_items_ = refit.solution().items;
      if (group == 0) {
        for (std::size_t at = 0; at < refit.quantities().size(); ++at) {
          if (is_compared(refit.quantities()[at])) kept_.push_back(at);
        }
      }
      std::vector<PathQuantity>& kept = tests.by_group.emplace_back();
      for (const std::size_t at : kept_) kept.push_back(refit.quantities()[at]);
    }
    return {};
  }

  /// Resamples of each group on its own.
  Result<void> resample() {
    for (std::size_t group = 0; group < rows_.size(); ++group) {
      std::vector<double> weights;
      give(rows_[group], weights);
      ZH_TRY(const Resampler resampler, Resampler::prepare(weights, {}));
      Matrix& values = resampled_.emplace_back(replicates(), tests.by_group[group].size());
      std::vector<Degenerate>& outcome = outcome_.emplace_back(replicates(), Degenerate::none);
      ZH_DO(in_stretches(settings_, [&](std::size_t first, std::size_t last) {
        Refit refit(study_);
        std::vector<double> drawn;
        for (std::size_t at = first; at < last; ++at) {
          resampler.draw(settings_.seed, stream(group + 1, at) | (std::uint64_t{1} << 63), drawn);
          outcome[at] = refit.fit(drawn, orientation_);
          if (outcome[at] == Degenerate::none) keep(refit, values, at);
        }
      }));
      tests.resamples_used += count_outcomes(outcome, tests.resamples_lost);
    }
    return {};
  }

  Result<void> compare_pair(std::size_t first, std::size_t second) {
    const std::size_t quantities = tests.by_group[first].size();
    Matrix differences(replicates(), quantities);
    Matrix correlations(replicates(), blocks_.size());
    ItemMoments pooled;
    std::vector<std::size_t> pool = rows_[first];
    pool.insert(pool.end(), rows_[second].begin(), rows_[second].end());
    std::vector<double> weights;
    give(pool, weights);
    if (!study_.table.weigh(weights, pooled)) return fail(no_spread, "groups");

    std::vector<Degenerate> outcome(replicates(), Degenerate::none);
    const std::size_t pair = first * rows_.size() + second + 1;
    ZH_DO(in_stretches(settings_, [&](std::size_t from, std::size_t to) {
      Refit one(study_);
      Refit other(study_);
      std::vector<double> dealt;
      for (std::size_t at = from; at < to; ++at) {
        const auto order = shuffled(pool, stream(pair, at));
        const auto middle = order.begin() + static_cast<std::ptrdiff_t>(rows_[first].size());
        give({order.begin(), middle}, dealt);
        outcome[at] = one.fit(dealt, orientation_);
        if (outcome[at] != Degenerate::none) continue;
        give({middle, order.end()}, dealt);
        outcome[at] = other.fit(dealt, orientation_);
        if (outcome[at] != Degenerate::none) continue;
        for (std::size_t i = 0; i < kept_.size(); ++i) {
          differences(at, i) =
              one.quantities()[kept_[i]].value - other.quantities()[kept_[i]].value;
        }
        for (std::size_t latent = 0; latent < blocks_.size(); ++latent) {
          correlations(at, latent) = agreement(latent, one.solution().weights,
                                               other.solution().weights, pooled.correlation);
        }
      }
    }));
    tests.permutations_used += count_outcomes(outcome, tests.permutations_lost);

    for (std::size_t at = 0; at < quantities; ++at) {
      GroupDifference made{.quantity = tests.by_group[first][at],
                           .first = first,
                           .second = second,
                           .first_value = tests.by_group[first][at].value,
                           .second_value = tests.by_group[second][at].value,
                           .interval = {},
                           .permutation_p = 1,
                           .bootstrap_p = 1};
      made.quantity.value = made.first_value - made.second_value;
      const double size = std::abs(made.quantity.value) - rounding;
      made.permutation_p = share(outcome, [&](std::size_t replicate) {
        return std::abs(differences(replicate, at)) >= size;
      });
      add_bootstrap(at, made);
      tests.differences.push_back(made);
    }
    for (std::size_t latent = 0; latent < blocks_.size(); ++latent) {
      Invariance made{.latent = latent, .first = first, .second = second};
      made.correlation = agreement(latent, weights_[first], weights_[second], pooled.correlation);
      std::vector<double> permuted;
      for (std::size_t at = 0; at < replicates(); ++at) {
        if (outcome[at] == Degenerate::none) permuted.push_back(correlations(at, latent));
      }
      made.permutation_p = share(outcome, [&](std::size_t replicate) {
        return correlations(replicate, latent) <= made.correlation + rounding;
      });
      std::ranges::sort(permuted);
      made.low_quantile = permuted.empty()
                              ? made.correlation
                              : quantile_of_ordered(permuted, 1 - settings_.confidence);
      tests.invariance.push_back(made);
    }
    return {};
  }

  Result<void> compare_all() {
    std::vector<std::size_t> pool;
    for (const auto& rows : rows_) pool.insert(pool.end(), rows.begin(), rows.end());
    const std::size_t quantities = tests.by_group.front().size();
    Matrix spreads(replicates(), quantities);
    std::vector<Degenerate> outcome(replicates(), Degenerate::none);
    ZH_DO(in_stretches(settings_, [&](std::size_t from, std::size_t to) {
      Refit refit(study_);
      std::vector<double> dealt;
      for (std::size_t at = from; at < to; ++at) {
        const auto order = shuffled(pool, stream(0, at));
        Matrix values(rows_.size(), quantities);
        std::vector<double> total;
        auto begin = order.begin();
        for (std::size_t group = 0; group < rows_.size(); ++group) {
          const auto end = begin + static_cast<std::ptrdiff_t>(rows_[group].size());
          total.push_back(give({begin, end}, dealt));
          begin = end;
          outcome[at] = refit.fit(dealt, orientation_);
          if (outcome[at] != Degenerate::none) break;
          keep(refit, values, group);
        }
        if (outcome[at] != Degenerate::none) continue;
        for (std::size_t i = 0; i < quantities; ++i)
          spreads(at, i) = spread(values, total, i).second;
      }
    }));
    tests.permutations_used += count_outcomes(outcome, tests.permutations_lost);
    Matrix values(rows_.size(), quantities);
    std::vector<double> total, weights;
    for (std::size_t group = 0; group < rows_.size(); ++group) {
      total.push_back(give(rows_[group], weights));
      for (std::size_t i = 0; i < quantities; ++i)
        values(group, i) = tests.by_group[group][i].value;
    }
    for (std::size_t i = 0; i < quantities; ++i) {
      GroupSpread made{.quantity = tests.by_group.front()[i]};
      std::tie(made.quantity.value, made.spread) = spread(values, total, i);
      made.permutation_p = share(outcome, [&](std::size_t replicate) {
        return spreads(replicate, i) >= made.spread - rounding;
      });
      tests.spreads.push_back(made);
    }
    return {};
  }

  GroupTests tests;

 private:
  [[nodiscard]] std::size_t replicates() const {
    return static_cast<std::size_t>(settings_.resamples);
  }

  /// Streams of random numbers that no two purposes share.
  static std::uint64_t stream(std::size_t purpose, std::size_t replicate) {
    return (static_cast<std::uint64_t>(purpose) << 32) | replicate;
  }

  /// Weights of these rows, all others zero; returns their sum.
  double give(std::span<const std::size_t> rows, std::vector<double>& weights) const {
    weights.assign(own_.size(), 0.0);
    double total = 0;
    for (const std::size_t row : rows) total += weights[row] = own_[row];
    return total;
  }

  [[nodiscard]] std::vector<std::size_t> shuffled(std::vector<std::size_t> rows,
                                                  std::uint64_t index) const {
    Random random(settings_.seed, index);
    for (std::size_t left = rows.size(); left > 1; --left) {
      std::swap(rows[left - 1], rows[random.below(left)]);
    }
    return rows;
  }

  void keep(const Refit& refit, Matrix& values, std::size_t row) const {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      values(row, i) = refit.quantities()[kept_[i]].value;
    }
  }

  /// (1 + replicates for which it holds) / (1 + replicates that could be solved).
  template <class Holds>
  [[nodiscard]] static double share(const std::vector<Degenerate>& outcome, const Holds& holds) {
    double used = 1;
    double held = 1;
    for (std::size_t at = 0; at < outcome.size(); ++at) {
      if (outcome[at] != Degenerate::none) continue;
      used += 1;
      held += holds(at) ? 1 : 0;
    }
    return held / used;
  }

  /// Correlation of the scores of a latent by two sets of weights.
  [[nodiscard]] double agreement(std::size_t latent, const std::vector<double>& one,
                                 const std::vector<double>& other, const Matrix& r) const {
    const auto [first, size] = blocks_[latent];
    double both = 0, left = 0, right = 0;
    for (std::size_t i = first; i < first + size; ++i) {
      for (std::size_t j = first; j < first + size; ++j) {
        const double correlation = r(slot_items_[i], slot_items_[j]);
        both += one[i] * other[j] * correlation;
        left += one[i] * one[j] * correlation;
        right += other[i] * other[j] * correlation;
      }
    }
    return left > 0 && right > 0 ? both / std::sqrt(left * right) : 0;
  }

  /// Interval and p of a difference from the resamples of both groups.
  void add_bootstrap(std::size_t at, GroupDifference& made) const {
    std::vector<double> one, other, difference;
    for (std::size_t replicate = 0; replicate < replicates(); ++replicate) {
      const bool first = outcome_[made.first][replicate] == Degenerate::none;
      const bool second = outcome_[made.second][replicate] == Degenerate::none;
      const double a = resampled_[made.first](replicate, at);
      const double b = resampled_[made.second](replicate, at);
      if (first && std::isfinite(a)) one.push_back(a);
      if (second && std::isfinite(b)) other.push_back(b);
      if (first && second && std::isfinite(a - b)) difference.push_back(a - b);
    }
    const auto summary = summarise(difference, settings_.confidence);
    if (!summary) {
      made.interval = {made.quantity.value, made.quantity.value};
      return;
    }
    made.interval = summary->interval;
    // Turned around their means: how often does the first group then lie above the second?
    const auto turned = [](std::vector<double>& values) {
      double sum = 0;
      for (const double value : values) sum += value;
      for (double& value : values) value = 2 * sum / static_cast<double>(values.size()) - value;
      std::ranges::sort(values);
    };
    turned(one);
    turned(other);
    double above = 0;
    for (const double value : one) {
      const auto below = std::ranges::lower_bound(other, value - rounding) - other.begin();
      const auto up_to = std::ranges::upper_bound(other, value + rounding) - other.begin();
      above += static_cast<double>(below + up_to) / 2;
    }
    const double probability =
        above / (static_cast<double>(one.size()) * static_cast<double>(other.size()));
    made.bootstrap_p = 2 * std::min(probability, 1 - probability);
  }

  /// Weighted mean of a column and the standard deviation around it.
  static std::pair<double, double> spread(const Matrix& values, const std::vector<double>& weight,
                                          std::size_t column) {
    double total = 0, mean = 0, squares = 0;
    for (std::size_t group = 0; group < values.rows; ++group) {
      total += weight[group];
      mean += weight[group] * values(group, column);
    }
    mean /= total;
    for (std::size_t group = 0; group < values.rows; ++group) {
      const double away = values(group, column) - mean;
      squares += weight[group] * away * away;
    }
    return {mean, std::sqrt(squares / total)};
  }

  const PathStudy& study_;
  const ResampleSettings& settings_;
  const std::vector<double>& own_;
  std::vector<std::vector<std::size_t>> rows_;  ///< per group
  std::vector<std::size_t> kept_;  ///< places of the compared quantities, the same in every fit
  std::vector<double> orientation_;
  std::vector<std::vector<double>> weights_;  ///< per group, by slot
  std::vector<Slots> blocks_;
  std::vector<std::size_t> slot_items_;
  std::vector<Matrix> resampled_;  ///< per group: replicates x quantities
  std::vector<std::vector<Degenerate>> outcome_;
};

}  // namespace

Result<void> check_groups(const Groups& groups, std::size_t rows, std::size_t least,
                          std::size_t most) {
  ZH_DO(check_same_length("groups", groups.of.size(), rows));
  if (groups.names.size() < least || groups.names.size() > most) {
    return fail(value_out_of_range, "groups", std::to_string(groups.names.size()),
                std::to_string(least) + ".." + std::to_string(most));
  }
  for (std::size_t row = 0; row < rows; ++row) {
    if (groups.of[row] < groups.names.size()) continue;
    return fail(value_out_of_range, place("groups", row), std::to_string(groups.of[row]),
                "< " + std::to_string(groups.names.size()));
  }
  return {};
}

Result<GroupTests> compare_groups(const PathStudy& study, const Groups& groups,
                                  const ResampleSettings& settings) {
  ZH_DO(check_settings(settings));
  ZH_DO(check_groups(groups, study.table.rows(), 2, most_groups));
  Comparing comparing(study, groups, settings);
  ZH_DO(comparing.fit_groups(groups));
  ZH_DO(check_room(settings, groups.names.size() * comparing.tests.by_group.front().size()));
  ZH_DO(comparing.resample());
  for (std::size_t first = 0; first < groups.names.size(); ++first) {
    for (std::size_t second = first + 1; second < groups.names.size(); ++second) {
      ZH_DO(comparing.compare_pair(first, second));
    }
  }
  if (groups.names.size() > 2) ZH_DO(comparing.compare_all());
  return std::move(comparing.tests);
}

}  // namespace zhiheng::stat
