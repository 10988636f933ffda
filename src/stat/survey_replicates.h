#pragma once
// How sure is any estimate, seen from samples that leave out or repeat units of this one?

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"
#include "stat/survey_design.h"

namespace zhiheng::stat {

enum class ReplicateMethod {
  jk1,       ///< jackknife, one unit left out; a single stratum
  jkn,       ///< jackknife within strata
  brr,       ///< balanced half samples; two units in every stratum
  fay,       ///< the same, the other half kept with a part of its weight
  bootstrap  ///< Rao and Wu: n - 1 of the n units of each stratum, with replacement
};

struct ReplicateChoice {
  ReplicateMethod method = ReplicateMethod::jkn;
  double fay = 0.5;               ///< part of the weight that the other half keeps, 0 <= fay < 1
  std::int64_t replicates = 500;  ///< of the bootstrap, 2 to 100,000
  std::uint64_t seed = 1;
};

/// Factors on the weights, by first-stage unit. Numbers of units in the strata (first stage only)
/// are kept by the jackknife in its scales and by the bootstrap in its factors; BRR knows none.
struct SurveyReplicates {
  std::size_t count = 0;
  std::vector<double> factors = {};  ///< unit by unit, `count` for each
  std::vector<double> scales = {};   ///< of the squared distances, one a replicate
  double degrees = 0;                ///< of freedom
};

/// @fails   unsuitable_design (jk1 with strata; brr and fay without pairs; a calibrated design;
///          a lonely unit that is to be adjusted or averaged), value_out_of_range,
///          too_few_observations
/// @cost    units x replicates
/// @source  K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007), chapters 3 to 5;
///          J. N. K. Rao, C. F. J. Wu, J. Am. Stat. Assoc. 83 (1988) 231-241; Hadamard matrices by
///          R. E. A. C. Paley, J. Math. Phys. 12 (1933) 311-320
/// @checked R survey 4.1-1, as.svrepdesign
[[nodiscard]] Result<SurveyReplicates> survey_replicates(const SurveyDesign& design,
                                                         const ReplicateChoice& choice);

/// The weights of the rows in one replicate.
[[nodiscard]] std::vector<double> replicate_weights(const SurveyDesign& design,
                                                    const SurveyReplicates& replicates,
                                                    std::size_t replicate);

/// Any estimates as a function of the weights; NaN where there is none.
using SurveyFunction = std::function<std::vector<double>(std::span<const double> weights)>;

struct ReplicatedEstimate {
  std::vector<double> values;  ///< at the weights of the sample
  /// NaN where no replicate, or the sample itself, has a value.
  std::vector<double> variances;
  std::vector<std::int64_t> undefined;  ///< replicates without a value, by estimate; left out
};

/// Sum over replicates of scale times the squared distance from the replicates' mean.
///
/// @param threads  `estimate` must then be safe to call from several
/// @fails   interrupted
[[nodiscard]] Result<ReplicatedEstimate> replicated(const SurveyDesign& design,
                                                    const SurveyReplicates& replicates,
                                                    const SurveyFunction& estimate,
                                                    const Threads& threads = {});

/// A matrix of +1 and -1 with orthogonal rows, the first all +1, row by row; the smallest order at
/// least `least` that Sylvester's and Paley's constructions give, at most 4,096.
///
/// @fails   value_out_of_range
[[nodiscard]] Result<std::vector<std::int8_t>> hadamard(std::size_t least);

}  // namespace zhiheng::stat
