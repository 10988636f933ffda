#pragma once
// Below which value does a given share of the whole lie?

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/survey_design.h"

namespace zhiheng::stat {

/// How a quantile is read off the weighted steps. hf1 to hf9 are Hyndman and Fan's types with
/// weights; hf1 is also called "math", hf2 "school". hf3 is read as the reference reads it: as hf1,
/// but on a step the value itself only when it is of even place among the different values.
enum class QuantileRule { hf1, hf2, hf3, hf4, hf5, hf6, hf7, hf8, hf9, shah_vaish, shah_vaish_r };

enum class QuantileInterval {
  mean,      ///< Woodruff: the interval of the share below the quantile, read back as values
  log_odds,  ///< the same with the share's interval on the log odds
  arcsine,
  beta,
  score,   ///< values at which the score test is just not significant
  score_r  ///< the same as R survey 4.1-1 has it: read back by unweighted shares
};

/// The quantile alone.
///
/// @param values   one a row
/// @param weights  one a row, >= 0, not all zero
/// @param share    0 <= share <= 1
/// @fails   lengths_differ, value_not_finite, value_negative, weights_all_zero,
///          probability_out_of_range
/// @cost    rows x log(rows)
/// @source  R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996) 361-365; B. V. Shah, A. K. Vaish, Proc.
///          Surv. Res. Methods Sect. ASA (2006) 3729-3733
/// @checked R survey 4.1-1, qrule_*
[[nodiscard]] Result<double> weighted_quantile(std::span<const double> values,
                                               std::span<const double> weights, double share,
                                               QuantileRule rule);

struct SurveyQuantile {
  double value = 0;
  std::optional<double> low = {};  ///< nothing: the share's interval leaves [0, 1] on this side
  std::optional<double> high = {};
  std::optional<double> standard_error = {};  ///< width of the interval over twice t
};

/// What a quantile needs besides values and shares.
struct QuantileQuestion {
  QuantileRule rule = QuantileRule::hf1;
  QuantileInterval interval = QuantileInterval::mean;
  double confidence = 0.95;
  /// Degrees of freedom; the design's when 0.
  double degrees = 0;
  /// Variance of a mean of the values given; the design's when empty. Replicates go here.
  std::function<double(std::span<const double>)> variance_of_mean = {};
};

/// Quantiles with intervals.
///
/// @param shares  each above 0 and below 1
/// @fails   as weighted_quantile; value_not_positive (no degrees of freedom), no_spread (score
///          intervals of values that are all equal)
/// @cost    a sort, and for each share an evaluation of the design's variance; some 40 for `score`
/// @source  R. S. Woodruff, J. Am. Stat. Assoc. 47 (1952) 635-646; C. A. Francisco, W. A. Fuller,
///          Ann. Stat. 19 (1991) 454-469 for `score`
/// @checked R survey 4.1-1, svyquantile
[[nodiscard]] Result<std::vector<SurveyQuantile>> survey_quantiles(
    const SurveyDesign& design, std::span<const double> values, std::span<const double> shares,
    const QuantileQuestion& question);

}  // namespace zhiheng::stat
