#pragma once
// How much of the spread of measurements comes from the gauge and the people? Gauge R&R.

#include <cstddef>
#include <span>

#include "base/result.h"

namespace zhiheng::stat {

/// One reading of a crossed study: every operator measures every part equally often.
struct GaugeReading {
  std::size_t part = 0;  ///< any number; equal numbers are the same part
  std::size_t operator_number = 0;
  double value = 0;
};

/// One source of spread.
struct GaugeSource {
  double variance = 0;      ///< >= 0
  double contribution = 0;  ///< share of the total variance
  double study = 0;         ///< share of the total standard deviation; these do not add up to one
  double tolerance = 0;     ///< 6 standard deviations over the tolerance; 0 without one
};

struct GaugeStudy {
  GaugeSource repeatability;    ///< equipment variation, EV
  GaugeSource reproducibility;  ///< appraiser variation with the interaction, AV
  GaugeSource interaction;      ///< operator by part, within reproducibility; 0 by the range method
  GaugeSource gauge;            ///< R&R together
  GaugeSource parts;
  GaugeSource total;
  double distinct_categories = 0;  ///< ndc: 1.41 parts / gauge cut to a whole number, at least 1
  /// Of the analysis of variance; 0, 0, 1 by the range method.
  double interaction_f = 0;
  double interaction_p = 1;
  bool interaction_kept = false;  ///< else pooled with the repeatability
};

/// Variance components by two-way analysis of variance with random parts and operators.
///
/// With mean squares P, O, PO, E, r repeats, p parts, o operators: interaction (PO - E) / r,
/// operators (O - PO) / (p r), parts (P - PO) / (o r); negative ones are zero. An interaction with
/// a p-value above `alpha` is pooled into E.
///
/// @param tolerance  width of the specification, > 0; 0 for none
/// @fails   too_few_observations (parts, operators or repeats below two), lengths_differ (a cell
///          with more or fewer repeats), value_not_finite, value_negative (tolerance), no_spread,
///          probability_out_of_range (alpha)
/// @source  AIAG, Measurement Systems Analysis, 4th ed. (2010), chapter III-B and appendix A
/// @checked its example of ten parts, three appraisers, three trials
[[nodiscard]] Result<GaugeStudy> gauge_by_variance(std::span<const GaugeReading> readings,
                                                   double tolerance = 0, double alpha = 0.05);

/// The average and range method of the same source: mean range / d2, range of the operators' means
/// / d2*, range of the parts' means / d2*, with d2*^2 = d2^2 + d3^2 for a single range.
///
/// @fails as gauge_by_variance, value_out_of_range (over 100 parts, operators or repeats)
[[nodiscard]] Result<GaugeStudy> gauge_by_range(std::span<const GaugeReading> readings,
                                                double tolerance = 0);

}  // namespace zhiheng::stat
