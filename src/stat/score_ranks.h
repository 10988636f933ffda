#pragma once
// How firm is a league table of composite scores, when neither the weights nor the data are?

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"
#include "stat/ranks.h"

namespace zhiheng::stat {

/// What one unit's value of one criterion could have been.
struct PlausibleValue {
  enum class Kind {
    fixed,   ///< known, or given by a person
    share,   ///< count of trials: Beta(count + 1/2, trials - count + 1/2)
    spread,  ///< normal, with its own deviation above and below the value
  };
  Kind kind = Kind::fixed;
  double value = 0;
  double below = 0, above = 0;         ///< standard deviations, for spread
  std::int64_t count = 0, trials = 0;  ///< for share
};

struct ScoreCriterion {
  double points = 0;                   ///< the most that it gives, >= 0
  std::vector<PlausibleValue> values;  ///< one per unit
  /// The part of the points that each unit gets, 0..1, from the values of all units.
  std::function<void(std::span<const double> values, std::span<double> parts)> score;
};

enum class WeightChange {
  none,
  dirichlet,  ///< weights ~ Dirichlet(concentration x declared weights)
  uniform,    ///< each weight x (1 + U(-reach, reach)), scaled back to the same sum
};

struct ScoreOptions {
  double confidence = 0.95;
  int draws = 2000;        ///< >= 100
  std::uint64_t seed = 1;  ///< same seed, same answer, whatever the number of threads
  WeightChange weights = WeightChange::dirichlet;
  double concentration = 200;  ///< > 0: the larger, the closer to the declared weights
  double reach = 0.1;          ///< 0 <= reach < 1
  bool data = true;            ///< whether the values vary too
  /// What a unit's total becomes: adds what does not vary, applies caps. Empty: as it is.
  std::function<double(std::size_t unit, double sum)> total = {};
  /// Class of a total, 0..classes - 1. Empty: no classes.
  std::function<std::size_t(std::size_t unit, double total)> classify = {};
  std::size_t classes = 0;
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to end early
};

struct ScoreSpread {
  RankInterval rank;                ///< place by the totals given, and its interval
  double low = 0, high = 0;         ///< interval of the total
  std::vector<double> probability;  ///< of each class
  double stability = 0;             ///< part of the simulated tables with the same place
};

/// Simulates league tables. In each, every value is drawn from what it could have been, the points
/// are given anew, the weights are changed and the units ranked. Criteria that are scored against
/// one another (by rank) see all drawn values.
///
/// @param totals    of each unit, as published: gives the place itself
/// @param criteria  each with one value per unit
/// @fails   lengths_differ, value_negative (points), value_not_finite, confidence_out_of_range,
///          too_few_observations (draws), too_many_observations (10^8 units x draws),
///          value_not_positive (concentration), value_out_of_range (reach), interrupted
/// @cost    draws x criteria x units
/// @source  OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7: uncertainty and
///          sensitivity analysis
[[nodiscard]] Result<std::vector<ScoreSpread>> score_spread(
    std::span<const double> totals, std::span<const ScoreCriterion> criteria,
    const ScoreOptions& options);

}  // namespace zhiheng::stat
