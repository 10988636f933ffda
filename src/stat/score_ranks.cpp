#include "stat/score_ranks.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

Result<void> check(std::span<const double> totals, std::span<const ScoreCriterion> criteria,
                   const ScoreOptions& options) {
  ZH_DO(check_confidence(options.confidence));
  ZH_DO(check_at_least("draws", options.draws < 0 ? 0 : static_cast<std::size_t>(options.draws),
                       100));
  ZH_DO(check_finite("totals", totals));
  constexpr std::size_t most = 100'000'000;  // numbers kept
  if (static_cast<std::size_t>(options.draws) > most / std::max<std::size_t>(totals.size(), 1)) {
    return fail(too_many_observations, "draws", std::to_string(options.draws),
                "<= " + std::to_string(most / totals.size()));
  }
  if (!(options.concentration > 0)) {
    return fail(value_not_positive, "concentration", std::to_string(options.concentration), "> 0");
  }
  if (!(options.reach >= 0 && options.reach < 1)) {
    return fail(value_out_of_range, "reach", std::to_string(options.reach), ">= 0, < 1");
  }
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    ZH_DO(check_same_length(place("criteria", i), criteria[i].values.size(), totals.size()));
    ZH_DO(check_not_negative(place("points", i), criteria[i].points));
  }
  return {};
}

double drawn(const PlausibleValue& one, Random& random) {
  switch (one.kind) {
    case PlausibleValue::Kind::fixed:
      break;
    case PlausibleValue::Kind::share:
      return random.beta(static_cast<double>(one.count) + 0.5,
                         static_cast<double>(one.trials - one.count) + 0.5);
    case PlausibleValue::Kind::spread: {
      const double normal = random.normal();
      return one.value + normal * (normal < 0 ? one.below : one.above);
    }
  }
  return one.value;
}

/// The points of each criterion in one simulated scheme; their sum stays what it was.
std::vector<double> drawn_points(std::span<const ScoreCriterion> criteria,
                                 const ScoreOptions& options, Random& random) {
  std::vector<double> points;
  double sum = 0;
  for (const auto& criterion : criteria) sum += criterion.points;
  double changed = 0;
  for (const auto& criterion : criteria) {
    double weight = criterion.points;
    if (weight > 0 && options.weights == WeightChange::dirichlet) {
      weight = random.gamma(options.concentration * weight / sum);
    } else if (options.weights == WeightChange::uniform) {
      weight *= 1 + options.reach * (2 * random.uniform() - 1);
    }
    points.push_back(weight);
    changed += weight;
  }
  for (double& weight : points) weight = changed > 0 ? weight * sum / changed : 0;
  return points;
}

/// Everything drawn, kept per unit.
struct Drawn {
  std::vector<std::vector<double>> ranks, totals, classes;
};

}  // namespace

Result<std::vector<ScoreSpread>> score_spread(std::span<const double> totals,
                                              std::span<const ScoreCriterion> criteria,
                                              const ScoreOptions& options) {
  ZH_DO(check(totals, criteria, options));
  const std::size_t units = totals.size();
  const auto draws = static_cast<std::size_t>(options.draws);
  Drawn all{std::vector(units, std::vector<double>(draws)),
            std::vector(units, std::vector<double>(draws)),
            std::vector(units, std::vector<double>(options.classes))};
  std::vector<double> values(units), parts(units), sums(units);
  for (std::size_t d = 0; d < draws; ++d) {
    if (is_set(options.stop)) return fail(interrupted, {});
    Random random(options.seed, d);
    const auto points = drawn_points(criteria, options, random);
    std::ranges::fill(sums, 0);
    for (std::size_t c = 0; c < criteria.size(); ++c) {
      for (std::size_t unit = 0; unit < units; ++unit) {
        const auto& one = criteria[c].values[unit];
        values[unit] = options.data ? drawn(one, random) : one.value;
      }
      criteria[c].score(values, parts);
      for (std::size_t unit = 0; unit < units; ++unit) sums[unit] += points[c] * parts[unit];
    }
    for (std::size_t unit = 0; unit < units; ++unit) {
      if (options.total) sums[unit] = options.total(unit, sums[unit]);
      all.totals[unit][d] = sums[unit];
      if (options.classify) ++all.classes[unit][options.classify(unit, sums[unit])];
    }
    const auto ranks = places(sums);
    for (std::size_t unit = 0; unit < units; ++unit) all.ranks[unit][d] = ranks[unit];
  }
  const auto own = places(totals);
  const double tail = (1 - options.confidence) / 2;
  const auto parts_of_draws = static_cast<double>(draws);
  std::vector<ScoreSpread> result(units);
  for (std::size_t unit = 0; unit < units; ++unit) {
    const auto ranks = in_order(all.ranks[unit]);
    const auto sorted = in_order(all.totals[unit]);
    double sum = 0;
    for (const double rank : ranks) sum += rank;
    result[unit].rank = {own[unit], sum / parts_of_draws, quantile_of_ordered(ranks, tail),
                         quantile_of_ordered(ranks, 1 - tail)};
    result[unit].low = quantile_of_ordered(sorted, tail);
    result[unit].high = quantile_of_ordered(sorted, 1 - tail);
    for (const double count : all.classes[unit]) {
      result[unit].probability.push_back(count / parts_of_draws);
    }
    result[unit].stability =
        static_cast<double>(std::ranges::count(ranks, own[unit])) / parts_of_draws;
  }
  return result;
}

}  // namespace zhiheng::stat
