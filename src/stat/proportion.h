#pragma once
// How sure are we of a share? Two-sided confidence intervals of one proportion.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// `count` of `trials` have the property: 0 <= count <= trials, trials >= 1.
struct Proportion {
  std::int64_t count = 0;
  std::int64_t trials = 0;

  friend bool operator==(const Proportion&, const Proportion&) = default;
};

/// Wilson score interval of a proportion. Our default.
///
/// The bounds are the two values q that solve  (p - q)^2 = z^2 q (1 - q) / trials,
/// with p = count / trials and z the standard normal quantile at (1 + confidence) / 2.
///
/// @param count       units with the property, 0 <= count <= trials
/// @param trials      units inspected, >= 1
/// @param confidence  two-sided, as a fraction, 0 < confidence < 1
/// @return  bounds as fractions of one, inside [0, 1] even for none or all
/// @fails   no_trials, count_out_of_range, confidence_out_of_range
/// @cost    constant, allocates nothing
/// @source  E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212
/// @checked R. G. Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3; R binom 1.1-1.1
[[nodiscard]] Result<Interval> wilson_interval(std::int64_t count, std::int64_t trials,
                                               double confidence = 0.95);

/// Clopper-Pearson interval: covers at least with its confidence, whatever the true share.
/// The bounds are beta quantiles; 0 for no unit and 1 for all. Arguments and refusals as above.
///
/// @source  C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413
/// @checked R binom 1.1-1.1, method "exact"
[[nodiscard]] Result<Interval> clopper_pearson_interval(std::int64_t count, std::int64_t trials,
                                                        double confidence = 0.95);

/// Jeffreys interval: central posterior interval under a Beta(1/2, 1/2) prior, with the low bound
/// set to 0 for no unit and the high bound to 1 for all. Arguments and refusals as above.
///
/// @source  L. D. Brown, T. T. Cai, A. DasGupta, Stat. Sci. 16 (2001) 101-133, section 3.1.2
/// and 4.1
/// @checked R qbeta with the same end-point rule
[[nodiscard]] Result<Interval> jeffreys_interval(std::int64_t count, std::int64_t trials,
                                                 double confidence = 0.95);

/// Agresti-Coull interval: the textbook interval after adding z^2 / 2 of each kind. Not cut to
/// [0, 1], as in its source: cut when shown. Arguments and refusals as above.
///
/// @source  A. Agresti, B. A. Coull, Am. Stat. 52 (1998) 119-126
/// @checked R binom 1.1-1.1, method "agresti-coull"
[[nodiscard]] Result<Interval> agresti_coull_interval(std::int64_t count, std::int64_t trials,
                                                      double confidence = 0.95);

}  // namespace zhiheng::stat
