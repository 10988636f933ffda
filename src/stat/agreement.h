#pragma once
// Do the reviewers agree by more than chance? Kappas of Cohen and Fleiss, Krippendorff's alpha.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// What two different categories i, j of c ordered ones are worth as agreement.
enum class AgreementWeights {
  none,       ///< nothing
  linear,     ///< 1 - |i - j| / (c - 1)
  quadratic,  ///< 1 - (i - j)^2 / (c - 1)^2
};

struct Kappa {
  double observed = 0;  ///< agreement, weighted
  double expected = 0;  ///< by chance
  double kappa = 0;     ///< (observed - expected) / (1 - expected)
  double standard_error = 0;
  Interval interval;   ///< cut to [-1, 1]
  double p_value = 1;  ///< two-sided, of no agreement beyond chance
};

/// Agreement of two raters on the same units. kappa -/+ z SE with the standard error for large
/// samples; the test uses the one that holds under chance.
///
/// @param table       c x c counts, row after row: first rater's category by row, second's by
/// column
/// @param categories  c >= 2, in their order when weights are used
/// @fails   too_few_observations (categories; fewer than two units), lengths_differ,
///          count_out_of_range (a negative count), no_spread (both raters used one and the same
///          category only), confidence_out_of_range
/// @source  J. Cohen, Psychol. Bull. 70 (1968) 213-220; J. L. Fleiss, J. Cohen, B. S. Everitt,
///          Psychol. Bull. 72 (1969) 323-327, equations 8 and 9
/// @checked the derivative of kappa by the shares, in R 4.2.2
[[nodiscard]] Result<Kappa> cohen_kappa(std::span<const std::int64_t> table, std::size_t categories,
                                        AgreementWeights weights = AgreementWeights::none,
                                        double confidence = 0.95);

struct FleissKappa {
  Kappa all;
  std::vector<double> by_category;  ///< kappa of "this category or another"; 0 where never used
};

/// Agreement of several raters, not always the same nor equally many. Units rated once count for
/// the shares of the categories only. Student's interval on n - 1 with Gwet's standard error.
///
/// @param counts  n x c, row after row: how many raters put the unit into the category
/// @fails   too_few_observations (categories, fewer than two units, no unit rated twice),
///          lengths_differ, count_out_of_range (negative, or a unit without rating), no_spread (one
///          category only), confidence_out_of_range
/// @source  J. L. Fleiss, Psychol. Bull. 76 (1971) 378-382; K. L. Gwet, Educ. Psychol. Meas. 81
///          (2021) 781-790 (standard error)
[[nodiscard]] Result<FleissKappa> fleiss_kappa(std::span<const std::int64_t> counts,
                                               std::size_t categories, double confidence = 0.95);

enum class RatingScale {
  nominal,
  ordinal,
  interval,
  ratio,  ///< values >= 0 with a true zero
};

/// One judgement of a unit. Who made it does not matter to alpha; a missing one is left out.
struct Rating {
  std::size_t unit = 0;  ///< any number; equal numbers are the same unit
  double value = 0;
};

struct KrippendorffAlpha {
  double observed = 0;         ///< disagreement
  double expected = 0;         ///< disagreement when values are paired by chance
  double alpha = 0;            ///< 1 - observed / expected
  Interval interval;           ///< percentiles of the bootstrap over units
  std::size_t units = 0;       ///< with at least two ratings
  std::size_t degenerate = 0;  ///< replicates without any variation, left out
};

/// Agreement for any number of raters, scale and missing ratings. The interval draws whole units.
///
/// @param replicates  >= 100; the same for a seed on any number of threads
/// @fails   too_few_observations (fewer than two units rated twice, replicates), value_not_finite,
///          value_negative (ratio), no_spread, too_many_observations (ratio scale: over 500
///          different values), confidence_out_of_range, interrupted
/// @cost    replicates x ratings; on the ratio scale replicates x (different values)^2
/// @source  K. Krippendorff, Content Analysis, 2nd ed. (2004), chapter 11; A. Zapf and others, BMC
///          Med. Res. Methodol. 16 (2016) 93 (bootstrap over units)
/// @checked K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples C and D
[[nodiscard]] Result<KrippendorffAlpha> krippendorff_alpha(
    std::span<const Rating> ratings, RatingScale scale, double confidence = 0.95,
    std::uint64_t seed = 1, std::size_t replicates = 2000, const std::atomic<bool>* stop = nullptr);

}  // namespace zhiheng::stat
