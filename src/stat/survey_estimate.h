#pragma once
// What do totals, means and ratios of the whole come to, for it and for its parts, and how sure are
// they?

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"
#include "stat/survey_design.h"

namespace zhiheng::stat {

enum class SurveyStatistic {
  total,    ///< sum w y
  mean,     ///< sum w y / sum w
  ratio,    ///< sum w y / sum w x
  variance  ///< of the elements: n/(n-1) sum w (y - mean)^2 / sum w
};

/// What is estimated: a value a row, and for a ratio what it is divided by.
struct SurveyQuantity {
  SurveyStatistic statistic = SurveyStatistic::total;
  std::span<const double> values = {};
  std::span<const double> denominators = {};
};

/// A row that belongs to a part (domain). A row may belong to none, or to several.
struct SurveyMember {
  std::uint32_t row = 0;
  std::uint32_t part = 0;
};

struct SurveyEstimate {
  double value = 0;
  double variance = 0;
  std::int64_t records = 0;    ///< rows with a weight
  double weight = 0;           ///< sum of weights: elements that the part is estimated to hold
  double simple_variance = 0;  ///< of the same estimate from as many elements drawn one by one,
                               ///< with replacement
  bool defined = true;         ///< false: nothing to divide by; the rest is 0
};

/// Estimates of each part, with the variance that the whole design gives: units without a row in
/// the part count as zero.
///
/// The variance is that of the sum of the linear terms: w y; w (y - mean) / sum w;
/// w (y - R x) / sum w x; w (n/(n-1) (y - mean)^2 - S) / sum w.
///
/// @param members  any order; rows that are not named are outside of every part
/// @param parts    how many parts there are; numbered from 0
/// @return  one a part
/// @fails   lengths_differ, value_not_finite (naming the row), value_out_of_range (a member),
///          interrupted
/// @cost    linear in members, without calibration; with it, rows times parts
/// @source  C. M. Woodruff, J. Am. Stat. Assoc. 66 (1971) 411-414; domains: W. G. Cochran, Sampling
///          Techniques, 3rd ed. (1977), 5A.14
/// @checked R survey 4.1-1, svytotal, svymean, svyratio, svyvar, svyby
[[nodiscard]] Result<std::vector<SurveyEstimate>> survey_estimates(
    const SurveyDesign& design, const SurveyQuantity& quantity,
    std::span<const SurveyMember> members, std::size_t parts, const Threads& threads = {});

/// The same for the whole.
[[nodiscard]] Result<SurveyEstimate> survey_estimate(const SurveyDesign& design,
                                                     const SurveyQuantity& quantity);

/// Only the values, at other weights: what replicates need. NaN where nothing is to be divided by.
[[nodiscard]] std::vector<double> survey_values(const SurveyQuantity& quantity,
                                                std::span<const double> weights,
                                                std::span<const SurveyMember> members,
                                                std::size_t parts);

/// Design effect: how many times larger the variance is than that of elements drawn one by one,
/// with replacement or from the estimated number of elements. 0 when the latter is.
[[nodiscard]] double design_effect(const SurveyEstimate& estimate, bool with_replacement);

/// Elements that, drawn one by one with replacement, would give the same variance.
[[nodiscard]] double effective_records(const SurveyEstimate& estimate);

}  // namespace zhiheng::stat
