#include "stat/stratified.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/survey_proportion.h"

namespace zhiheng::stat {
namespace {

Result<void> check(std::span<const Stratum> strata) {
  ZH_DO(check_at_least("strata", strata.size(), 1));
  std::vector<double> weights;
  weights.reserve(strata.size());
  for (std::size_t i = 0; i < strata.size(); ++i) {
    const Stratum& stratum = strata[i];
    ZH_DO(check_count("strata", i, stratum.count, stratum.trials));
    if (stratum.population != 0 && stratum.population < stratum.trials) {
      return fail(count_out_of_range, place("strata", i) + ".population", shown(stratum.population),
                  ">= " + shown(stratum.trials));
    }
    weights.push_back(stratum.weight);
  }
  return check_weights("weight", weights);
}

}  // namespace

Result<StratifiedProportion> stratified_proportion(std::span<const Stratum> strata,
                                                   double confidence) {
  ZH_DO(check(strata));
  ZH_DO(check_confidence(confidence));

  StratifiedProportion result;
  double variance = 0;
  double dilution = 0;  // sum w^2 / n: one over the effective trials at equal shares
  std::int64_t count = 0;
  for (const auto& [weight, found, trials, population] : strata) {
    const auto n = static_cast<double>(trials);
    const double p = static_cast<double>(found) / n;
    const double unseen = population == 0 ? 1.0 : 1 - n / static_cast<double>(population);
    result.proportion += weight * p;
    variance += weight * weight * p * (1 - p) / n * unseen;
    dilution += weight * weight / n;
    count += found;
    result.trials += trials;
    result.single_unit_strata += trials == 1 ? 1 : 0;
  }
  // Weights that sum to one only within rounding must not push "all" past one.
  result.proportion = std::clamp(result.proportion, 0.0, 1.0);
  if (count == result.trials) result.proportion = 1;
  result.pooled = static_cast<double>(count) / static_cast<double>(result.trials);
  result.standard_error = std::sqrt(variance);
  result.degrees_of_freedom =
      static_cast<double>(result.trials) - static_cast<double>(strata.size());

  const double level = (1 + confidence) / 2;
  const double t = result.degrees_of_freedom > 0
                       ? student_quantile(level, result.degrees_of_freedom)
                       : normal_quantile(level);
  const double p = result.proportion;
  const double effective = variance > 0 ? p * (1 - p) / variance : 1 / dilution;
  result.interval = effective_wilson(p, effective, t);
  return result;
}

Result<std::vector<double>> shares_of(std::span<const double> sizes) {
  ZH_DO(check_at_least("sizes", sizes.size(), 1));
  double sum = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    ZH_DO(check_not_negative(place("sizes", i), sizes[i]));
    sum += sizes[i];
  }
  ZH_DO(check_positive("sum of sizes", sum));
  std::vector<double> shares(sizes.begin(), sizes.end());
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace zhiheng::stat
