#include "stat/survey_replicates.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/parallel.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

using Stratum = SurveyDesign::Stratum;

const SurveyDesign::Level& first_level(const SurveyDesign& design) {
  return design.levels().front();
}

double unseen(const Stratum& stratum) { return 1 - stratum.drawn / stratum.population; }

SurveyReplicates blank(const SurveyDesign& design, std::size_t count) {
  SurveyReplicates made;
  made.count = count;
  made.factors.assign(first_level(design).stratum_of.size() * count, 1.0);
  made.scales.assign(count, 0.0);
  made.degrees = design.degrees_of_freedom();
  return made;
}

Result<SurveyReplicates> jackknife(const SurveyDesign& design) {
  const auto& level = first_level(design);
  std::size_t count = 0;
  for (const Stratum& stratum : level.strata) count += stratum.drawn > 1 ? stratum.drawn : 0;
  SurveyReplicates made = blank(design, count);
  std::size_t replicate = 0;
  for (const Stratum& stratum : level.strata) {
    if (stratum.drawn < 2) continue;
    const double n = stratum.drawn;
    for (std::uint32_t left_out = 0; left_out < stratum.drawn; ++left_out, ++replicate) {
      for (std::uint32_t i = 0; i < stratum.drawn; ++i) {
        made.factors[(stratum.first_unit + i) * count + replicate] =
            i == left_out ? 0 : n / (n - 1);
      }
      made.scales[replicate] = unseen(stratum) * (n - 1) / n;
    }
  }
  return made;
}

Result<SurveyReplicates> half_samples(const SurveyDesign& design, double fay) {
  if (!(fay >= 0 && fay < 1)) return fail(value_out_of_range, "fay", shown(fay), "0..1");
  const auto& level = first_level(design);
  for (std::size_t i = 0; i < level.strata.size(); ++i) {
    if (level.strata[i].drawn == 2) continue;
    return fail(unsuitable_design, place("strata", i), std::to_string(level.strata[i].drawn), "2");
  }
  ZH_TRY(const auto signs, hadamard(level.strata.size() + 1));
  const auto count = static_cast<std::size_t>(std::lround(std::sqrt(double(signs.size()))));
  SurveyReplicates made = blank(design, count);
  for (std::size_t h = 0; h < level.strata.size(); ++h) {
    for (std::size_t r = 0; r < count; ++r) {
      const bool one = signs[(h + 1) * count + r] > 0;
      const std::size_t unit = level.strata[h].first_unit;
      made.factors[unit * count + r] = one ? 2 - fay : fay;
      made.factors[(unit + 1) * count + r] = one ? fay : 2 - fay;
    }
  }
  made.scales.assign(count, 1 / (static_cast<double>(count) * (1 - fay) * (1 - fay)));
  return made;
}

Result<SurveyReplicates> bootstrap(const SurveyDesign& design, std::int64_t replicates,
                                   std::uint64_t seed) {
  if (replicates < 2 || replicates > 100000) {
    return fail(value_out_of_range, "replicates", shown(replicates), "2..100000");
  }
  const auto count = static_cast<std::size_t>(replicates);
  SurveyReplicates made = blank(design, count);
  std::vector<double> times_drawn;
  for (std::size_t r = 0; r < count; ++r) {
    Random random(seed, r);
    for (const Stratum& stratum : first_level(design).strata) {
      if (stratum.drawn < 2) continue;
      const double n = stratum.drawn;
      times_drawn.assign(stratum.drawn, 0);
      for (std::uint32_t i = 1; i < stratum.drawn; ++i) ++times_drawn[random.below(stratum.drawn)];
      const double part = std::sqrt(unseen(stratum));
      for (std::uint32_t i = 0; i < stratum.drawn; ++i) {
        made.factors[(stratum.first_unit + i) * count + r] =
            1 - part + part * n / (n - 1) * times_drawn[i];
      }
    }
  }
  made.scales.assign(count, 1 / static_cast<double>(count - 1));
  return made;
}

}  // namespace

Result<SurveyReplicates> survey_replicates(const SurveyDesign& design,
                                           const ReplicateChoice& choice) {
  if (design.calibrated()) {
    return fail(unsuitable_design, "design", "calibrated", "linearisation");
  }
  const auto& strata = first_level(design).strata;
  const bool kept = design.lonely() == LonelyUnit::adjust || design.lonely() == LonelyUnit::average;
  if (kept && std::ranges::any_of(strata, [](const Stratum& s) { return s.drawn == 1; })) {
    return fail(unsuitable_design, "design", "lonely unit", "linearisation");
  }
  if (choice.method == ReplicateMethod::jk1 && strata.size() > 1) {
    return fail(unsuitable_design, "strata", std::to_string(strata.size()), "1");
  }
  if (first_level(design).stratum_of.size() < 2) {
    return fail(too_few_observations, "units", "1", ">= 2");
  }
  switch (choice.method) {
    case ReplicateMethod::jk1:
    case ReplicateMethod::jkn:
      return jackknife(design);
    case ReplicateMethod::brr:
      return half_samples(design, 0);
    case ReplicateMethod::fay:
      return half_samples(design, choice.fay);
    case ReplicateMethod::bootstrap:
      break;
  }
  return bootstrap(design, choice.replicates, choice.seed);
}

std::vector<double> replicate_weights(const SurveyDesign& design,
                                      const SurveyReplicates& replicates, std::size_t replicate) {
  std::vector<double> weights(design.rows());
  for (std::size_t at = 0; at < weights.size(); ++at) {
    const std::uint32_t row = design.order()[at];
    const std::size_t unit = first_level(design).unit[at];
    weights[row] = design.weights()[row] * replicates.factors[unit * replicates.count + replicate];
  }
  return weights;
}

Result<ReplicatedEstimate> replicated(const SurveyDesign& design,
                                      const SurveyReplicates& replicates,
                                      const SurveyFunction& estimate, const Threads& threads) {
  ReplicatedEstimate made;
  made.values = estimate(design.weights());
  const std::size_t k = made.values.size();
  std::vector<std::vector<double>> found(replicates.count);
  ZH_DO(in_parallel(replicates.count, threads, [&](std::size_t r) {
    found[r] = estimate(replicate_weights(design, replicates, r));
  }));
  made.variances.assign(k, std::numeric_limits<double>::quiet_NaN());
  made.undefined.assign(k, 0);
  for (std::size_t i = 0; i < k; ++i) {
    double sum = 0, used = 0;
    for (std::size_t r = 0; r < found.size(); ++r) {
      if (replicates.scales[r] == 0) continue;  // all units of the stratum were drawn
      const bool defined = i < found[r].size() && std::isfinite(found[r][i]);
      made.undefined[i] += defined ? 0 : 1;
      sum += defined ? found[r][i] : 0;
      used += defined ? 1 : 0;
    }
    if (!std::isfinite(made.values[i]) || (used == 0 && made.undefined[i] > 0)) continue;
    made.variances[i] = 0;
    for (std::size_t r = 0; r < found.size(); ++r) {
      if (replicates.scales[r] == 0 || i >= found[r].size() || !std::isfinite(found[r][i]))
        continue;
      const double off = found[r][i] - sum / used;
      made.variances[i] += replicates.scales[r] * off * off;
    }
  }
  return made;
}

}  // namespace zhiheng::stat
