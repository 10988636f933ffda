#pragma once
// How high are concentrations when the laboratory reports some only as "below 0.5" (未检出)?

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// A measured concentration, or a limit that it lies below.
struct Concentration {
  double value = 0;  ///< > 0
  bool below = false;
};

struct ConcentrationSummary {
  double mean = 0;
  Interval mean_interval;
  double standard_deviation = 0;
  std::vector<std::optional<double>> quantiles;  ///< as asked; nothing where only limits lie lower
  std::int64_t detected = 0;
  std::int64_t undetected = 0;
};

/// Without a distribution: Kaplan-Meier read from the high end. What lies below the lowest limit is
/// put at that limit for the mean, which is therefore too high rather than too low.
/// Interval of the mean by Student's t on n - 1.
///
/// @param levels  of the quantiles wanted, each 0 < level < 1
/// @fails   too_few_observations (fewer than two, none detected), value_not_finite,
///          value_not_positive, probability_out_of_range, confidence_out_of_range
/// @source  D. R. Helsel, Statistics for Censored Environmental Data, 2nd ed. (2012), chapter 6
/// @checked R survival 3.5-3 survfit of the turned values, with its restricted mean
[[nodiscard]] Result<ConcentrationSummary> concentrations_by_survival(
    std::span<const Concentration> values, std::span<const double> levels,
    double confidence = 0.95);

/// Lognormal by maximum likelihood; the interval of the mean exp(m + s^2 / 2) on its logarithm.
///
/// @fails   as above, and not_identified (fewer than two different values bounded from below)
/// @source  Helsel (2012), chapter 6; A. C. Cohen, Technometrics 1 (1959) 217-237
/// @checked R survival 3.5-3 survreg
[[nodiscard]] Result<ConcentrationSummary> concentrations_by_likelihood(
    std::span<const Concentration> values, std::span<const double> levels,
    double confidence = 0.95);

/// Robust regression on order statistics: a line through the logarithms of what was detected over
/// normal scores (plotting positions of Hirsch and Stedinger for several limits) fills in the rest;
/// mean, deviation and quantiles are those of detected and filled-in values together. The interval
/// of the mean is the percentiles of `replicates` bootstrap samples, the same for a seed; samples
/// with fewer than three different values detected are drawn again.
///
/// @param replicates  >= 100
/// @fails   as the first, too_few_observations (fewer than three different values detected),
///          interrupted
/// @source  D. R. Helsel, T. A. Cohn, Water Resour. Res. 24 (1988) 1997-2004
/// @checked the definition written out in R 4.2.2
[[nodiscard]] Result<ConcentrationSummary> concentrations_by_regression(
    std::span<const Concentration> values, std::span<const double> levels, double confidence = 0.95,
    std::uint64_t seed = 1, std::size_t replicates = 1000, const std::atomic<bool>* stop = nullptr);

}  // namespace zhiheng::stat
