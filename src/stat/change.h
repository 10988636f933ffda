#pragma once
// When did the level change?

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// What a segment between two changes is assumed to be.
enum class Level {
  normal,   ///< constant mean, constant variance over the whole series
  poisson,  ///< counts at a constant rate
};

struct Segment {
  std::size_t first = 0;  ///< index of its first value
  std::size_t end = 0;    ///< one past its last
  double mean = 0;
};

struct ChangeOptions {
  Level level = Level::normal;
  double penalty = 0;       ///< cost of one more change; 0: 2 ln n (BIC, a level and a place)
  std::size_t minimum = 2;  ///< values per segment, >= 1
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to end early
};

/// PELT: the segmentation that minimises the sum of the segments' costs plus penalty per change;
/// exact, and in expectation linear in time when changes keep coming.
///
/// cost (normal) = sum (x - mean)^2 / s^2, s from the median absolute successive difference, so
/// that the changes themselves do not hide in it; cost (Poisson) = 2 (sum x ln(sum x / n)) negated.
///
/// @param values  in order of time; counts >= 0 for Level::poisson
/// @return  the segments in order, at least one
/// @fails   too_few_observations (fewer than 2 x minimum), value_not_finite, value_negative,
///          value_not_positive (penalty below zero, minimum of zero)
/// @source  R. Killick, P. Fearnhead, I. A. Eckley, J. Am. Stat. Assoc. 107 (2012) 1590-1598
[[nodiscard]] Result<std::vector<Segment>> segments(std::span<const double> values,
                                                    const ChangeOptions& options = {});

struct CusumChange {
  std::size_t at = 0;    ///< index of the first value after the likeliest change
  double statistic = 0;  ///< max |sum of deviations from the mean| / (s sqrt n)
  double p_value = 1;    ///< of no change, from the Brownian bridge
};

/// Is there one change of mean anywhere? Cumulated deviations from the mean, s the standard
/// deviation; p = 2 sum (-1)^(j+1) exp(-2 j^2 c^2). A large-sample test: conservative below 50.
///
/// @fails   too_few_observations (fewer than four), value_not_finite, no_spread
/// @source  E. S. Page, Biometrika 42 (1955) 523-527; W. Ploberger, W. Kramer, Econometrica 60
///          (1992) 271-285
[[nodiscard]] Result<CusumChange> cusum_change(std::span<const double> values);

struct BreakModel {
  double residual_squares = 0;
  double bic = 0;
  std::vector<std::size_t> last;  ///< index of the last value before each break
};

/// Bai and Perron's least-squares breaks in the mean: the best model of 0, 1, ... breaks each.
///
/// bic = n (ln(rss / n) + 1 + ln 2 pi) + ln n x 2 (breaks + 1).
///
/// @param values   in order of time
/// @param minimum  values per segment, >= 2
/// @param most     breaks in the largest model, while segments fit
/// @return  one model per number of breaks, from none; take the smallest bic
/// @fails   too_few_observations (fewer than 2 x minimum), too_many_observations (over 5,000),
///          value_not_finite, no_spread
/// @cost    most x n^2
/// @source  J. Bai, P. Perron, J. Appl. Econom. 18 (2003) 1-22
/// @checked R strucchange 1.5-3 breakpoints on the Nile
[[nodiscard]] Result<std::vector<BreakModel>> break_models(std::span<const double> values,
                                                           std::size_t minimum, std::size_t most);

}  // namespace zhiheng::stat
